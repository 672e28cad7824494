#pragma once
// What is fuzzed: each target takes any bytes at all and must come back, without a crash, a leak,
// undefined behaviour or a broken promise of the header it tests.

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cramp::fuzz {

/// A promise that did not hold. libFuzzer takes it for a crash, GoogleTest for a failure.
struct BrokenPromise : std::logic_error {
  using std::logic_error::logic_error;
};

inline void require(bool holds, const std::string& promise) {
  if (!holds) throw BrokenPromise(promise);
}

struct Target {
  std::string_view name;  ///< also of its corpus and dictionary
  void (*run)(std::string_view input);
  bool is_json;  ///< inputs are JSON and are mutated as such
};

std::span<const Target> targets();
/// nullptr when there is none of this name.
const Target* find_target(std::string_view name);

void run_json(std::string_view input);      ///< the reader against simdjson; writing and reading
void run_elm(std::string_view input);       ///< load, link and evaluate a library
void run_data(std::string_view input);      ///< patient data against the shipped packages
void run_hook(std::string_view input);      ///< a call, from body to response
void run_ucum(std::string_view input);      ///< two units, a line each
void run_time(std::string_view input);      ///< Date, DateTime and Time texts
void run_decimal(std::string_view input);   ///< two numbers, a line each
void run_markdown(std::string_view input);  ///< text of cards
void run_jose(std::string_view input);      ///< tokens and key sets
void run_links(std::string_view input);     ///< URLs, links and scopes
void run_gzip(std::string_view input);      ///< packed answers

/// `input` with one change of its JSON: members dropped, doubled, exchanged, renamed, values
/// replaced. What is not JSON is returned as it is.
std::string mutated_json(std::string_view input, unsigned seed);

}  // namespace cramp::fuzz
