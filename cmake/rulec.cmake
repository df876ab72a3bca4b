# rulec turns rules/ into C. It runs on the build machine: when cross compiling, -DDLINT_RULEC=PATH names one, or a
# nested native configure builds it.
set(DLINT_RULEC "" CACHE FILEPATH "A rulec that runs on this machine, for cross compiling")

file(GLOB DLINT_RULEC_SOURCES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/lint/base/*.c
  ${PROJECT_SOURCE_DIR}/lint/source/*.c ${PROJECT_SOURCE_DIR}/lint/gen/*.c)
foreach(file know/platform_scheme know/table know/table_read facts/schema diag/diag rules/draft rules/load rules/load_match
    rules/load_examples rules/load_parts rules/load_template rules/load_value rules/pattern rules/regex)
  list(APPEND DLINT_RULEC_SOURCES ${PROJECT_SOURCE_DIR}/lint/${file}.c)
endforeach()

if(DLINT_RULEC)
  set(DLINT_RULEC_COMMAND ${DLINT_RULEC})
elseif(CMAKE_CROSSCOMPILING)
  include(ExternalProject)
  ExternalProject_Add(native_rulec
    SOURCE_DIR ${PROJECT_SOURCE_DIR}
    BINARY_DIR ${PROJECT_BINARY_DIR}/native
    CMAKE_ARGS -DDLINT_TESTS=OFF -DCMAKE_BUILD_TYPE=Release
    BUILD_COMMAND ${CMAKE_COMMAND} --build <BINARY_DIR> --target rulec
    BUILD_BYPRODUCTS ${PROJECT_BINARY_DIR}/native/rulec
    BUILD_ALWAYS ON
    INSTALL_COMMAND "")
  set(DLINT_RULEC_COMMAND ${PROJECT_BINARY_DIR}/native/rulec)
else()
  add_executable(rulec ${DLINT_RULEC_SOURCES})
  target_include_directories(rulec PRIVATE lint)
  target_link_libraries(rulec PRIVATE dlint_options PkgConfig::YAML PkgConfig::PCRE2)
  set(DLINT_RULEC_COMMAND rulec)
endif()

file(GLOB_RECURSE DLINT_RULES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/rules/*.yaml)
set(DLINT_GENERATED ${PROJECT_BINARY_DIR}/generated/tables.c ${PROJECT_BINARY_DIR}/generated/rules.c)
add_custom_command(OUTPUT ${DLINT_GENERATED}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/generated
  COMMAND ${DLINT_RULEC_COMMAND} ${DLINT_GENERATED} ${PROJECT_SOURCE_DIR}/rules ${DLINT_RULES}
  DEPENDS ${DLINT_RULEC_COMMAND} ${DLINT_RULES}
  COMMENT "Compiling the rules"
  VERBATIM)
