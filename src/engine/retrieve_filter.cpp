#include "engine/retrieve_filter.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/scalar.hpp"
#include "fhir/reference.hpp"

namespace cramp::engine {

namespace {

Value call(Run& run, Function function, const Value& left, const Value& right) {
  const std::array<Value, 2> operands = {left, right};
  return function(run.context, operands, Attributes{});
}

/// True when `accepts` is, of some value at the end of the path.
template <class Accepts>
bool any_at(Run& run, Steps path, const Value& resource, const Accepts& accepts) {
  bool found = false;
  follow_all(run.reader, path, resource,
             [&](const Value& value) { found = found || accepts(value); });
  return found;
}

// Ids.

/// Calls `use` with each id that a value names: texts, lists of them, resources, references.
template <class Use>
void for_each_id(Run& run, const Value& value, const Use& use) {
  if (value.is(Kind::kList)) {
    for (const Value& item : value.as_list().items) for_each_id(run, item, use);
    return;
  }
  const Value known = scalar(run.context, value);
  if (known.is(Kind::kString)) {
    const auto parts = fhir::parse_reference(known.as_string());
    use(parts.id.empty() ? known.as_string() : parts.id);
  } else if (known.is(Kind::kElement)) {
    const json::View element = known.as_element();
    const std::string_view reference = element.string("reference");
    use(reference.empty() ? element.string("id") : fhir::parse_reference(reference).id);
  }
}

bool has_id(Run& run, const Value& value, std::string_view id) {
  bool found = false;
  for_each_id(run, value, [&](std::string_view one) { found = found || (one == id); });
  return found;
}

bool shares_id(Run& run, const Value& value, const Value& wanted) {
  bool found = false;
  for_each_id(run, value, [&](std::string_view id) {
    found = found || (!id.empty() && has_id(run, wanted, id));
  });
  return found;
}

bool same_ids(Run& run, const RetrieveFilter& filter, const Value& resource, const Value& wanted) {
  return any_at(run, filter.property, resource,
                [&](const Value& value) { return shares_id(run, value, wanted); });
}

/// Some reference in the JSON is to this id. JSON is not deeper than its reader allowed.
bool refers(json::View json, std::string_view id) {
  if (json.is_object()) {
    const std::string_view reference = json.string("reference");
    if (!reference.empty() && fhir::parse_reference(reference).id == id) return true;
    for (const json::NamedView part : json.members()) {
      if (refers(part.value, id)) return true;
    }
  }
  for (const json::View item : json.items()) {
    if (refers(item, id)) return true;
  }
  return false;
}

/// `[X -> Encounter]` names no property: what is of the context of X refers to it.
bool in_context(Run& run, const RetrieveFilter&, const Value& resource, const Value& wanted) {
  bool found = false;
  for_each_id(run, wanted, [&](std::string_view id) {
    found = found || (!id.empty() && (refers(resource.as_element(), id) ||
                                      resource.as_element().string("id") == id));
  });
  return found;
}

// Codes.

bool is_wanted(const Run& run, std::string_view system, std::string_view code,
               const Value& wanted) {
  if (wanted.is(Kind::kCodeSystem)) return system == wanted.as_code_system().url;
  if (wanted.is(Kind::kValueSet)) {
    const terminology::ValueSetId set = wanted.as_value_set().id;
    if (system.data() != nullptr) return run.program.terminology->contains(set, system, code);
    return std::ranges::binary_search(run.program.terminology->sets_of_code(code), set);
  }
  bool found = false;
  for_each_code(wanted, [&](std::string_view other_system, std::string_view other_code) {
    const bool any_system = system.data() == nullptr || other_system.data() == nullptr;
    found = found || (code == other_code && (any_system || system == other_system));
  });
  return found;
}

/// What is no code is compared by id: `[Provenance: target in resource.id]`.
bool is_coded(const Value& value) {
  return !value.is(Kind::kElement) || coded_shape(value.fhir_type()).has_value();
}

bool has_code(Run& run, const RetrieveFilter& filter, const Value& resource, const Value& wanted) {
  if (wanted.is(Kind::kValueSet) && wanted.as_value_set().id == ValueSetRef::kNotLoaded) {
    Context::fail(fmt::format("the value set {} is not known", wanted.as_value_set().url));
  }
  return any_at(run, filter.property, resource, [&](const Value& value) {
    if (!is_coded(value)) return shares_id(run, value, wanted);
    bool found = false;
    for_each_code(value, [&](std::string_view system, std::string_view code) {
      found = found || (!code.empty() && is_wanted(run, system, code, wanted));
    });
    return found;
  });
}

// Dates.

/// A FHIR date or Period as CQL's point or interval.
Value date_of(Run& run, const Value& value) {
  if (!value.is(Kind::kElement) || fhir::type_info(value.fhir_type()).name != "Period") {
    return scalar(run.context, value);
  }
  const auto bound = [&](const Path* path) {
    return scalar(run.context, run.reader.property(*path, value));
  };
  return run.context.interval(bound(run.program.period_start), true, bound(run.program.period_end),
                              true, Kind::kDateTime);
}

bool is_within(Run& run, const RetrieveFilter& filter, const Value& date, const Value& range) {
  if (date.is_null()) return false;
  const Function test = date.is(Kind::kInterval) ? filter.compare_interval : filter.compare;
  return call(run, test, date, range).is_true();
}

/// A moment stands for itself alone, a duration for the time up to now.
Value range_of(Run& run, const Value& wanted) {
  const Value known = date_of(run, wanted);
  if (known.is_null() || known.is(Kind::kInterval)) return known;
  if (!known.is(Kind::kQuantity)) return run.context.interval(known, true, known, true);
  const Value now = run.context.datetime(run.context.now);
  const Value since = call(run, find_operator("Subtract")->function, now, known);
  return run.context.interval(since, true, now, true, Kind::kDateTime);
}

bool has_date(Run& run, const RetrieveFilter& filter, const Value& resource, const Value& wanted) {
  const Value range = range_of(run, wanted);
  if (range.is_null()) return false;
  if (!filter.property.empty()) {
    return any_at(run, filter.property, resource, [&](const Value& value) {
      return is_within(run, filter, date_of(run, value), range);
    });
  }
  const Value low = scalar(run.context, follow(run.reader, filter.low, resource));
  const Value high = scalar(run.context, follow(run.reader, filter.high, resource));
  if (low.is_null() && high.is_null()) return false;
  return is_within(run, filter, run.context.interval(low, true, high, true), range);
}

// Anything else.

bool compares(Run& run, const RetrieveFilter& filter, const Value& resource, const Value& wanted) {
  return any_at(run, filter.property, resource, [&](const Value& value) {
    return call(run, filter.compare, scalar(run.context, value), wanted).is_true();
  });
}

constexpr auto kComparators = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"=", "Equal"},
    {"~", "Equivalent"},
    {"!=", "NotEqual"},
    {"<", "Less"},
    {"<=", "LessOrEqual"},
    {">", "Greater"},
    {">=", "GreaterOrEqual"},
    {"in", "In"},
});

/// Collects the filters of one Retrieve.
class FilterCompiler {
 public:
  FilterCompiler(Compiler& compiler, const elm::Expression& retrieve)
      : compiler_(compiler), retrieve_(retrieve) {}

  void add_id() {
    if (retrieve_.child("id") == nullptr) return;
    const std::string_view named = retrieve_.attribute("idProperty");
    add(retrieve_, {.test = same_ids, .value = value_of(retrieve_, "id")},
        named.empty() ? "id" : named);
  }

  void add_context() {
    if (retrieve_.child("context") == nullptr) return;
    const std::string_view named = retrieve_.attribute("contextProperty");
    RetrieveFilter filter{.test = in_context, .value = value_of(retrieve_, "context")};
    if (named.empty()) return filters_.push_back(filter);
    filter.test = same_ids;
    add(retrieve_, filter, named);
  }

  void add_codes(const elm::Expression& of, std::string_view slot, std::string_view property,
                 std::string_view comparator) {
    if (!comparator.empty() && comparator != "in" && comparator != "~" && comparator != "=") {
      compiler_.fault(of, fmt::format("codes are not compared by {}", comparator));
    }
    add(of, {.test = has_code, .value = value_of(of, slot)}, property);
  }

  void add_dates(const elm::Expression& of, std::string_view slot, std::string_view property,
                 std::string_view low, std::string_view high) {
    RetrieveFilter filter{.test = has_date,
                          .value = value_of(of, slot),
                          .compare = find_operator("In")->function,
                          .compare_interval = find_operator("IncludedIn")->function};
    if (!property.empty() || low.empty() || high.empty()) return add(of, filter, property);
    filter.low = steps(of, low);
    filter.high = steps(of, high);
    filters_.push_back(filter);
  }

  void add_comparison(const elm::Expression& of) {
    const auto row = std::ranges::find(kComparators, of.attribute("comparator"),
                                       &std::pair<std::string_view, std::string_view>::first);
    if (row == kComparators.end()) {
      compiler_.fault(of, fmt::format("no comparator {}", of.attribute("comparator")));
      return;
    }
    add(of,
        {.test = compares,
         .value = value_of(of, "value"),
         .compare = find_operator(row->second)->function},
        of.attribute("property"));
  }

  std::span<const RetrieveFilter> take() {
    const auto kept = compiler_.arena().array<RetrieveFilter>(filters_.size());
    std::ranges::copy(filters_, kept.begin());
    return kept;
  }

 private:
  const Node* value_of(const elm::Expression& of, std::string_view slot) {
    return compiler_.compile_child(of, slot);
  }

  Steps steps(const elm::Expression& of, std::string_view path) {
    const auto found = parse_path(compiler_.linker().program().paths, path);
    if (!found) {
      compiler_.fault(of, "a filter without a property to compare");
      return {};
    }
    const auto kept = compiler_.arena().array<Step>(found->size());
    std::ranges::copy(*found, kept.begin());
    return kept;
  }

  void add(const elm::Expression& of, RetrieveFilter filter, std::string_view property) {
    filter.property = steps(of, property);
    filters_.push_back(filter);
  }

  Compiler& compiler_;
  const elm::Expression& retrieve_;
  std::vector<RetrieveFilter> filters_;
};

}  // namespace

std::span<const RetrieveFilter> compile_retrieve_filters(Compiler& compiler,
                                                         const elm::Expression& expression,
                                                         bool with_codes) {
  FilterCompiler filters(compiler, expression);
  filters.add_id();
  filters.add_context();
  if (with_codes) {
    filters.add_codes(expression, "codes", expression.attribute("codeProperty"),
                      expression.attribute("codeComparator"));
  }
  if (expression.child("dateRange") != nullptr) {
    filters.add_dates(expression, "dateRange", expression.attribute("dateProperty"),
                      expression.attribute("dateLowProperty"),
                      expression.attribute("dateHighProperty"));
  }
  for (const elm::Child& child : expression.all("codeFilter")) {
    const elm::Expression& of = *child.node;
    filters.add_codes(of, "value", of.attribute("property"), of.attribute("comparator"));
  }
  for (const elm::Child& child : expression.all("dateFilter")) {
    const elm::Expression& of = *child.node;
    filters.add_dates(of, "value", of.attribute("property"), of.attribute("lowProperty"),
                      of.attribute("highProperty"));
  }
  for (const elm::Child& child : expression.all("otherFilter")) {
    filters.add_comparison(*child.node);
  }
  return filters.take();
}

Value filtered(const Node& node, Frame& frame, std::span<const RetrieveFilter> filters,
               const Value& resources) {
  if (filters.empty()) return resources;
  Run& run = frame.run;
  const auto wanted = run.arena.array<Value>(filters.size());
  for (std::size_t i = 0; i < filters.size(); ++i) wanted[i] = evaluate(filters[i].value, frame);
  run.current = &node;
  const std::size_t mark = run.scratch.mark();
  for (const Value& resource : resources.as_list().items) {
    std::size_t held = 0;
    while (held < filters.size() &&
           filters[held].test(run, filters[held], resource, wanted[held])) {
      ++held;
    }
    if (held == filters.size()) run.scratch.push(resource, mark);
  }
  return run.context.list(run.scratch.take(mark), resources.as_list().distinct);
}

}  // namespace cramp::engine
