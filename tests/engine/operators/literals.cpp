#include "literals.hpp"

#include <charconv>
#include <stdexcept>

namespace cramp::engine::cases {

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
}

template <class T>
T parsed(std::optional<T> value, std::string_view text) {
  if (!value) throw std::runtime_error("not a literal: " + std::string(text));
  return *value;
}

Kind kind_named(std::string_view word) {
  for (int i = 0; i <= static_cast<int>(Kind::kInstance); ++i) {
    if (name(static_cast<Kind>(i)) == word) return static_cast<Kind>(i);
  }
  throw std::runtime_error("not a type: " + std::string(word));
}

std::string_view text_or_absent(const Value& value) {
  return value.is_null() ? std::string_view() : value.as_string();
}

template <class T>
std::span<const T> kept(Context& context, const std::vector<T>& items) {
  const auto copy = context.arena.array<T>(items.size());
  std::copy(items.begin(), items.end(), copy.begin());
  return copy;
}

}  // namespace

void Reader::skip_spaces() {
  while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
}

bool Reader::take(std::string_view token) {
  skip_spaces();
  if (!rest_.starts_with(token)) return false;
  rest_.remove_prefix(token.size());
  return true;
}

void Reader::expect(std::string_view token) {
  if (!take(token)) {
    throw std::runtime_error("expected " + std::string(token) + " at: " + std::string(rest_));
  }
}

std::string_view Reader::word() {
  skip_spaces();
  std::size_t size = 0;
  while (size < rest_.size() && is_word(rest_[size])) ++size;
  const std::string_view result = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return result;
}

Value Reader::value() {
  skip_spaces();
  if (rest_.empty()) throw std::runtime_error("a literal is missing");
  const char first = rest_[0];
  if (first == '\'') return Value::string(quoted());
  if (first == '@') return temporal();
  if (first == '-' || (first >= '0' && first <= '9')) return number();
  if (take("{")) return context_.list(kept(context_, items("}")));
  return named(word());
}

std::vector<Value> Reader::items(std::string_view end) {
  std::vector<Value> result;
  if (take(end)) return result;
  do {
    result.push_back(value());
  } while (take(","));
  expect(end);
  return result;
}

std::string_view Reader::quoted() {
  expect("'");
  std::string result;
  for (; !rest_.empty() && rest_[0] != '\''; rest_.remove_prefix(1)) {
    char c = rest_[0];
    if (c == '\\' && rest_.size() > 1) {
      rest_.remove_prefix(1);
      c = rest_[0] == 'n' ? '\n' : rest_[0] == 't' ? '\t' : rest_[0];
    }
    result += c;
  }
  expect("'");
  return result.empty() ? std::string_view("") : context_.arena.copy(result);
}

Value Reader::number() {
  std::size_t size = 1;
  while (size < rest_.size() && is_word(rest_[size]) && rest_[size] != 'L') ++size;
  const std::string_view digits = rest_.substr(0, size);
  rest_.remove_prefix(size);
  if (digits.find('.') == std::string_view::npos && !rest_.starts_with(" '")) {
    std::int64_t whole = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    if (rest_.starts_with("L")) {
      rest_.remove_prefix(1);
      return Value::long_integer(whole);
    }
    const std::string_view after = rest_;
    const std::string_view unit = word();
    if (!unit.empty()) return context_.quantity(num::Decimal::from_integer(whole), unit);
    rest_ = after;
    return Value::integer(static_cast<std::int32_t>(whole));
  }
  const auto decimal = parsed(num::Decimal::parse(digits), digits);
  const std::string_view after = rest_;
  skip_spaces();
  if (rest_.starts_with("'")) return context_.quantity(decimal, quoted());
  const std::string_view unit = word();
  if (!unit.empty()) return context_.quantity(decimal, unit);
  rest_ = after;
  return context_.decimal(decimal);
}

Value Reader::temporal() {
  std::size_t size = 1;
  while (size < rest_.size() &&
         (is_word(rest_[size]) || rest_[size] == ':' || rest_[size] == '-' || rest_[size] == '+')) {
    ++size;
  }
  const std::string_view literal = rest_.substr(1, size - 1);
  rest_.remove_prefix(size);
  if (literal.starts_with('T')) return context_.time(parsed(time::parse_time(literal), literal));
  if (literal.find('T') == std::string_view::npos) {
    return context_.date(parsed(time::parse_date(literal), literal));
  }
  return context_.datetime(
      parsed(time::parse_datetime(literal, context_.now.offset_minutes), literal));
}

Value Reader::interval(bool uncertain) {
  Kind point = Kind::kNull;
  if (take("<")) {
    point = kind_named(word());
    expect(">");
  }
  const bool low_closed = take("[");
  if (!low_closed) expect("(");
  const Value low = value();
  expect(",");
  const Value high = value();
  const bool high_closed = take("]");
  if (!high_closed) expect(")");
  const Value result = context_.interval(low, low_closed, high, high_closed, point);
  return uncertain ? Value::uncertain(&result.as_interval()) : result;
}

Value Reader::tuple() {
  std::vector<std::string_view> names;
  std::vector<Value> values;
  while (!take("}")) {
    names.push_back(context_.arena.copy(word()));
    expect(":");
    values.push_back(value());
    take(",");
  }
  return Value::tuple(context_.arena.make<Tuple>(kept(context_, names), kept(context_, values)));
}

Value Reader::named(std::string_view name) {
  if (name == "null") return {};
  if (name == "true") return Value::boolean(true);
  if (name == "false") return Value::boolean(false);
  if (name == "Interval") return interval(false);
  if (name == "Uncertain") return interval(true);
  expect("{");
  if (name == "Tuple") return tuple();
  std::vector<Value> parts = items("}");
  if (name == "ValueSet") {
    const std::string_view url = parts.at(0).as_string();
    const auto id = parsed(context_.terminology->find(url), url);
    return Value::value_set(context_.arena.make<ValueSetRef>(id, url, "", ""));
  }
  if (name == "CodeSystem") {
    return Value::code_system(context_.arena.make<CodeSystemRef>(parts.at(0).as_string(), "", ""));
  }
  if (name == "Ratio") {
    return Value::ratio(
        context_.arena.make<Ratio>(parts.at(0).as_quantity(), parts.at(1).as_quantity()));
  }
  if (name == "Code") {
    parts.resize(4);
    return Value::code(context_.arena.make<Code>(text_or_absent(parts[0]), text_or_absent(parts[1]),
                                                 text_or_absent(parts[2]),
                                                 text_or_absent(parts[3])));
  }
  if (name != "Concept") throw std::runtime_error("not a literal: " + std::string(name));
  std::vector<Code> codes;
  for (std::size_t i = 1; i < parts.size(); ++i) codes.push_back(parts[i].as_code());
  return Value::concept_(
      context_.arena.make<Concept>(kept(context_, codes), text_or_absent(parts.at(0))));
}

}  // namespace cramp::engine::cases
