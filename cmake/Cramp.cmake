# What every target of the project shares.
include_guard()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(cramp_options INTERFACE)
target_include_directories(cramp_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(cramp_options INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(CRAMP_SANITIZE)
  target_compile_options(cramp_options INTERFACE
    -fsanitize=${CRAMP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(cramp_options INTERFACE -fsanitize=${CRAMP_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 sees half of Asio's allocation of coroutine frames and takes it for a mismatch.
    target_compile_options(cramp_options INTERFACE -Wno-mismatched-new-delete)
  endif()
  if(CRAMP_SANITIZE STREQUAL "thread")
    # Asio's fences are what ThreadSanitizer does not know; its locks and atomics are enough to follow.
    target_compile_definitions(cramp_options INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
    target_compile_options(cramp_options INTERFACE -Wno-tsan)
  endif()
endif()
if(CRAMP_FUZZ)
  # Counts edges; only the executable links libFuzzer itself. What clang warns of beyond GCC is no
  # matter of this build.
  target_compile_options(cramp_options INTERFACE -fsanitize=fuzzer-no-link -Wno-error)
endif()

# Turns the names of folders in a list into the names of their targets.
macro(cramp_targets list)
  list(TRANSFORM ${list} REPLACE
    "^(base|json|num|time|ucum|fhir|terminology|elm|engine|rules|cdshooks|store|net|site|app|cli)$" "cramp_\\1")
endmacro()

# cramp_library(json DEPENDS base fmt::fmt): one target of all sources below this folder.
function(cramp_library name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(cramp_${name} STATIC ${sources})
  cramp_targets(arg_DEPENDS)
  target_link_libraries(cramp_${name} PUBLIC cramp_options ${arg_DEPENDS})
endfunction()

# cramp_test(json DEPENDS json): tests/json/*.cpp as one executable and one CTest entry.
function(cramp_test name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  cramp_targets(arg_DEPENDS)
  target_link_libraries(test_${name} PRIVATE cramp_options ${arg_DEPENDS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(test_${name} PRIVATE CRAMP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()
