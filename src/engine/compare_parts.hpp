#pragma once
// What the parts of compare.hpp and the comparison operators share.

#include <optional>

#include "engine/compare.hpp"

namespace cramp::engine {

/// Kinds whose values can be ordered with one another.
enum class OrderFamily { kNone, kNumber, kString, kDate, kTime, kQuantity };

constexpr OrderFamily order_family(Kind kind) {
  switch (kind) {
    case Kind::kInteger:
    case Kind::kLong:
    case Kind::kDecimal:
    case Kind::kUncertain:
      return OrderFamily::kNumber;
    case Kind::kString:
      return OrderFamily::kString;
    case Kind::kDate:
    case Kind::kDateTime:
      return OrderFamily::kDate;
    case Kind::kTime:
      return OrderFamily::kTime;
    case Kind::kQuantity:
      return OrderFamily::kQuantity;
    default:
      return OrderFamily::kNone;
  }
}

/// True when `compare` is defined: one family, or a number with a Quantity.
constexpr bool comparable(Kind a, Kind b) {
  const OrderFamily family_a = order_family(a);
  const OrderFamily family_b = order_family(b);
  if (family_a == OrderFamily::kNone || family_b == OrderFamily::kNone) return false;
  if (family_a == family_b) return true;
  const auto mixed = [](Kind number, OrderFamily other) {
    return order_family(number) == OrderFamily::kNumber && number != Kind::kUncertain &&
           other == OrderFamily::kQuantity;
  };
  return mixed(a, family_b) || mixed(b, family_a);
}

/// The least and the greatest value that a number can have: itself unless it is uncertain.
inline const Value& lowest(const Value& value) {
  return value.is(Kind::kUncertain) ? value.as_interval().low : value;
}
inline const Value& highest(const Value& value) {
  return value.is(Kind::kUncertain) ? value.as_interval().high : value;
}

/// A number as a Quantity of unit '1'.
Quantity to_quantity(const Value& value);

/// Structural equality of JSON: objects by member, arrays in order, numbers by value.
bool same_json(json::View a, json::View b);

/// Three-valued conjunction over parts: any false is false, else any unknown is unknown.
class Conjunction {
 public:
  void add(std::optional<bool> part) {
    false_ = false_ || (part && !*part);
    unknown_ = unknown_ || !part;
  }
  bool is_false() const { return false_; }
  std::optional<bool> result() const {
    if (false_) return false;
    if (unknown_) return std::nullopt;
    return true;
  }

 private:
  bool false_ = false;
  bool unknown_ = false;
};

}  // namespace cramp::engine
