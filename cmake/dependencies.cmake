# The libraries that dlint stands on; docs/dependencies.md says why each.
find_package(PkgConfig)
if(PkgConfig_FOUND)
  pkg_check_modules(YAML IMPORTED_TARGET yaml-0.1)
  pkg_check_modules(PCRE2 IMPORTED_TARGET libpcre2-8)
endif()
if(NOT YAML_FOUND OR NOT PCRE2_FOUND)
  message(FATAL_ERROR "dlint is built with pkg-config, libyaml and pcre2, and not all of them are here. To install them:\n"
    "  Debian, Ubuntu:  apt-get install pkg-config libyaml-dev libpcre2-dev\n"
    "  Fedora:          dnf install pkgconf-pkg-config libyaml-devel pcre2-devel\n"
    "  Alpine:          apk add pkgconf yaml-dev yaml-static pcre2-dev pcre2-static\n"
    "  macOS:           brew install pkg-config libyaml pcre2")
endif()

# The libraries as archives, so that the program needs nothing but the C library where it runs.
if(DLINT_STATIC)
  foreach(library YAML:libyaml.a PCRE2:libpcre2-8.a)
    string(REPLACE ":" ";" library ${library})
    list(GET library 0 name)
    list(GET library 1 file)
    find_library(DLINT_${name}_ARCHIVE NAMES ${file} HINTS ${${name}_LIBDIR} ${${name}_LIBRARY_DIRS})
    if(NOT DLINT_${name}_ARCHIVE)
      message(FATAL_ERROR "DLINT_STATIC needs ${file}, which comes with the library's -dev or -static package")
    endif()
    set_target_properties(PkgConfig::${name} PROPERTIES INTERFACE_LINK_LIBRARIES ${DLINT_${name}_ARCHIVE})
  endforeach()
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

if(DLINT_TESTS)
  pkg_check_modules(CMOCKA IMPORTED_TARGET cmocka)
  find_program(PYTHON3 NAMES python3)
  if(NOT CMOCKA_FOUND)
    message(FATAL_ERROR "The tests need cmocka (Debian: libcmocka-dev); without them: cmake -DDLINT_TESTS=OFF")
  endif()
  if(NOT PYTHON3)
    message(FATAL_ERROR "The tests need python3; without them: cmake -DDLINT_TESTS=OFF")
  endif()
endif()
