#pragma once
#include <string_view>

#include "json/document.hpp"

namespace cramp::app {

/// Whether a search with this query would find the resource, as far as the token parameters `code`,
/// `category` and `status` tell. A resource without the element is found: charts for tests are
/// brief.
bool is_found_by(std::string_view query, json::View resource);

}  // namespace cramp::app
