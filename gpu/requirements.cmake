# What the Vulkan backend needs to be built. glslang's CMake package asks for its command-line tool as well and stops the
# configuration without it, so its static libraries are looked up one by one; newer versions have fewer of them.
set(LECTERN_GPU_MISSING)
find_package(Vulkan QUIET)
if(NOT TARGET Vulkan::Vulkan)
  list(APPEND LECTERN_GPU_MISSING Vulkan)
endif()
find_path(LECTERN_GLSLANG_INCLUDE glslang/Public/ResourceLimits.h)
find_library(LECTERN_GLSLANG_glslang glslang)
find_library(LECTERN_GLSLANG_SPIRV SPIRV)
if(NOT LECTERN_GLSLANG_INCLUDE OR NOT LECTERN_GLSLANG_glslang OR NOT LECTERN_GLSLANG_SPIRV)
  list(APPEND LECTERN_GPU_MISSING glslang)
endif()
set(LECTERN_GLSLANG_LIBRARIES)
foreach(library SPIRV glslang MachineIndependent GenericCodeGen OGLCompiler OSDependent glslang-default-resource-limits
        SPIRV-Tools-opt SPIRV-Tools)  # in the order a linker wants them
  find_library(LECTERN_GLSLANG_${library} ${library})
  mark_as_advanced(LECTERN_GLSLANG_${library})
  if(LECTERN_GLSLANG_${library})
    list(APPEND LECTERN_GLSLANG_LIBRARIES ${LECTERN_GLSLANG_${library}})
  endif()
endforeach()
mark_as_advanced(LECTERN_GLSLANG_INCLUDE)
