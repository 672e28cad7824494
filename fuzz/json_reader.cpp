// The JSON reader and simdjson must agree on what is JSON.

#include <simdjson.h>

#include "json/document.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "target.hpp"

namespace cramp::fuzz {

namespace {

/// What one refuses by its own promise, although it is JSON (RFC 8259).
bool is_our_limit(const base::Error& error) {
  // RapidJSON refuses an exponent that no double has.
  return error.public_text == "A number is too large." ||
         error.public_text == "An object has two members of one name." ||
         error.public_text == "The JSON text is nested too deeply.";
}

/// simdjson keeps numbers as doubles or 64 bits and refuses those that do not fit.
bool is_their_limit(simdjson::error_code error) {
  return error == simdjson::NUMBER_ERROR;
}

}  // namespace

void run_json(std::string_view input) {
  const auto document = json::parse(std::string(input));
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(input);
  const simdjson::error_code theirs = parser.parse(padded).error();
  if (document) {
    require(theirs == simdjson::SUCCESS || is_their_limit(theirs),
            std::string("accepted, but simdjson says ") + simdjson::error_message(theirs));
    const std::string text = json::write(json::Value(document->root()));
    const auto again = json::parse(text);
    require(again && json::write(json::Value(again->root())) == text, "what is written is read");
  } else {
    require(theirs != simdjson::SUCCESS || is_our_limit(document.error()),
            "simdjson accepts what was refused: " + base::describe(document.error()));
  }
}

}  // namespace cramp::fuzz
