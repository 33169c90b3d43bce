# cpack -G DEB: two packages. The linker knows the libraries, but neither QML modules nor plugins.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lectern)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT ${LECTERN_MAINTAINER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "reader of PDFs and pictures that works on your own machine")
if(NOT LECTERN_HOMEPAGE MATCHES "\\.example(/|$)")  # no address is better than one that leads nowhere
  set(CPACK_PACKAGE_HOMEPAGE_URL ${LECTERN_HOMEPAGE})
endif()
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/cpack_needs.cmake)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL cli)
if(LECTERN_GUI)
  list(APPEND CPACK_COMPONENTS_ALL window)
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_CLI_PACKAGE_NAME lectern-cli)
set(CPACK_DEBIAN_CLI_PACKAGE_SECTION text)
set(CPACK_DEBIAN_CLI_PACKAGE_DEPENDS "qt6-image-formats-plugins")
set(CPACK_DEBIAN_CLI_PACKAGE_RECOMMENDS "poppler-data, mesa-vulkan-drivers")
set(CPACK_COMPONENT_CLI_DESCRIPTION "Recognises text, tables and layout of documents with models that run on
this machine, on the processor or through Vulkan on a graphics card, and
writes Markdown, JSON and other formats. A small reader for printed Latin
scripts is included; published vision-language checkpoints are opened as
they are. Nothing is sent anywhere.
.
This package has the command line program lectern-cli.")

set(CPACK_DEBIAN_WINDOW_PACKAGE_NAME lectern)
set(CPACK_DEBIAN_WINDOW_PACKAGE_SECTION graphics)
string(JOIN ", " CPACK_DEBIAN_WINDOW_PACKAGE_DEPENDS
  "lectern-cli (= ${PROJECT_VERSION})" qt6-qpa-plugins libqt6svg6
  qml6-module-qtqml qml6-module-qtqml-models qml6-module-qtqml-workerscript qml6-module-qtcore
  qml6-module-qtquick qml6-module-qtquick-window qml6-module-qtquick-templates qml6-module-qtquick-controls
  qml6-module-qtquick-layouts qml6-module-qtquick-dialogs qml6-module-qt-labs-folderlistmodel qml6-module-qt-labs-settings)
set(CPACK_DEBIAN_WINDOW_PACKAGE_RECOMMENDS "qt6-wayland, fonts-dejavu-core")
set(CPACK_COMPONENT_WINDOW_DESCRIPTION "Drop documents on the window: text, tables and headings appear over the
page while they are still being read. Every line keeps its place and its
confidence, and the result leaves as Markdown, JSON and other formats.
The models run on this machine; nothing is sent anywhere.
.
This package has the window; lectern-cli works without a display.")

include(CPack)
