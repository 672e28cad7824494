#include "engine/compare_parts.hpp"

namespace cramp::engine {

namespace {

bool same_number(json::View a, json::View b) {
  const auto left = num::Decimal::parse(a.text());
  const auto right = num::Decimal::parse(b.text());
  return left && right ? *left == *right : a.text() == b.text();
}

bool same_items(json::View a, json::View b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same_json(a.at(i), b.at(i))) return false;
  }
  return true;
}

bool same_members(json::View a, json::View b) {
  for (const auto& [member, value] : a.members()) {
    const json::View other = b.find(member);
    if (!other || !same_json(value, other)) return false;
  }
  return true;
}

}  // namespace

bool same_json(json::View a, json::View b) {
  if (a.node() == b.node()) return true;
  if (a.type() != b.type() || a.size() != b.size()) return false;
  switch (a.type()) {
    case json::Type::kNull:
      return true;
    case json::Type::kBoolean:
      return a.boolean() == b.boolean();
    case json::Type::kNumber:
      return same_number(a, b);
    case json::Type::kString:
      return a.text() == b.text();
    case json::Type::kArray:
      return same_items(a, b);
    case json::Type::kObject:
      return same_members(a, b);
  }
  return false;
}

}  // namespace cramp::engine
