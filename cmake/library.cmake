# libdlint: the shared library behind include/dlint.h. It exports the functions that the header marks DLINT_API and
# nothing else. There is no static one: in an archive every function of dlint would be visible to who links it.
file(GLOB DLINT_API_SOURCES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/lint/api/*.c)
if(DLINT_API_SOURCES)
  add_library(dlint_shared SHARED ${DLINT_API_SOURCES})
  target_link_libraries(dlint_shared PRIVATE $<BUILD_INTERFACE:dlint_core>)
  target_include_directories(dlint_shared INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  set_target_properties(dlint_shared PROPERTIES OUTPUT_NAME dlint EXPORT_NAME dlint VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR})
endif()
