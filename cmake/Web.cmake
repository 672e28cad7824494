# The pages of web/ as a generated C++ source. Without Node, or before `npm ci --prefix web` (./dev does it), it holds one
# page that says how to build them; everything else of the service is the same.
include_guard()

find_program(CRAMP_NODE NAMES node nodejs)
# Seen again at each build, so that pages appear with the build after `npm ci`.
file(GLOB cramp_web_installed CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/node_modules/.package-lock.json)
file(GLOB_RECURSE cramp_web_sources CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/web/build.mjs ${CMAKE_SOURCE_DIR}/web/lib/* ${CMAKE_SOURCE_DIR}/web/src/* ${CMAKE_SOURCE_DIR}/web/patients.json ${CMAKE_SOURCE_DIR}/web/patients/*)

# cramp_web(target): adds the generated table of assets to the sources of a target.
function(cramp_web target)
  set(table ${CMAKE_CURRENT_BINARY_DIR}/assets.cpp)
  if(CRAMP_NODE AND cramp_web_installed)
    add_custom_command(OUTPUT ${table}
      COMMAND ${CRAMP_NODE} ${CMAKE_SOURCE_DIR}/web/build.mjs --table ${table}
      DEPENDS ${cramp_web_sources} ${cramp_web_installed} ${CMAKE_SOURCE_DIR}/web/package.json
      COMMENT "Bundling the pages of web/" VERBATIM)
  else()
    message(STATUS "The pages of web/ are left out: they want Node 18 and `npm ci --prefix web`")
    configure_file(${CMAKE_SOURCE_DIR}/cmake/without-pages.cpp.in ${table} COPYONLY)
  endif()
  target_sources(${target} PRIVATE ${table})
endfunction()
