# Read by cpack itself. Without these programs it would make packages that depend on nothing, with no more than a warning.
foreach(program file dpkg-shlibdeps dpkg-deb)
  find_program(found_${program} ${program})
  if(NOT found_${program})
    message(FATAL_ERROR "Debian packages need the program ${program}: apt-get install file dpkg-dev")
  endif()
endforeach()
