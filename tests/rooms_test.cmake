# Includes and imports follow the direction of the rooms. Alone: cmake -P tests/rooms_test.cmake
cmake_minimum_required(VERSION 3.25)
get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
set(failures "")

# What a folder may include, besides itself, the standard library and the libraries its CMakeLists links.
# Paths are prefixes from the repository root.
set(rules
  "core/base|core/base"
  "core/compute|core/base core/compute"
  "core/weights|core/base core/compute core/weights"
  "core/image|core/base core/image"
  "core/tokenizer|core/base core/tokenizer"
  "core/document|core/base core/document"
  "core/layers|core/base core/compute core/weights core/layers core/model/sequence.h"
  "core/layout|core/base core/image core/document core/layout"
  "core/model|core/base core/compute core/weights core/layers core/image core/tokenizer core/document core/model"
  "core/pipeline|core/"
  "core/export|core/base core/image core/document core/export"
  "gpu|core/base core/compute gpu"
  "app|core/ app gpu/gpu.h"
)

foreach(rule IN LISTS rules)
  string(REPLACE "|" ";" parts "${rule}")
  list(GET parts 0 folder)
  list(GET parts 1 allowed)
  string(REPLACE " " ";" allowed "${allowed}")
  file(GLOB_RECURSE files "${root}/${folder}/*.h" "${root}/${folder}/*.cpp")
  foreach(path IN LISTS files)
    file(RELATIVE_PATH name "${root}" "${path}")
    file(STRINGS "${path}" includes REGEX "^[ ]*#include[ ]*[<\"]")
    foreach(line IN LISTS includes)
      if(line MATCHES "#include[ ]*\"([^\"]+)\"")
        set(target "${CMAKE_MATCH_1}")
        set(fine FALSE)
        foreach(prefix IN LISTS allowed)
          string(FIND "${target}" "${prefix}" at)
          if(at EQUAL 0)
            set(fine TRUE)
          endif()
        endforeach()
        if(NOT target MATCHES "/" AND target MATCHES "\\.(moc|h)$" AND NOT EXISTS "${root}/${folder}/${target}")
          set(fine TRUE)  # made by the build
        endif()
        if(NOT fine)
          list(APPEND failures "${name} includes ${target}: ${folder} may include only ${allowed}")
        endif()
      elseif(folder MATCHES "^(core|gpu)" AND line MATCHES "#include[ ]*<Q[A-Za-z]|<poppler|<qt")
        list(APPEND failures "${name}: ${line}: core and gpu know no Qt")
      elseif(NOT folder STREQUAL "gpu" AND line MATCHES "vulkan/|glslang/")
        list(APPEND failures "${name}: ${line}: Vulkan stays in gpu")
      endif()
    endforeach()
  endforeach()
endforeach()

# QML shows, it does not reach: Lectern, Lectern.Ui and Qt only; components never read the session.
file(GLOB_RECURSE qml "${root}/qml/*.qml")
foreach(path IN LISTS qml)
  file(RELATIVE_PATH name "${root}" "${path}")
  file(STRINGS "${path}" imports REGEX "^[ ]*import ")
  foreach(line IN LISTS imports)
    if(NOT line MATCHES "import (Qt[A-Za-z.]*|Lectern|Lectern\\.Ui)( |$)")
      list(APPEND failures "${name}: ${line}: only Qt, Lectern and Lectern.Ui")
    endif()
  endforeach()
  if(name MATCHES "qml/components/")
    file(STRINGS "${path}" sessions REGEX "(^|[^A-Za-z.])Session\\.")
    if(sessions)
      list(APPEND failures "${name} reads Session: components get what they need through required properties")
    endif()
  endif()
endforeach()

# gpu's one public header names no Vulkan type.
if(EXISTS "${root}/gpu/gpu.h")
  file(STRINGS "${root}/gpu/gpu.h" vk REGEX "(^|[^A-Za-z_])Vk[A-Z]")
  if(vk)
    list(APPEND failures "gpu/gpu.h: Vulkan types leave gpu: ${vk}")
  endif()
endif()

if(failures)
  list(JOIN failures "\n  " text)
  message(FATAL_ERROR "Includes or imports that cross rooms the wrong way:\n  ${text}")
endif()
message(STATUS "rooms: every include and import goes the way the rooms allow")
