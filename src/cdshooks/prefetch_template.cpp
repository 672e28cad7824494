#include "cdshooks/prefetch_template.hpp"

#include <fmt/format.h>

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

}  // namespace cramp::cdshooks
