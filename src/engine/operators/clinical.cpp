// The clinical family (CQL 1.5 Appendix B, Clinical Operators): codes in value sets and code
// systems, subsumption, age. Codes are matched by system and code.

#include <algorithm>
#include <array>

#include "engine/operators/datetime_parts.hpp"
#include "engine/operators/interval_bounds.hpp"
#include "engine/scalar.hpp"
#include "terminology/hierarchy.hpp"

namespace cramp::engine {

namespace {

using terminology::Terminology;

/// A code as a string has no system: it may be of any.
struct SystemCode {
  std::string_view system, code;
  bool any_system = false;
};
using SystemCodes = std::vector<SystemCode>;

SystemCode coding_of(json::View coding) {
  return {coding.string("system"), coding.string("code")};
}

/// A Coding or CodeableConcept as FHIR has it.
void add_element(json::View element, SystemCodes& codes) {
  if (element.find("coding").is_array()) {
    for (const json::View coding : element.find("coding").items()) {
      codes.push_back(coding_of(coding));
    }
  } else if (element.find("code").is_string()) {
    codes.push_back(coding_of(element));
  }
}

void add_codes(Context& context, std::string_view operator_name, const Value& value,
               SystemCodes& codes) {
  const Value known = scalar(context, value);
  switch (known.kind()) {
    case Kind::kNull:
      return;
    case Kind::kString:
      codes.push_back({{}, known.as_string(), true});
      return;
    case Kind::kCode:
      codes.push_back({known.as_code().system, known.as_code().code});
      return;
    case Kind::kConcept:
      for (const Code& code : known.as_concept().codes) codes.push_back({code.system, code.code});
      return;
    case Kind::kElement:
      add_element(known.as_element(), codes);
      return;
    case Kind::kList:
      for (const Value& item : known.as_list().items) {
        add_codes(context, operator_name, item, codes);
      }
      return;
    default:
      refuse(operator_name, {&known, 1});
  }
}

/// All codes of a String, Code, Concept, or a list of these; FHIR's types are taken as they are.
SystemCodes codes_of(Context& context, std::string_view operator_name, const Value& value) {
  SystemCodes codes;
  add_codes(context, operator_name, value, codes);
  return codes;
}

// Value sets.

/// The set comes as a property of the node, as an expression, or as both.
const Value& set_operand(Operands operands) {
  return operands.back().is_null() && operands.size() > 2 ? operands[1] : operands.back();
}

const ValueSetRef& value_set_operand(const Context& context, std::string_view operator_name,
                                     Operands operands) {
  const Value& operand = operands.size() > 1 ? set_operand(operands) : operands[0];
  if (!operand.is(Kind::kValueSet)) refuse(operator_name, operands);
  const ValueSetRef& set = operand.as_value_set();
  if (context.terminology == nullptr || set.id >= context.terminology->size()) {
    Context::fail("the value set " + std::string(set.url) + " is not known");
  }
  return set;
}

/// A match of a code without a system means nothing in a set of several: an error (CQL 1.5 Appendix
/// B, In (Valueset)).
void refuse_ambiguity(const Terminology& terminology, const ValueSetRef& set) {
  const auto listed = terminology.listed(set.id);
  const bool several = std::any_of(listed.begin(), listed.end(), [&listed](const auto& coding) {
    return coding.system != listed.front().system;
  });
  if (several) {
    Context::fail("the value set " + std::string(set.url) +
                  " has codes of several systems, and the code comes without its system");
  }
}

bool is_in(const Terminology& terminology, const ValueSetRef& set, const SystemCode& code) {
  if (!code.any_system) return terminology.contains(set.id, code.system, code.code);
  const auto sets = terminology.sets_of_code(code.code);
  if (!std::binary_search(sets.begin(), sets.end(), set.id)) return false;
  refuse_ambiguity(terminology, set);
  return true;
}

Value in_value_set_operator(Context& context, Operands operands, const Attributes&) {
  const ValueSetRef& set = value_set_operand(context, "InValueSet", operands);
  const SystemCodes codes = codes_of(context, "InValueSet", operands[0]);
  return Value::boolean(std::any_of(codes.begin(), codes.end(), [&](const SystemCode& code) {
    return is_in(*context.terminology, set, code);
  }));
}

std::string_view present(std::string_view text) {
  return text.empty() ? std::string_view() : text;
}

/// The listed codes. A set that also has codes by filter fails: a part would pass for the whole.
Value expand_value_set_operator(Context& context, Operands operands, const Attributes&) {
  if (operands[0].is_null()) return {};
  const ValueSetRef& set = value_set_operand(context, "ExpandValueSet", operands);
  if (context.terminology->has_filters(set.id)) {
    Context::fail("the value set " + std::string(set.url) +
                  " has codes by filter and cannot be expanded");
  }
  const auto listed = context.terminology->listed(set.id);
  const auto codes = context.arena.array<Value>(listed.size());
  std::transform(listed.begin(), listed.end(), codes.begin(), [&context](const auto& coding) {
    return Value::code(context.arena.make<Code>(coding.code, coding.system, present(coding.version),
                                                present(coding.display)));
  });
  return context.list(codes);
}

// Code systems: their content is not known, only what a code says of itself.

Value in_code_system_operator(Context& context, Operands operands, const Attributes&) {
  const Value& operand = set_operand(operands);
  if (!operand.is(Kind::kCodeSystem)) refuse("InCodeSystem", operands);
  Truth result = false;
  for (const SystemCode& code : codes_of(context, "InCodeSystem", operands[0])) {
    const Truth is_of_system =
        code.any_system ? std::nullopt : Truth(code.system == operand.as_code_system().url);
    result = disjunction(result, is_of_system);
  }
  return truth(result);
}

/// True for one code, and along the prefixes of a hierarchical code system; unknown across systems
/// and where the hierarchy is not in the code.
Truth subsumes(const SystemCode& ancestor, const SystemCode& code) {
  if (ancestor.code.empty() || code.code.empty()) return std::nullopt;
  if (ancestor.system != code.system || ancestor.any_system || code.any_system) return std::nullopt;
  if (ancestor.code == code.code) return true;
  const terminology::Hierarchy* hierarchy = terminology::find_hierarchy(code.system);
  if (hierarchy == nullptr) return std::nullopt;
  if (!hierarchy->dotted) return code.code.starts_with(ancestor.code);
  terminology::CodeBuffer ancestor_buffer;
  terminology::CodeBuffer code_buffer;
  const auto prefix = terminology::without_dots(ancestor.code, ancestor_buffer);
  const auto whole = terminology::without_dots(code.code, code_buffer);
  return prefix && whole ? Truth(whole->starts_with(*prefix)) : std::nullopt;
}

/// Of concepts, any code of one with any of the other.
Value any_subsumes(Context& context, const Value& ancestor, const Value& descendant) {
  if (ancestor.is_null() || descendant.is_null()) return {};
  const SystemCodes codes = codes_of(context, "Subsumes", descendant);
  Truth result = false;
  for (const SystemCode& above : codes_of(context, "Subsumes", ancestor)) {
    for (const SystemCode& code : codes) result = disjunction(result, subsumes(above, code));
  }
  return truth(result);
}

Value subsumes_operator(Context& context, Operands operands, const Attributes&) {
  return any_subsumes(context, operands[0], operands[1]);
}

Value subsumed_by_operator(Context& context, Operands operands, const Attributes&) {
  return any_subsumes(context, operands[1], operands[0]);
}

// Age: whole periods since birth, uncertain where the birth date is imprecise.

Value age_at(Context& context, const Value& birth, const Value& as_of,
             const Attributes& attributes) {
  const std::array<Value, 2> points = {scalar(context, birth), scalar(context, as_of)};
  return duration_between(context, points, attributes);
}

Value calculate_age_at_operator(Context& context, Operands operands, const Attributes& attributes) {
  return age_at(context, operands[0], operands[1], attributes);
}

Value calculate_age_operator(Context& context, Operands operands, const Attributes& attributes) {
  const Value birth = scalar(context, operands[0]);
  const Value as_of = birth.is(Kind::kDate) ? date_from_datetime(context, context.now)
                                            : context.datetime(context.now);
  return age_at(context, birth, as_of, attributes);
}

constexpr auto kOperators = std::to_array<Operator>({
    {"AnyInCodeSystem", 2, 3, &in_code_system_operator},
    {"AnyInValueSet", 2, 3, &in_value_set_operator},
    {"CalculateAge", 1, 1, &calculate_age_operator},
    {"CalculateAgeAt", 2, 2, &calculate_age_at_operator},
    {"ExpandValueSet", 1, 1, &expand_value_set_operator},
    {"InCodeSystem", 2, 3, &in_code_system_operator},
    {"InValueSet", 2, 3, &in_value_set_operator},
    {"SubsumedBy", 2, 2, &subsumed_by_operator},
    {"Subsumes", 2, 2, &subsumes_operator},
});

}  // namespace

std::span<const Operator> clinical_operators() {
  return kOperators;
}

}  // namespace cramp::engine
