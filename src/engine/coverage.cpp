#include "engine/coverage.hpp"

#include <algorithm>
#include <array>

#include "engine/program.hpp"
#include "engine/tracer.hpp"

namespace cramp::engine {

namespace {

constexpr auto kLogic =
    std::to_array<std::string_view>({"And", "Exists", "Implies", "Not", "Or", "Xor"});

/// Whose outcome decides something: logic, the condition of an If or Case, a `where`.
bool decides(std::span<const TracePoint> points, const TracePoint& point) {
  if (std::ranges::find(kLogic, point.expression->name()) != kLogic.end()) return true;
  if (point.role == Role::kWhere || point.role == Role::kSuchThat ||
      point.role == Role::kSuchThatNot) {
    return true;
  }
  if (point.parent == kNoPoint) return false;
  const elm::Expression& parent = *points[point.parent].expression;
  const std::string_view slot = parent.type->slots[point.slot].name;
  if (parent.is("If")) return slot == "condition";
  const bool is_case = parent.is("CaseItem") && slot == "when";
  return is_case && points[points[point.parent].parent].expression->child("comparand") == nullptr;
}

}  // namespace

Coverage::Coverage(const Program& program)
    : program_(&program), counts_(program.impl().trace->points().size()) {}

void Coverage::add(const Evaluation& evaluation) {
  const auto seen = evaluation.tracer()->seen();
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    counts_[i].entered += seen[i].entered;
    counts_[i].yes += seen[i].yes;
    counts_[i].no += seen[i].no;
    counts_[i].null += seen[i].null;
  }
}

void Coverage::merge(const Coverage& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    counts_[i].entered += other.counts_[i].entered;
    counts_[i].yes += other.counts_[i].yes;
    counts_[i].no += other.counts_[i].no;
    counts_[i].null += other.counts_[i].null;
  }
}

/// A query whose rows Exists or First looks at one by one is not entered itself, but its source is.
bool Coverage::is_reached(PointId id) const {
  if (counts_[id].entered != 0) return true;
  const auto points = program_->impl().trace->points();
  if (!points[id].expression->is("Query")) return false;
  for (PointId inner = id + 1; inner < points.size() && inner <= id + 2; ++inner) {
    if (counts_[inner].entered != 0) return true;
  }
  return false;
}

void Coverage::add_gaps_of(std::uint32_t unit_index, std::vector<Gap>& gaps) const {
  using Missing = Gap::Missing;
  const TracePoints& trace = *program_->impl().trace;
  const auto points = trace.points();
  const TraceUnit& unit = trace.units()[unit_index];
  Gap gap{Missing::kDefinition,
          unit.statement->is_function,
          program_->impl().libraries[unit.library].name,
          unit.statement->name,
          {},
          unit.statement->locator};
  if (points[unit.begin].has_node && !is_reached(unit.begin)) {
    gaps.push_back(gap);
    return;
  }
  std::vector<bool> is_told(unit.end - unit.begin);  ///< part of what was not reached
  for (PointId id = unit.begin; id < unit.end; ++id) {
    const TracePoint& point = points[id];
    if (point.parent != kNoPoint && is_told[point.parent - unit.begin]) {
      is_told[id - unit.begin] = true;
      continue;
    }
    if (!point.has_node) continue;
    gap.operation = point.expression->name();
    gap.locator = point.expression->locator;
    const auto add = [&](Missing missing) {
      gap.missing = missing;
      gaps.push_back(gap);
    };
    if (!is_reached(id)) {
      is_told[id - unit.begin] = true;
      add(Missing::kExpression);
    } else if (decides(points, point)) {
      if (counts_[id].yes == 0) add(Missing::kTrue);
      if (counts_[id].no + counts_[id].null == 0) add(Missing::kFalse);
    }
  }
}

std::vector<Coverage::Gap> Coverage::gaps() const {
  std::vector<Gap> gaps;
  const auto units = program_->impl().trace->units();
  for (std::uint32_t unit = 0; unit < units.size(); ++unit) add_gaps_of(unit, gaps);
  return gaps;
}

std::vector<Coverage::Total> Coverage::totals() const {
  const Program::Impl& program = program_->impl();
  const auto points = program.trace->points();
  std::vector<Total> totals(program.libraries.size());
  for (std::size_t i = 0; i < totals.size(); ++i) totals[i].library = program.libraries[i].name;
  for (const TraceUnit& unit : program.trace->units()) {
    Total& total = totals[unit.library];
    if (points[unit.begin].has_node) {
      ++total.definitions;
      total.definitions_reached += is_reached(unit.begin) ? 1U : 0U;
    }
    for (PointId id = unit.begin; id < unit.end; ++id) {
      if (!points[id].has_node) continue;
      ++total.expressions;
      total.expressions_reached += is_reached(id) ? 1U : 0U;
      if (!decides(points, points[id])) continue;
      total.outcomes += 2;
      total.outcomes_seen += counts_[id].yes != 0 ? 1U : 0U;
      total.outcomes_seen += counts_[id].no + counts_[id].null != 0 ? 1U : 0U;
    }
  }
  return totals;
}

}  // namespace cramp::engine
