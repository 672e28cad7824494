#pragma once
// Date, DateTime and Time beside one another.

#include "engine/operator.hpp"

namespace cramp::engine {

constexpr bool is_temporal(Kind kind) {
  return kind == Kind::kDate || kind == Kind::kDateTime || kind == Kind::kTime;
}

/// Of a temporal kind.
constexpr time::Kind time_kind(Kind kind) {
  if (kind == Kind::kDate) return time::Kind::kDate;
  return kind == Kind::kTime ? time::Kind::kTime : time::Kind::kDateTime;
}

struct TemporalPair {
  time::Temporal first, second;
  Kind kind;
};

/// Two temporals to be compared or subtracted: a Date beside a DateTime is a DateTime at the
/// evaluation's offset, and with `unit` of an hour or finer (or kNone) both are seen at that offset
/// where they are precise enough to be moved.
inline TemporalPair paired(const Context& context, const Value& a, const Value& b,
                           time::Precision unit) {
  const auto placed = [&context](const Value& value) {
    time::Temporal result = value.as_temporal();
    if (value.is(Kind::kDate)) result.offset_minutes = context.now.offset_minutes;
    return result;
  };
  TemporalPair pair = {placed(a), placed(b), a.is(b.kind()) ? a.kind() : Kind::kDateTime};
  const bool by_day = unit != time::Precision::kNone && unit <= time::Precision::kDay;
  const bool movable = pair.first.precision >= time::Precision::kMinute &&
                       pair.second.precision >= time::Precision::kMinute;
  if (pair.kind == Kind::kDateTime && movable && !by_day) {
    pair.first = time::at_offset(pair.first, context.now.offset_minutes);
    pair.second = time::at_offset(pair.second, context.now.offset_minutes);
  }
  return pair;
}

}  // namespace cramp::engine
