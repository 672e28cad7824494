#include "cdshooks/prefetch_template.hpp"

#include <fmt/format.h>

#include "cdshooks/context.hpp"
#include "rules/search_parameters.hpp"

namespace cramp::cdshooks {

namespace {

using std::string_view;

constexpr string_view kPatientToken = "{{context.patientId}}";

/// For a value inside a query: '|' and everything else that a URL may not hold. A comma or a
/// backslash inside a code gets FHIR's own escape first.
void append_encoded(std::string& out, string_view text) {
  constexpr string_view kPlain = "-._~:/";
  for (const char c : text) {
    const bool letter_or_digit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter_or_digit || kPlain.find(c) != string_view::npos) {
      out += c;
    } else {
      if (c == ',' || c == '|' || c == '$' || c == '\\') out += "%5C";
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
}

std::string listed_codes(std::span<const terminology::Terminology::Coding> codes) {
  std::string text;
  for (const auto& coding : codes) {
    if (!text.empty()) text += ',';
    append_encoded(text, coding.system);
    text += "%7C";
    append_encoded(text, coding.code);
  }
  return text;
}

/// An author writes system|code; in a URL the bar must be encoded.
std::string encoded(string_view query) {
  std::string out;
  for (const char c : query) c == '|' ? out += "%7C" : out += c;
  return out;
}

/// The id of the user where the user is of this type.
string_view user_id(const Request& request, string_view type) {
  const Reference user = split_reference(request.user);
  return user.type == type ? user.id : string_view();
}

/// The strings of a context field, its own or those of its list.
std::string field_text(json::View field) {
  std::string text(field.is_string() ? field.text() : string_view());
  for (const json::View item : field.items()) {
    if (!item.is_string()) return {};
    text.append(text.empty() ? "" : ",").append(item.text());
  }
  return text;
}

std::string token_value(string_view token, const Request& request) {
  constexpr string_view kContext = "context.";
  constexpr string_view kUser = "user";
  if (token == "context.patientId") return std::string(request.patient_id.expose());
  if (token == "context.encounterId") return std::string(request.encounter_id.expose());
  if (token.starts_with(kContext))
    return field_text(request.context.find(token.substr(kContext.size())));
  if (token.starts_with(kUser) && token.ends_with("Id")) {
    const string_view type = token.substr(kUser.size(), token.size() - kUser.size() - 2);
    return std::string(user_id(request, type));
  }
  return {};
}

/// "." and ".." are ids to FHIR and ways to elsewhere to a server.
bool may_stand_in_path(string_view value) {
  return is_fhir_id(value) && value.find_first_not_of('.') != string_view::npos;
}

void append_query_value(std::string& out, string_view value) {
  constexpr string_view kPlain = "-._~/,";
  for (const char c : value) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
}

base::Error cannot(const std::string& text) {
  return {base::Code::kContent, "", text + " or write the query in the extension prefetch-query",
          ""};
}

}  // namespace

base::Result<std::string> make_template(const rules::DataRequirement& requirement,
                                        const terminology::Terminology& terminology) {
  if (!requirement.query.empty()) return encoded(requirement.query);
  if (requirement.type == "Patient" && requirement.code_filters.empty()) {
    return "Patient/" + std::string(kPatientToken);
  }
  if (!rules::is_searched_by_patient(requirement.type)) {
    return cannot(
        fmt::format("{} cannot be searched by patient; leave out its id, so that it is used "
                    "when it comes along,",
                    requirement.type));
  }
  std::string query = requirement.type + "?patient=" + std::string(kPatientToken);
  for (const rules::CodeFilter& filter : requirement.code_filters) {
    const string_view parameter = rules::token_parameter(requirement.type, filter.path);
    if (parameter.empty()) {
      return cannot(
          fmt::format("no search parameter is known for {}.{}", requirement.type, filter.path));
    }
    const std::string listed =
        fmt::format("&{}={}", parameter, listed_codes(terminology.listed(filter.id)));
    if (!terminology.has_filters(filter.id) && query.size() + listed.size() <= kQueryLimit) {
      query += listed;
    } else {
      query += fmt::format("&{}:in=", parameter);
      append_encoded(query, filter.value_set);
    }
  }
  return query;
}

std::optional<std::string> fill_template(string_view text, const Request& request) {
  std::string query;
  for (;;) {
    const std::size_t open = text.find("{{");
    query += text.substr(0, open);
    if (open == string_view::npos) return query;
    const std::size_t close = text.find("}}", open);
    if (close == string_view::npos) return std::nullopt;
    const std::string value = token_value(text.substr(open + 2, close - open - 2), request);
    const bool in_path = query.find('?') == std::string::npos;
    if (value.empty() || (in_path && !may_stand_in_path(value))) return std::nullopt;
    append_query_value(query, value);
    text.remove_prefix(close + 2);
  }
}

}  // namespace cramp::cdshooks
