// Changes of JSON that keep it JSON: what a parser's checks would throw away teaches nothing about
// what comes after them.

#include <algorithm>
#include <array>
#include <random>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "target.hpp"

namespace cramp::fuzz {

namespace {

using Random = std::minstd_rand;

std::size_t below(Random& random, std::size_t count) {
  return count == 0 ? 0 : random() % count;
}

/// Values that have broken programs before.
json::Value odd_value(Random& random) {
  constexpr std::array<const char*, 22> kTexts{"",
                                               "0",
                                               "-1",
                                               "2147483647",
                                               "-2147483648",
                                               "9223372036854775807",
                                               "1e99",
                                               "0.00000001",
                                               "99999999999999999999.99999999",
                                               "2024-02-29",
                                               "2025-02-29",
                                               "9999-12-31T23:59:59.999+14:00",
                                               "0001-01-01",
                                               "T23:59:60",
                                               "2026",
                                               "asc",
                                               "true",
                                               "null",
                                               "(a*)*b",
                                               "\xF0\x9F\x92\x8A",
                                               "mg",
                                               "Patient/p"};
  constexpr std::array<const char*, 6> kNumbers{
      "0", "-1", "1e400", "2147483648", "0.000000001", "99999999999999999999.99999999"};
  switch (below(random, 6)) {
    case 0:
      return {};
    case 1:
      return json::Value(random() % 2 == 0);
    case 2:
      return json::Value::array();
    case 3:
      return json::Value::object();
    case 4:
      return json::Value::Number{kNumbers[below(random, kNumbers.size())]};
    default:
      return kTexts[below(random, kTexts.size())];
  }
}

/// All values of a tree with the names they stand under.
class Places {
 public:
  explicit Places(json::Value& root) { visit({}, root); }

  json::Value& any(Random& random) { return *values_[below(random, values_.size())].value; }
  /// Another value of the same name, where there is one.
  json::Value& like(Random& random, const json::Value& value) {
    const auto self = std::ranges::find(values_, &value, &Place::value);
    for (int tries = 0; tries < 8; ++tries) {
      const Place& other = values_[below(random, values_.size())];
      if (other.name == self->name) return *other.value;
    }
    return any(random);
  }

 private:
  struct Place {
    std::string name;
    json::Value* value;
  };

  void visit(const std::string& name, json::Value& value) {
    values_.push_back({name, &value});
    if (auto* items = value.items()) {
      for (json::Value& item : *items) visit(name, item);
    }
    if (auto* members = value.members()) {
      for (auto& [key, member] : *members) visit(key, member);
    }
  }

  std::vector<Place> values_;
};

void shuffle_items(Random& random, json::Value::Array& items) {
  if (items.empty()) return;
  const std::size_t at = below(random, items.size());
  switch (below(random, 3)) {
    case 0:
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1:
      items.push_back(json::Value(items[at]));
      break;
    default:
      std::swap(items[at], items[below(random, items.size())]);
  }
}

void shuffle_members(Random& random, json::Value::Object& members) {
  if (members.empty()) return;
  const std::size_t at = below(random, members.size());
  const std::size_t other = below(random, members.size());
  if (random() % 2 == 0) {
    members.erase(members.begin() + static_cast<std::ptrdiff_t>(at));
  } else {
    std::swap(members[at].second, members[other].second);
  }
}

void change(Random& random, json::Value& root) {
  Places places(root);
  json::Value& place = places.any(random);
  switch (below(random, 4)) {
    case 0:
      place = odd_value(random);
      return;
    case 1:
    case 2:
      place = json::Value(places.like(random, place));
      return;
    default:
      break;
  }
  if (place.items() != nullptr) {
    shuffle_items(random, *place.items());
  } else if (place.members() != nullptr) {
    shuffle_members(random, *place.members());
  } else {
    place = json::Value(places.like(random, place));
  }
}

}  // namespace

std::string mutated_json(std::string_view input, unsigned seed) {
  constexpr json::Limits kLimits{.depth = 300};
  const auto document = json::parse(std::string(input), kLimits);
  if (!document) return std::string(input);
  Random random(seed);
  json::Value root(document->root());
  for (std::size_t i = 0; i <= below(random, 3); ++i) change(random, root);
  return json::write(root);
}

}  // namespace cramp::fuzz
