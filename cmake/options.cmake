include(CheckCCompilerFlag)
include(CheckLinkerFlag)
include(CMakePushCheckState)

add_library(dlint_options INTERFACE)

# Adds the flags of the list that the compiler takes without a word.
function(dlint_compile_flags_if_known)
  foreach(flag ${ARGN})
    string(MAKE_C_IDENTIFIER "DLINT_COMPILES${flag}" known)
    check_c_compiler_flag("-Werror ${flag}" ${known})
    if(${known})
      target_compile_options(dlint_options INTERFACE "SHELL:${flag}")
    endif()
  endforeach()
endfunction()

# Likewise for the linker.
function(dlint_link_flags_if_known)
  foreach(flag ${ARGN})
    string(MAKE_C_IDENTIFIER "DLINT_LINKS${flag}" known)
    check_linker_flag(C "${flag}" ${known})
    if(${known})
      target_link_options(dlint_options INTERFACE "${flag}")
    endif()
  endforeach()
endfunction()

target_compile_definitions(dlint_options INTERFACE _XOPEN_SOURCE=700 DLINT_VERSION="${PROJECT_VERSION}"
  DLINT_HOMEPAGE="${DLINT_HOMEPAGE}")
target_compile_options(dlint_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wvla
  -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wundef
  -fno-strict-overflow -fno-delete-null-pointer-checks)
if(DLINT_WERROR)
  target_compile_options(dlint_options INTERFACE -Werror)
endif()

# -O3 makes nothing of dlint faster and all of it larger; a sanitizer at -O0 makes the suite three times slower.
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g")

if(DLINT_SANITIZE)
  # Some systems ship the compiler without the sanitizers' libraries (gcc on Alpine): the tests still run there.
  cmake_push_check_state(RESET)
  set(CMAKE_REQUIRED_FLAGS -fsanitize=${DLINT_SANITIZE})
  set(CMAKE_REQUIRED_LINK_OPTIONS -fsanitize=${DLINT_SANITIZE})
  check_c_compiler_flag("" DLINT_CAN_SANITIZE)
  cmake_pop_check_state()
endif()
if(DLINT_SANITIZE AND DLINT_CAN_SANITIZE)
  target_compile_options(dlint_options INTERFACE -fsanitize=${DLINT_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(dlint_options INTERFACE -fsanitize=${DLINT_SANITIZE})
elseif(DLINT_SANITIZE)
  message(WARNING "${CMAKE_C_COMPILER} cannot link with -fsanitize=${DLINT_SANITIZE}: building without")
endif()

# These watch the program by means that its sandbox takes away.
if(DLINT_SANITIZE OR DLINT_COVERAGE)
  target_compile_definitions(dlint_options INTERFACE DLINT_UNCONFINED)
endif()

if(DLINT_FUZZ)
  target_compile_definitions(dlint_options INTERFACE FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)
  # To watch each comparison takes two fifths of the time, and the dictionaries say what to compare with. Without it a
  # counter an edge is left.
  dlint_compile_flags_if_known("-O2 -fno-sanitize-coverage=trace-cmp,trace-div,trace-gep")
endif()

if(DLINT_COVERAGE)
  target_compile_options(dlint_options INTERFACE -O0 --coverage)
  target_link_options(dlint_options INTERFACE --coverage)
endif()

if(DLINT_HARDENING AND NOT DLINT_SANITIZE AND NOT DLINT_COVERAGE)
  dlint_compile_flags_if_known(-fstack-protector-strong -fstack-clash-protection -fcf-protection=full
    -mbranch-protection=standard -ftrivial-auto-var-init=zero -fstrict-flex-arrays=3)
  # Fortifying works on optimized code only, and some compilers define it themselves.
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    dlint_compile_flags_if_known("-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
  endif()
  dlint_link_flags_if_known(LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack)
endif()
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
dlint_link_flags_if_known(LINKER:--as-needed)

if(DLINT_LTO)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT DLINT_CAN_LTO LANGUAGES C)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ${DLINT_CAN_LTO})
  # With machine code beside it, tests can do without: each would be optimized all over again.
  dlint_compile_flags_if_known(-ffat-lto-objects)
endif()
