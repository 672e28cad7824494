#include "app/fetch/scopes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace cramp::app {

namespace {

using std::string_view;
using Parameters = std::vector<std::pair<std::string, std::string>>;

constexpr std::array<string_view, 3> kContexts{"patient/", "user/", "system/"};

std::string decoded(string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr ==
            text.data() + i + 3) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Parameters parameters_of(string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const string_view one = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(one.size() + 1, query.size()));
    const auto equals = std::min(one.find('='), one.size());
    parameters.emplace_back(decoded(one.substr(0, equals)),
                            decoded(one.substr(std::min(equals + 1, one.size()))));
  }
  return parameters;
}

/// "read", "write" or "*" of version 1; some of "cruds" of version 2.
std::pair<bool, bool> read_and_search(string_view permission) {
  if (permission == "read" || permission == "*") return {true, true};
  if (permission.find_first_not_of("cruds") != string_view::npos) return {false, false};
  return {permission.find('r') != string_view::npos, permission.find('s') != string_view::npos};
}

/// The query's own value, or one that leaves out the code system.
bool is_narrowed_by(const Parameters& query, const std::pair<std::string, std::string>& wanted) {
  return std::any_of(query.begin(), query.end(), [&](const auto& parameter) {
    return parameter.first == wanted.first &&
           (parameter.second == wanted.second || wanted.second.ends_with('|' + parameter.second));
  });
}

}  // namespace

Scopes::Scopes(string_view text) {
  while (!text.empty()) {
    const string_view scope = text.substr(0, text.find(' '));
    add(scope);
    text.remove_prefix(std::min(scope.size() + 1, text.size()));
  }
}

void Scopes::add(string_view scope) {
  const auto context = std::find_if(kContexts.begin(), kContexts.end(),
                                    [&](string_view name) { return scope.starts_with(name); });
  if (context == kContexts.end()) return;
  scope.remove_prefix(context->size());
  const auto question = std::min(scope.find('?'), scope.size());
  const string_view plain = scope.substr(0, question);
  const auto dot = plain.find('.');
  if (dot == string_view::npos) return;
  Grant grant;
  grant.type = plain.substr(0, dot);
  std::tie(grant.read, grant.search) = read_and_search(plain.substr(dot + 1));
  grant.narrowed_by = parameters_of(scope.substr(std::min(question + 1, scope.size())));
  if (grant.read || grant.search) grants_.push_back(std::move(grant));
}

bool Scopes::grant(string_view query) const {
  const auto end = std::min(query.find_first_of("/?"), query.size());
  const string_view type = query.substr(0, end);
  const bool search = end == query.size() || query[end] == '?';
  const auto parameters =
      search ? parameters_of(query.substr(std::min(end + 1, query.size()))) : Parameters();
  return std::any_of(grants_.begin(), grants_.end(), [&](const Grant& grant) {
    return (grant.type == "*" || grant.type == type) && (search ? grant.search : grant.read) &&
           std::all_of(grant.narrowed_by.begin(), grant.narrowed_by.end(),
                       [&](const auto& wanted) { return is_narrowed_by(parameters, wanted); });
  });
}

}  // namespace cramp::app
