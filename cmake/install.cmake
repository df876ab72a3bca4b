# What `cmake --install` puts where. tests/meta/install.py says the same from outside.
install(TARGETS dlint RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(TARGET dlint_shared)
  install(TARGETS dlint_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(FILES include/dlint.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  configure_file(cmake/dlint.pc.in ${PROJECT_BINARY_DIR}/dlint.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/dlint.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
