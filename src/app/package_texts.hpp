#pragma once
// Parts of the content as the pages show them. Read from the content folder at each request: for
// people, not for calls.

#include <optional>
#include <string>
#include <string_view>

#include "app/state.hpp"

namespace cramp::app {

/// {"development", "discovery": body of GET /cds-services, "packages": [{"name", "version",
/// "activities": titles by id,
/// "rules": rules.json or null, "changes": changes.json or null}]}
std::string content_json(const State& state);

/// Of each test case what it shows: [{"id", "title", "service", "fires", "notRules", "unknown",
/// "suppressed": rule ids, "unavailable", "history": whether there are such}]
std::string cases_json(const State& state);

// Nothing where the content has none of that name.
std::optional<std::string> case_text(const State& state, std::string_view id);
std::optional<std::string> cql_text(const State& state, std::string_view library);
/// {"id", "codes": [{"system", "code", "display"}]}
std::optional<std::string> value_set_json(const State& state, std::string_view id);

}  // namespace cramp::app
