// The JSON form of values that `cramp-cds eval` prints.

#include <string>

#include "engine/evaluation.hpp"
#include "json/writer.hpp"

namespace cramp::engine {

namespace {

/// Writes one object: `{"a":…,"b":…}`.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;
  ~ObjectWriter() { out_ += '}'; }

  std::string& member(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    json::write_to(out_, json::Value(name));
    out_ += ':';
    return out_;
  }
  void text(std::string_view name, std::string_view value) {
    json::write_to(member(name), value.data() == nullptr ? json::Value() : json::Value(value));
  }
  /// Left out where absent.
  void optional_text(std::string_view name, std::string_view value) {
    if (value.data() != nullptr) text(name, value);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

void write_text(std::string& out, std::string_view text) {
  json::write_to(out, json::Value(text));
}

void write(std::string& out, const Quantity& quantity) {
  ObjectWriter object(out);
  object.member("value") += quantity.value.text();
  object.text("unit", quantity.unit);
}

void write(std::string& out, const Ratio& ratio) {
  ObjectWriter object(out);
  write(object.member("numerator"), ratio.numerator);
  write(object.member("denominator"), ratio.denominator);
}

void write(std::string& out, const Code& code) {
  ObjectWriter object(out);
  object.text("code", code.code);
  object.text("system", code.system);
  object.optional_text("display", code.display);
  object.optional_text("version", code.version);
}

void write(std::string& out, const Concept& value) {
  ObjectWriter object(out);
  std::string& codes = object.member("codes");
  codes += '[';
  for (const Code& code : value.codes) {
    if (&code != value.codes.data()) codes += ',';
    write(codes, code);
  }
  codes += ']';
  object.optional_text("display", value.display);
}

void write(std::string& out, const Interval& interval) {
  ObjectWriter object(out);
  write_json(object.member("low"), interval.low);
  write_json(object.member("high"), interval.high);
  object.member("lowClosed") += interval.low_closed ? "true" : "false";
  object.member("highClosed") += interval.high_closed ? "true" : "false";
}

void write(std::string& out, const List& list) {
  out += '[';
  for (const Value& item : list.items) {
    if (&item != list.items.data()) out += ',';
    write_json(out, item);
  }
  out += ']';
}

void write(std::string& out, const Tuple& tuple) {
  ObjectWriter object(out);
  for (std::size_t i = 0; i < tuple.names.size(); ++i) {
    write_json(object.member(tuple.names[i]), tuple.values[i]);
  }
}

/// A value set or code system.
template <class Reference>
void write_reference(std::string& out, const Reference& reference) {
  ObjectWriter object(out);
  object.text("id", reference.url);
  object.optional_text("version", reference.version);
  object.optional_text("name", reference.name);
}

/// A primitive with an id or extensions prints as its value alone.
void write_element(std::string& out, const Value& value) {
  const json::View view = value.as_element();
  const bool primitive = fhir::type_info(value.fhir_type()).system != fhir::SystemType::kNone;
  json::write_to(out, primitive && view.is_object() ? view.find("value") : view);
}

}  // namespace

void write_json(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      out += "null";
      return;
    case Kind::kBoolean:
      out += value.as_boolean() ? "true" : "false";
      return;
    case Kind::kInteger:
    case Kind::kLong:
      out += std::to_string(value.as_long());
      return;
    case Kind::kDecimal:
      out += value.as_decimal().text();
      return;
    case Kind::kString:
      return write_text(out, value.as_string());
    case Kind::kDate:
      return write_text(out, time::date_text(value.as_temporal()));
    case Kind::kDateTime:
      return write_text(out, time::datetime_text(value.as_temporal()));
    case Kind::kTime:
      return write_text(out, time::time_text(value.as_temporal()));
    case Kind::kQuantity:
      return write(out, value.as_quantity());
    case Kind::kRatio:
      return write(out, value.as_ratio());
    case Kind::kCode:
      return write(out, value.as_code());
    case Kind::kConcept:
      return write(out, value.as_concept());
    case Kind::kValueSet:
      return write_reference(out, value.as_value_set());
    case Kind::kCodeSystem:
      return write_reference(out, value.as_code_system());
    case Kind::kInterval:
    case Kind::kUncertain:
      return write(out, value.as_interval());
    case Kind::kList:
      return write(out, value.as_list());
    case Kind::kTuple:
      return write(out, value.as_tuple());
    case Kind::kInstance:
      return json::write_to(out, to_fhir(value));
    case Kind::kElement:
      return write_element(out, value);
  }
}

}  // namespace cramp::engine
