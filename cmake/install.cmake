# What `cmake --install` puts where. tests/meta/install.py says the same from outside.
if(SKBUILD) # a wheel: the program alone
  install(TARGETS dlint RUNTIME DESTINATION ${SKBUILD_SCRIPTS_DIR})
  return()
endif()

install(TARGETS dlint RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/dlint-dockerfile)

if(TARGET dlint_shared)
  install(TARGETS dlint_shared EXPORT dlint LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(FILES include/dlint.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  configure_file(cmake/dlint.pc.in ${PROJECT_BINARY_DIR}/dlint.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/dlint.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
  # find_package(dlint) gives dlint::dlint.
  include(CMakePackageConfigHelpers)
  set(package ${CMAKE_INSTALL_LIBDIR}/cmake/dlint)
  install(EXPORT dlint NAMESPACE dlint:: FILE dlintConfig.cmake DESTINATION ${package})
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/dlintConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/dlintConfigVersion.cmake DESTINATION ${package})
endif()

# The manual page and the completions are printed by the program itself: only where it can run.
if(NOT CMAKE_CROSSCOMPILING)
  set(printed ${PROJECT_BINARY_DIR}/printed)
  set(DLINT_PRINTED ${printed}/dlint.1 ${printed}/dlint.bash ${printed}/_dlint ${printed}/dlint.fish)
  add_custom_command(OUTPUT ${DLINT_PRINTED}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${printed}
    COMMAND dlint man >${printed}/dlint.1
    COMMAND dlint completion bash >${printed}/dlint.bash
    COMMAND dlint completion zsh >${printed}/_dlint
    COMMAND dlint completion fish >${printed}/dlint.fish
    DEPENDS dlint)
  add_custom_target(dlint_printed ALL DEPENDS ${DLINT_PRINTED})
  install(FILES ${printed}/dlint.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${printed}/dlint.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME dlint)
  install(FILES ${printed}/_dlint DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES ${printed}/dlint.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()

# `cpack` makes a .deb. The distribution has another program called dlint.
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "It reads Dockerfiles as BuildKit does, every RUN as a shell does, follows
the values of variables on each platform, and says what is wrong, above all
what breaks or is wasteful on another CPU architecture.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/triggers)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE ${DLINT_HOMEPAGE})
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/deb.cmake)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME dlint-dockerfile)
set(CPACK_PACKAGE_CONTACT "The dlint maintainers <dlint@example.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONFLICTS dlint)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
include(CPack)
