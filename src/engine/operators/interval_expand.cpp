#include <algorithm>

#include "engine/numeric.hpp"
#include "engine/operators/interval_bounds.hpp"
#include "engine/operators/interval_lists.hpp"
#include "engine/quantity_units.hpp"
#include "engine/temporal_kind.hpp"

namespace cramp::engine {

namespace {

using num::Decimal;

/// Collects the pieces, as intervals or as their starts.
class Pieces {
 public:
  Pieces(Context& context, bool as_points) : context_(context), as_points_(as_points) {}

  void add(const Value& low, const Value& high) {
    require_room(1);
    items_.push_back(as_points_ ? low : context_.interval(low, true, high, true, low.kind()));
  }
  void require_room(__int128 more) const {
    if (more + static_cast<__int128>(items_.size()) <= context_.budget.expansion) return;
    Context::fail("expand would make more than " + std::to_string(context_.budget.expansion) +
                  " items");
  }
  Value list() const { return make_list(context_, items_); }

 private:
  Context& context_;
  bool as_points_;
  std::vector<Value> items_;
};

/// First and last value of an interval.
struct Ends {
  Value low, high;
};

/// Nothing for an interval with an unknown end, or one as far as its type goes: it is not expanded.
std::optional<Ends> finite_ends(Context& context, const Interval& interval) {
  if (interval.low.is_null() || interval.high.is_null()) return std::nullopt;
  const Bounds bounds = bounds_of(context, interval);
  if (!bounds.start.exact || !bounds.end.exact) return std::nullopt;
  if (!bounds.start.known() || !bounds.end.known()) return std::nullopt;
  return Ends{bounds.start.low, bounds.end.low};
}

/// Intervals of one unit of time after the other. One that ends where the last interval of the list
/// was cut off too would give a unit twice: `last` prevents that.
void expand_temporal(Context& context, const Ends& ends, const TemporalStep& step,
                     std::optional<time::Temporal>& last, Pieces& pieces) {
  const Kind kind = ends.low.kind();
  const time::Temporal high = time::truncated(ends.high.as_temporal(), step.unit);
  std::optional<time::Temporal> low = time::truncated(ends.low.as_temporal(), step.unit);
  if (low->precision < step.unit || high.precision < step.unit) return;
  const auto value = [&](const time::Temporal& temporal) {
    return Value::temporal(kind, context.arena.make<time::Temporal>(temporal));
  };
  for (; low; low = advanced(*low, step.amount, step.unit, kind)) {
    const auto end = advanced(*low, step.amount - 1, step.unit, kind);
    if (!end || time::compare(*end, high, step.unit).value_or(1) > 0) return;
    if (last && time::compare(*low, *last, step.unit).value_or(1) <= 0) continue;
    pieces.add(value(*low), value(*end));
    last = end;
  }
}

/// 1 for whole numbers, else a step of the coarsest bound.
Decimal default_step(const Intervals& intervals) {
  int digits = Decimal::kScale;
  for (const Interval* interval : intervals) {
    for (const Value& bound : {interval->low, interval->high}) {
      if (is_number(bound.kind())) digits = std::min(digits, fraction_digits(to_decimal(bound)));
      if (bound.is(Kind::kQuantity)) {
        digits = std::min(digits, fraction_digits(bound.as_quantity().value));
      }
    }
  }
  __int128 step = Decimal::kOne;
  for (; digits > 0; --digits) step /= 10;
  return Decimal::from_scaled(step);
}

/// Numbers as counts of 10^-8.
struct NumberGrid {
  __int128 per;
  __int128 unit;  ///< the last digit of `per`: the ends of the pieces are multiples of it
  Kind kind;
  std::string_view unit_name;

  Value value(Context& context, __int128 scaled) const {
    const Decimal decimal = Decimal::from_scaled(scaled);
    if (kind == Kind::kQuantity) return context.quantity(decimal, unit_name);
    if (!is_whole(kind) || unit < Decimal::kOne) return context.decimal(decimal);
    const auto whole = static_cast<std::int64_t>(scaled / Decimal::kOne);
    if (kind == Kind::kLong) return Value::long_integer(whole);
    return Value::integer(static_cast<std::int32_t>(whole));
  }
};

NumberGrid number_grid(Decimal per, const Value& point) {
  __int128 unit = Decimal::kOne;
  for (int digits = fraction_digits(per); digits > 0; --digits) unit /= 10;
  return {per.scaled(), unit, point.kind(),
          point.is(Kind::kQuantity) ? point.as_quantity().unit : std::string_view()};
}

void expand_number(Context& context, Decimal low, Decimal high, const NumberGrid& grid,
                   std::optional<Quantity>& last, Pieces& pieces) {
  __int128 first = low.scaled() / grid.unit * grid.unit;
  __int128 end = high.scaled() / grid.unit * grid.unit;
  // A whole number stands for all fractions that begin with it.
  if (is_whole(grid.kind) && grid.unit < Decimal::kOne) end += Decimal::kOne - grid.unit;
  if (last && last->unit == grid.unit_name) {
    while (first <= last->value.scaled()) first += grid.per;
  }
  pieces.require_room((end - first + grid.unit) / grid.per);
  for (__int128 at = first; at + grid.per - grid.unit <= end; at += grid.per) {
    const __int128 piece_end = at + grid.per - grid.unit;
    pieces.add(grid.value(context, at), grid.value(context, piece_end));
    last = Quantity{Decimal::from_scaled(piece_end), grid.unit_name};
  }
}

/// False when `per` does not suit the points.
bool expand_numbers(Context& context, const Intervals& intervals, const Value& per,
                    Pieces& pieces) {
  const Decimal step = default_step(intervals);
  std::optional<Quantity> last;
  for (const Interval* interval : intervals) {
    const auto ends = finite_ends(context, *interval);
    if (!ends) continue;
    const bool quantity = ends->low.is(Kind::kQuantity);
    const std::string_view unit = quantity ? ends->low.as_quantity().unit : "1";
    const auto by = per.is_null() ? step : number_step(per.as_quantity(), unit);
    if (!by) return false;
    const Decimal low = quantity ? ends->low.as_quantity().value : to_decimal(ends->low);
    const auto high = quantity ? convert_units(ends->high.as_quantity().value,
                                               ends->high.as_quantity().unit, unit)
                               : to_decimal(ends->high);
    // A step below 10^-8 of the unit has become nothing.
    if (!high || by->scaled() == 0) return false;
    expand_number(context, low, *high, number_grid(*by, ends->low), last, pieces);
  }
  return true;
}

bool expand_temporals(Context& context, const Intervals& intervals, Kind point, const Value& per,
                      Pieces& pieces) {
  const auto step = per.is_null() ? TemporalStep{coarsest_precision(intervals), 1}
                                  : temporal_step(point, per.as_quantity());
  if (!step) return false;
  std::optional<time::Temporal> last;
  for (const Interval* interval : intervals) {
    const auto ends = finite_ends(context, *interval);
    if (ends) expand_temporal(context, *ends, *step, last, pieces);
  }
  return true;
}

}  // namespace

Value expand_operator(Context& context, Operands operands, const Attributes&) {
  const Value& argument = operands[0];
  if (argument.is_null()) return {};
  const Value per = operands.size() > 1 ? operands[1] : Value();
  const bool single = argument.is(Kind::kInterval);
  const bool suits =
      (single || argument.is(Kind::kList)) && (per.is_null() || per.is(Kind::kQuantity));
  if (!suits) refuse("Expand", operands);
  const Operands items = single ? Operands(&argument, 1) : argument.as_list().items;
  // Intervals that overlap or meet are one, so that no value is given twice.
  const Intervals intervals = *collapsed(context, intervals_of("Expand", items), Value());
  const Kind point = point_kind(intervals);
  Pieces pieces(context, single);
  if (point == Kind::kNull) return pieces.list();
  const bool done = is_temporal(point) ? expand_temporals(context, intervals, point, per, pieces)
                                       : expand_numbers(context, intervals, per, pieces);
  return done ? pieces.list() : Value();
}

}  // namespace cramp::engine
