// The operators and forms of all families, found by ELM name.

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/compiler.hpp"
#include "engine/operator.hpp"

namespace cramp::engine {

namespace {

/// The rows of several tables, sorted by name.
template <class Row>
std::vector<Row> sorted(std::initializer_list<std::span<const Row>> tables) {
  std::vector<Row> rows;
  for (const auto table : tables) rows.insert(rows.end(), table.begin(), table.end());
  std::ranges::sort(rows, {}, &Row::name);
  return rows;
}

template <class Row>
const Row* find_in(std::span<const Row> rows, std::string_view name) {
  const auto found = std::ranges::lower_bound(rows, name, {}, &Row::name);
  return found != rows.end() && found->name == name ? &*found : nullptr;
}

}  // namespace

std::span<const Operator> all_operators() {
  static const auto rows = sorted<Operator>({
      arithmetic_operators(),
      comparison_operators(),
      logical_operators(),
      string_operators(),
      conversion_operators(),
      datetime_operators(),
      interval_operators(),
      list_operators(),
      aggregate_operators(),
      clinical_operators(),
  });
  return rows;
}

const Operator* find_operator(std::string_view name) {
  return find_in(all_operators(), name);
}

std::span<const Form> all_forms() {
  static const auto rows = sorted<Form>({
      constant_forms(),
      terminology_forms(),
      logical_forms(),
      comparison_forms(),
      conditional_forms(),
      selector_forms(),
      type_forms(),
      reference_forms(),
      function_forms(),
      property_forms(),
      query_forms(),
      iteration_forms(),
      retrieve_forms(),
      message_forms(),
  });
  return rows;
}

const Form* find_form(std::string_view name) {
  return find_in(all_forms(), name);
}

}  // namespace cramp::engine
