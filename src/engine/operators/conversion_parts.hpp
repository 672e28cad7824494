#pragma once
// The pieces of the conversion family; conversion.cpp has the table.

#include <string>

#include "engine/operators/common.hpp"

namespace cramp::engine {

/// One conversion of a value that is not null; null when it does not convert.
using Convert = Value (*)(Context& context, const Value& value);

Value to_date(Context& context, const Value& value);
Value to_datetime(Context& context, const Value& value);
Value to_time(Context& context, const Value& value);
Value to_quantity_value(Context& context, const Value& value);
Value to_ratio(Context& context, const Value& value);
Value to_concept(Context& context, const Value& value);

// Formats of Appendix B: an optional sign and digits, for a Decimal a point and more digits.
std::optional<std::int64_t> parse_whole(std::string_view text);
std::optional<num::Decimal> parse_decimal(std::string_view text);

/// The text of ToString; nothing for a type that has none.
std::optional<std::string> text_of(const Value& value);

}  // namespace cramp::engine
