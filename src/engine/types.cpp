#include "engine/types.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cramp::engine {

namespace {

constexpr std::string_view kFhirUri = "http://hl7.org/fhir";

constexpr auto kSystemKinds = std::to_array<std::pair<std::string_view, Kind>>({
    {"Boolean", Kind::kBoolean},
    {"Integer", Kind::kInteger},
    {"Long", Kind::kLong},
    {"Decimal", Kind::kDecimal},
    {"String", Kind::kString},
    {"Date", Kind::kDate},
    {"DateTime", Kind::kDateTime},
    {"Time", Kind::kTime},
    {"Quantity", Kind::kQuantity},
    {"Ratio", Kind::kRatio},
    {"Code", Kind::kCode},
    {"Concept", Kind::kConcept},
    {"ValueSet", Kind::kValueSet},
    {"CodeSystem", Kind::kCodeSystem},
});

const Type* named(base::Arena& arena, std::string_view text) {
  const elm::QName name = elm::qname(text);
  if (name.uri == kFhirUri) {
    const fhir::TypeId id = fhir::find_type(name.name);
    if (id == fhir::kUnknownType) return nullptr;
    return arena.make<Type>(Type{.form = Type::Form::kFhir, .fhir = id, .name = name.name});
  }
  if (!name.uri.empty() && name.uri != elm::kSystemUri) return nullptr;
  if (name.name == "Any") return arena.make<Type>();
  if (name.name == "Vocabulary") {
    return arena.make<Type>(
        Type{.form = Type::Form::kSystem, .kind = Kind::kNull, .name = name.name});
  }
  const auto kind = system_kind(name.name);
  if (!kind) return nullptr;
  return arena.make<Type>(Type{.form = Type::Form::kSystem, .kind = *kind, .name = name.name});
}

const Type* read(base::Arena& arena, const elm::Expression& node);

/// A list, interval or choice of the given specifiers.
const Type* composed(base::Arena& arena, Type::Form form, std::span<const elm::Child> specifiers) {
  const auto parts = arena.array<const Type*>(specifiers.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i] = read(arena, *specifiers[i].node);
    if (parts[i] == nullptr) return nullptr;
  }
  return arena.make<Type>(Type{.form = form, .parts = parts});
}

const Type* read_tuple(base::Arena& arena, const elm::Expression& node) {
  const auto parts = arena.array<const Type*>(node.children.size());
  const auto names = arena.array<std::string_view>(node.children.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const elm::Expression& element = *node.children[i].node;
    names[i] = element.attribute("name");
    parts[i] = element.children.empty() ? nullptr : read(arena, *element.children[0].node);
    if (parts[i] == nullptr) return nullptr;
  }
  return arena.make<Type>(Type{.form = Type::Form::kTuple, .parts = parts, .names = names});
}

const Type* read(base::Arena& arena, const elm::Expression& node) {
  if (node.is("NamedTypeSpecifier")) return named(arena, node.attribute("name"));
  if (node.is("ListTypeSpecifier")) return composed(arena, Type::Form::kList, node.children);
  if (node.is("IntervalTypeSpecifier"))
    return composed(arena, Type::Form::kInterval, node.children);
  if (node.is("ChoiceTypeSpecifier")) return composed(arena, Type::Form::kChoice, node.children);
  if (node.is("TupleTypeSpecifier")) return read_tuple(arena, node);
  return nullptr;
}

bool is_system(const Value& value, const Type& type) {
  if (type.kind == Kind::kNull) {  // Vocabulary
    return value.is(Kind::kValueSet) || value.is(Kind::kCodeSystem);
  }
  if (value.is(Kind::kUncertain)) return type.kind == Kind::kInteger || type.kind == Kind::kLong;
  return value.is(type.kind);
}

bool is_fhir(const Value& value, const Type& type) {
  if (!value.is(Kind::kElement) && !value.is(Kind::kInstance)) return false;
  return fhir::is_subtype(value.fhir_type(), type.fhir);
}

bool is_tuple(const Value& value, const Type& type) {
  if (!value.is(Kind::kTuple)) return false;
  for (std::size_t i = 0; i < type.names.size(); ++i) {
    if (!is_a(value.as_tuple().find(type.names[i]), *type.parts[i])) return false;
  }
  return true;
}

bool is_interval(const Value& value, const Type& type) {
  if (!value.is(Kind::kInterval)) return false;
  const Interval& interval = value.as_interval();
  return is_a(interval.low, *type.parts[0]) && is_a(interval.high, *type.parts[0]);
}

}  // namespace

const Type* read_type(base::Arena& arena, const elm::TypeRef& type) {
  if (type.specifier != nullptr) return read(arena, *type.specifier);
  return type.name.empty() ? nullptr : named(arena, type.name);
}

const Type* read_type(base::Arena& arena, const elm::Expression& node, std::string_view specifier,
                      std::string_view short_form) {
  return read_type(arena, {node.child(specifier), node.attribute(short_form)});
}

std::optional<Kind> system_kind(std::string_view name) {
  const auto found =
      std::ranges::find(kSystemKinds, name, &std::pair<std::string_view, Kind>::first);
  if (found == kSystemKinds.end()) return std::nullopt;
  return found->second;
}

bool is_a(const Value& value, const Type& type) {
  if (value.is_null()) return true;
  switch (type.form) {
    case Type::Form::kAny:
      return true;
    case Type::Form::kSystem:
      return is_system(value, type);
    case Type::Form::kFhir:
      return is_fhir(value, type);
    case Type::Form::kList:
      return value.is(Kind::kList) &&
             std::ranges::all_of(value.as_list().items,
                                 [&](const Value& item) { return is_a(item, *type.parts[0]); });
    case Type::Form::kInterval:
      return is_interval(value, type);
    case Type::Form::kChoice:
      return std::ranges::any_of(type.parts, [&](const Type* part) { return is_a(value, *part); });
    case Type::Form::kTuple:
      return is_tuple(value, type);
  }
  return false;
}

bool same(const Type& a, const Type& b) {
  return a.form == b.form && a.name == b.name && std::ranges::equal(a.names, b.names) &&
         std::ranges::equal(a.parts, b.parts,
                            [](const Type* x, const Type* y) { return same(*x, *y); });
}

bool is_subtype(const Type& a, const Type& b) {
  using Form = Type::Form;
  if (b.form == Form::kAny || same(a, b)) return true;
  if (b.form == Form::kChoice) {
    return std::ranges::any_of(b.parts, [&](const Type* part) { return is_subtype(a, *part); });
  }
  if (a.form != b.form) return false;
  if (a.form == Form::kFhir) return fhir::is_subtype(a.fhir, b.fhir);
  if (a.form == Form::kList || a.form == Form::kInterval)
    return is_subtype(*a.parts[0], *b.parts[0]);
  return false;
}

std::string text(const Type& type) {
  std::string result;
  const auto list = [&result](const Type& of) {
    for (const Type* part : of.parts) result += (part == of.parts[0] ? "" : ", ") + text(*part);
    return result + ">";
  };
  switch (type.form) {
    case Type::Form::kAny:
      return "System.Any";
    case Type::Form::kSystem:
      return "System." + std::string(type.name);
    case Type::Form::kFhir:
      return "FHIR." + std::string(type.name);
    case Type::Form::kList:
      result = "List<";
      return list(type);
    case Type::Form::kInterval:
      result = "Interval<";
      return list(type);
    case Type::Form::kChoice:
      result = "Choice<";
      return list(type);
    case Type::Form::kTuple:
      return "Tuple";
  }
  return result;
}

}  // namespace cramp::engine
