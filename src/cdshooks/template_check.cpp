// The lint of prefetch templates (CH-033 to CH-041).

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cdshooks/context.hpp"
#include "cdshooks/prefetch_template.hpp"
#include "fhir/model.hpp"

namespace cramp::cdshooks {

namespace {

using std::string_view;

constexpr std::array<string_view, 4> kUserTokens{"userPractitionerId", "userPractitionerRoleId",
                                                 "userPatientId", "userRelatedPersonId"};
/// The one `_include` that the specification itself documents.
constexpr string_view kUserInclude = "_include=PractitionerRole:practitioner";

struct Check {
  const Hook* hook;
  std::vector<std::string> faults;

  template <class... Args>
  void fault(fmt::format_string<Args...> text, Args&&... args) {
    faults.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  void token(string_view token) {
    if (std::find(kUserTokens.begin(), kUserTokens.end(), token) != kUserTokens.end()) return;
    if (!token.starts_with("context.")) {
      fault(
          "token {{{{{}}}}} is neither context.<field> nor one of userPractitionerId, "
          "userPractitionerRoleId, userPatientId, userRelatedPersonId",
          token);
      return;
    }
    const string_view name = token.substr(8);
    if (hook == nullptr) {
      if (!is_fhir_id(name) || name.find('.') != string_view::npos) {
        fault("token {{{{{}}}}} must name a field at the root of the context", token);
      }
      return;
    }
    const ContextField* field = find_field(*hook, name);
    if (field == nullptr) {
      fault("token {{{{{}}}}} is no field of the context of {}", token, hook->name);
    } else if (!field->token) {
      fault("context.{} of {} may not be used as a prefetch token", name, hook->name);
    }
  }

  /// The text with every token replaced by "x", so that the query around them can be read.
  std::string without_tokens(string_view text) {
    std::string plain;
    while (true) {
      const std::size_t open = text.find("{{");
      plain += text.substr(0, open);
      if (open == string_view::npos) break;
      const std::size_t close = text.find("}}", open);
      if (close == string_view::npos) {
        fault("\"{{{{\" without \"}}}}\"");
        return plain;
      }
      token(text.substr(open + 2, close - open - 2));
      plain += 'x';
      text.remove_prefix(close + 2);
    }
    if (plain.find_first_of("{}") != std::string::npos) {
      fault("tokens are written {{{{context.field}}}}, without other braces");
    }
    return plain;
  }

  void resource_type(string_view type) {
    const fhir::TypeId id = fhir::find_type(type);
    if (id == fhir::kUnknownType || !fhir::is_subtype(id, fhir::find_type("Resource"))) {
      fault("\"{}\" is no FHIR R4 resource type; a query is Type/id or Type?parameters", type);
    }
  }

  void value(string_view name, string_view value) {
    constexpr std::array<string_view, 4> kPrefixes{"ne", "sa", "eb", "ap"};
    for (const string_view prefix : kPrefixes) {
      if (value.starts_with(prefix) && value.size() > 2 && value[2] >= '0' && value[2] <= '9') {
        fault("prefix {} of {} is outside the portable subset (eq, lt, gt, ge, le)", prefix, name);
      }
    }
  }

  void parameter(string_view parameter) {
    if (parameter == kUserInclude) return;
    const std::size_t equals = parameter.find('=');
    const string_view name = parameter.substr(0, equals);
    if (equals == string_view::npos || name.empty() || equals + 1 == parameter.size()) {
      fault("\"{}\" is not name=value", parameter);
      return;
    }
    const std::size_t colon = name.find(':');
    const string_view base = name.substr(0, colon);
    if (colon != string_view::npos && name.substr(colon) != ":in") {
      fault("modifier {} is outside the portable subset (only :in)", name.substr(colon));
    }
    if (base.find('.') != string_view::npos) {
      fault("chained parameter {} is outside the portable subset", base);
    }
    if (base.starts_with('_') && base != "_count" && base != "_sort" && base != "_id") {
      fault("{} is outside the portable subset (only _count, _sort, _id)", base);
    }
    value(base, parameter.substr(equals + 1));
  }

  void query(string_view text) {
    const std::size_t mark = text.find('?');
    const string_view path = text.substr(0, mark);
    const std::size_t slash = path.find('/');
    resource_type(path.substr(0, slash));
    if (text.find('$') != string_view::npos) fault("operations are outside the portable subset");
    if (mark == string_view::npos) {
      if (slash == string_view::npos || !is_fhir_id(path.substr(slash + 1))) {
        fault("a read is written Type/id");
      }
      return;
    }
    if (slash != string_view::npos) fault("a search is written Type?parameters");
    string_view rest = text.substr(mark + 1);
    while (true) {
      const std::size_t end = rest.find('&');
      parameter(rest.substr(0, end));
      if (end == string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
};

}  // namespace

std::vector<std::string> check_template(std::string_view text, const Hook* hook) {
  Check check{hook, {}};
  const std::string plain = check.without_tokens(text);
  check.query(plain);
  if (text.size() > kQueryLimit) {
    check.fault("is {} characters long; many servers refuse more than {}: use :in, or split it",
                text.size(), kQueryLimit);
  }
  if (std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; })) {
    check.fault("holds blanks or other characters that a URL may not hold; percent-encode them");
  }
  return std::move(check.faults);
}

}  // namespace cramp::cdshooks
