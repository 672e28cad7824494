// The outline of an evaluation: which sub-expressions tell something, and what they gave.

#include <algorithm>
#include <array>

#include "engine/explanation.hpp"
#include "engine/program.hpp"
#include "engine/tracer.hpp"

namespace cramp::engine {

namespace {

using Names = std::string_view;

constexpr auto kLogic = std::to_array<Names>(
    {"And", "Exists", "Implies", "IsFalse", "IsNull", "IsTrue", "Not", "Or", "Xor"});
constexpr auto kComparisons = std::to_array<Names>({"After",
                                                    "AnyInValueSet",
                                                    "Before",
                                                    "Contains",
                                                    "Ends",
                                                    "Equal",
                                                    "Equivalent",
                                                    "Greater",
                                                    "GreaterOrEqual",
                                                    "In",
                                                    "InCodeSystem",
                                                    "InValueSet",
                                                    "IncludedIn",
                                                    "Includes",
                                                    "Less",
                                                    "LessOrEqual",
                                                    "Matches",
                                                    "Meets",
                                                    "NotEqual",
                                                    "Overlaps",
                                                    "ProperContains",
                                                    "ProperIn",
                                                    "ProperIncludedIn",
                                                    "ProperIncludes",
                                                    "SameAs",
                                                    "SameOrAfter",
                                                    "SameOrBefore",
                                                    "StartsWith",
                                                    "Starts",
                                                    "EndsWith"});
constexpr auto kReferences = std::to_array<Names>({"ExpressionRef", "ParameterRef", "Retrieve"});

template <class Table>
bool is_in(const Table& table, std::string_view name) {
  return std::ranges::find(table, name) != table.end();
}

bool tells(const TracePoint& point, const TracePoint* parent, const Seen& seen) {
  const std::string_view name = point.expression->name();
  if (is_in(kLogic, name) || is_in(kComparisons, name) || is_in(kReferences, name)) return true;
  if (seen.yes + seen.no != 0) return true;
  return parent != nullptr && is_in(kComparisons, parent->expression->name());
}

std::string cut(std::string text) {
  if (text.size() <= kMaxReasonText) return text;
  std::size_t end = kMaxReasonText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

std::string_view name_of(const elm::Expression& expression) {
  const std::string_view name = expression.attribute("name");
  return name.empty() ? expression.attribute("path") : name;
}

}  // namespace

std::vector<Reason> Explainer::reasons(PointId root) const {
  const TracePoints& points = *evaluation_.program().impl().trace;
  const auto all = points.points();
  const TraceUnit& unit = points.units()[all[root].unit];
  std::vector<Reason> result;
  // Points stand in pre-order: from the last to the first, parts are complete before their parents,
  // and lists are gathered in reverse.
  std::vector<std::vector<Reason>> parts(unit.end - unit.begin);
  for (PointId id = unit.end; id-- > root;) {
    const TracePoint& point = all[id];
    const bool is_root = id == root;
    const Seen& seen = evaluation_.tracer()->seen()[id];
    const TracePoint* parent = is_root || point.parent == kNoPoint ? nullptr : &all[point.parent];
    std::vector<Reason> own = std::move(parts[id - unit.begin]);
    std::ranges::reverse(own);
    if (point.has_node && seen.entered != 0 && tells(point, parent, seen)) {
      Reason reason{point.expression->name(),
                    name_of(*point.expression),
                    point.expression->locator,
                    cut(text(unit.library, point.expression->locator)),
                    seen.entered,
                    seen.yes,
                    seen.no,
                    seen.null,
                    seen.left == 0,
                    seen.value,
                    std::move(own)};
      own.clear();
      own.push_back(std::move(reason));
    }
    if (is_root) {
      result = std::move(own);
      break;
    }
    if (point.parent == kNoPoint) continue;
    auto& into = parts[point.parent - unit.begin];
    into.insert(into.end(), std::make_move_iterator(own.rbegin()),
                std::make_move_iterator(own.rend()));
  }
  return result;
}

}  // namespace cramp::engine
