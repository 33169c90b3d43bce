# Debian 12 packages Lectern needs, and how to get the missing ones. Sourced by quickstart.sh and tests/run.sh.
# README names the job of each library.

build_packages=(
  build-essential cmake ninja-build pkg-config file
  qt6-base-dev qt6-declarative-dev qt6-declarative-dev-tools qt6-svg-dev
  qt6-tools-dev qt6-l10n-tools
  libpoppler-qt6-dev libqpdf-dev libleptonica-dev libicu-dev libpcre2-dev libxml2-dev
  nlohmann-json3-dev libcli11-dev
  libvulkan-dev glslang-dev glslang-tools spirv-tools
)

# Loaded while the program runs: QML modules are not found by the linker.
run_packages=(
  qt6-image-formats-plugins qt6-qpa-plugins libqt6svg6 poppler-data fonts-dejavu-core
  qml6-module-qtqml qml6-module-qtqml-models qml6-module-qtqml-workerscript qml6-module-qtcore
  qml6-module-qtquick qml6-module-qtquick-window qml6-module-qtquick-templates qml6-module-qtquick-controls
  qml6-module-qtquick-layouts qml6-module-qtquick-dialogs qml6-module-qt-labs-folderlistmodel qml6-module-qt-labs-settings
)

test_packages=(
  libgtest-dev libgmock-dev libbenchmark-dev qml6-module-qttest
  mesa-vulkan-drivers vulkan-validationlayers
  xvfb xauth xdotool x11-utils imagemagick poppler-utils qpdf
  fonts-liberation2 fonts-linuxlibertine python3
  desktop-file-utils appstream lintian man-db dpkg-dev
)

# Of one test each; without them it is left out.
optional_test_packages=(doxygen at-spi2-core python3-gi gir1.2-atspi-2.0 dbus)

say() { printf '\n== %s\n' "$*"; }

# install_missing NAME…: installs those that are not there, through apt, as root or with sudo.
install_missing() {
  local missing=() name as_root=()
  for name in "$@"; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    say "All needed packages are installed"
    return
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    echo "This machine has no apt-get. Install the equivalents of the packages above, then run this again." >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Installing needs root, and there is no sudo. As root: apt-get install ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}
