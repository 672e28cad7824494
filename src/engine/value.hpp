#pragma once
// A CQL value: 16 bytes, trivially copyable, everything behind it lives in the evaluation's arena
// or in the request's documents. Nothing owns, nothing counts references, nothing is freed one by
// one.

#include <cstdint>
#include <span>
#include <string_view>

#include "fhir/model.hpp"
#include "json/document.hpp"
#include "num/decimal.hpp"
#include "terminology/terminology.hpp"
#include "time/temporal.hpp"

namespace cramp::engine {

enum class Kind : std::uint8_t {
  kNull,
  kBoolean,
  kInteger,
  kLong,
  kDecimal,
  kString,
  kDate,
  kDateTime,
  kTime,
  kQuantity,
  kRatio,
  kCode,
  kConcept,
  kValueSet,
  kCodeSystem,
  kInterval,   ///< closed or open bounds of one point type
  kUncertain,  ///< a number known only to lie in [low, high]: differences of imprecise dates
  kList,
  kTuple,
  kElement,   ///< a FHIR element or resource: JSON and its FHIR type
  kInstance,  ///< an instance of a FHIR type built by an ELM Instance selector
};

class Value;
struct Quantity;
struct Ratio;
struct Code;
struct Concept;
struct Interval;
struct List;
struct Tuple;
struct ValueSetRef;
struct CodeSystemRef;

class Value {
 public:
  Value() = default;  ///< null

  static Value boolean(bool v) {
    Value r(Kind::kBoolean);
    r.boolean_ = v;
    return r;
  }
  static Value integer(std::int32_t v) {
    Value r(Kind::kInteger);
    r.integer_ = v;
    return r;
  }
  static Value long_integer(std::int64_t v) {
    Value r(Kind::kLong);
    r.integer_ = v;
    return r;
  }
  static Value decimal(const num::Decimal* v) { return pointer(Kind::kDecimal, v); }
  /// The characters must outlive the evaluation (arena, document or program).
  static Value string(std::string_view v) {
    Value r = pointer(Kind::kString, v.data());
    r.size_ = static_cast<std::uint32_t>(v.size());
    return r;
  }
  static Value temporal(Kind kind, const time::Temporal* v) { return pointer(kind, v); }
  static Value quantity(const Quantity* v) { return pointer(Kind::kQuantity, v); }
  static Value ratio(const Ratio* v) { return pointer(Kind::kRatio, v); }
  static Value code(const Code* v) { return pointer(Kind::kCode, v); }
  static Value concept_(const Concept* v) { return pointer(Kind::kConcept, v); }
  static Value interval(const Interval* v) { return pointer(Kind::kInterval, v); }
  static Value uncertain(const Interval* v) { return pointer(Kind::kUncertain, v); }
  static Value list(const List* v) { return pointer(Kind::kList, v); }
  static Value tuple(const Tuple* v) { return pointer(Kind::kTuple, v); }
  static Value instance(const Tuple* v, fhir::TypeId type) {
    Value r = pointer(Kind::kInstance, v);
    r.type_ = type;
    return r;
  }
  static Value value_set(const ValueSetRef* v) { return pointer(Kind::kValueSet, v); }
  static Value code_system(const CodeSystemRef* v) { return pointer(Kind::kCodeSystem, v); }
  static Value element(json::View v, fhir::TypeId type) {
    if (v.is_null()) return {};
    Value r = pointer(Kind::kElement, v.node());
    r.type_ = type;
    return r;
  }

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is(Kind kind) const { return kind_ == kind; }
  bool is_true() const { return kind_ == Kind::kBoolean && boolean_; }
  bool is_false() const { return kind_ == Kind::kBoolean && !boolean_; }

  // Each of these only after kind() said so.
  bool as_boolean() const { return boolean_; }
  std::int32_t as_integer() const { return static_cast<std::int32_t>(integer_); }
  std::int64_t as_long() const { return integer_; }  ///< kInteger or kLong
  num::Decimal as_decimal() const { return *static_cast<const num::Decimal*>(pointer_); }
  std::string_view as_string() const { return {static_cast<const char*>(pointer_), size_}; }
  const time::Temporal& as_temporal() const {
    return *static_cast<const time::Temporal*>(pointer_);
  }
  const Quantity& as_quantity() const { return *static_cast<const Quantity*>(pointer_); }
  const Ratio& as_ratio() const { return *static_cast<const Ratio*>(pointer_); }
  const Code& as_code() const { return *static_cast<const Code*>(pointer_); }
  const Concept& as_concept() const { return *static_cast<const Concept*>(pointer_); }
  const Interval& as_interval() const { return *static_cast<const Interval*>(pointer_); }
  const List& as_list() const { return *static_cast<const List*>(pointer_); }
  const Tuple& as_tuple() const { return *static_cast<const Tuple*>(pointer_); }  ///< or kInstance
  const ValueSetRef& as_value_set() const { return *static_cast<const ValueSetRef*>(pointer_); }
  const CodeSystemRef& as_code_system() const {
    return *static_cast<const CodeSystemRef*>(pointer_);
  }
  json::View as_element() const { return json::View(static_cast<const json::Node*>(pointer_)); }
  fhir::TypeId fhir_type() const { return type_; }  ///< of kElement and kInstance

  /// Not CQL's equality: the same number, or the same object in memory.
  bool same_as(const Value& other) const {
    if (kind_ != other.kind_ || size_ != other.size_) return false;
    if (kind_ == Kind::kBoolean) return boolean_ == other.boolean_;
    if (kind_ == Kind::kInteger || kind_ == Kind::kLong) return integer_ == other.integer_;
    return pointer_ == other.pointer_;
  }

 private:
  explicit Value(Kind kind) : kind_(kind) {}
  static Value pointer(Kind kind, const void* p) {
    Value r(kind);
    r.pointer_ = p;
    return r;
  }

  Kind kind_ = Kind::kNull;
  fhir::TypeId type_ = fhir::kUnknownType;
  std::uint32_t size_ = 0;
  union {
    const void* pointer_ = nullptr;
    bool boolean_;
    std::int64_t integer_;
  };
};
static_assert(sizeof(Value) == 16);

struct Quantity {
  num::Decimal value;
  std::string_view unit;  ///< UCUM or a CQL calendar word; "1" when there is none
};
struct Ratio {
  Quantity numerator, denominator;
};
/// Absent text is a view with data() == nullptr: null and "" differ.
struct Code {
  std::string_view code, system, version, display;
};
struct Concept {
  std::span<const Code> codes;
  std::string_view display;
};
struct Interval {
  Value low, high;
  bool low_closed = true, high_closed = true;
  Kind point = Kind::kNull;  ///< point type, where it is known although both bounds are null
};
struct List {
  std::span<const Value> items;
  bool distinct = false;  ///< no two items are equal, for sure: nothing is lost by Distinct
};
struct Tuple {
  std::span<const std::string_view> names;
  std::span<const Value> values;

  Value find(std::string_view name) const {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == name) return values[i];
    }
    return {};
  }
};
struct ValueSetRef {
  /// Of a value set that was not loaded: it may be passed around, but asking what is in it fails.
  static constexpr terminology::ValueSetId kNotLoaded = ~terminology::ValueSetId{0};

  terminology::ValueSetId id = kNotLoaded;
  std::string_view url, version, name;
};
struct CodeSystemRef {
  std::string_view url, version, name;
};

/// "Integer", "List", ...: for messages.
std::string_view name(Kind kind);

}  // namespace cramp::engine
