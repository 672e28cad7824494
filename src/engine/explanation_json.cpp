// The JSON form of an explanation (docs/eval.md).

#include "engine/explanation.hpp"
#include "json/writer.hpp"

namespace cramp::engine {

namespace {

using Json = json::Value;

/// Values that are short enough to stand in an outline; of others only what they are.
void put_value(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::kList:
      out += "\"kind\":\"List\",\"count\":" + std::to_string(value.as_list().items.size());
      return;
    case Kind::kTuple:
    case Kind::kInstance:
    case Kind::kElement:
      out += "\"kind\":\"" + std::string(name(value.kind())) + "\"";
      return;
    default:
      out += "\"value\":";
      write_json(out, value);
  }
}

void member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  if (out.back() != '{') out += ',';
  json::write_to(out, Json(name));
  out += ':';
  json::write_to(out, Json(text));
}

void number(std::string& out, std::string_view name, std::size_t value) {
  if (out.back() != '{') out += ',';
  out += '"' + std::string(name) + "\":" + std::to_string(value);
}

template <class Items, class Write>
void array(std::string& out, std::string_view name, const Items& items, Write write) {
  if (items.empty()) return;
  out += ",\"" + std::string(name) + "\":[";
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write(item);
  }
  out += ']';
}

void write(std::string& out, const Evidence& evidence) {
  out += '{';
  member(out, "type", evidence.type);
  member(out, "id", evidence.id);
  member(out, "path", evidence.path);
  out += '}';
}

void write(std::string& out, const Searched& searched) {
  out += '{';
  member(out, "type", searched.type);
  member(out, "codeProperty", searched.code_property);
  member(out, "valueSet", searched.value_set);
  number(out, "found", searched.found);
  member(out, "library", searched.library);
  member(out, "locator", elm::text(searched.locator));
  out += '}';
}

void write(std::string& out, const Reason& reason) {
  out += '{';
  member(out, "operation", reason.operation);
  member(out, "name", reason.name);
  member(out, "locator", elm::text(reason.locator));
  member(out, "text", reason.text);
  if (reason.times > 1) {
    number(out, "times", reason.times);
    number(out, "true", reason.yes);
    number(out, "false", reason.no);
    number(out, "null", reason.null);
  } else if (reason.failed) {
    out += ",\"failed\":true";
  } else {
    out += ',';
    put_value(out, reason.value);
  }
  array(out, "because", reason.because, [&](const Reason& one) { write(out, one); });
  out += '}';
}

}  // namespace

void write_json(std::string& out, const Explanation& explanation) {
  out += '{';
  if (!explanation.value) {
    out += "\"evaluated\":false";
  } else if (*explanation.value) {
    out += "\"value\":";
    write_json(out, **explanation.value);
  } else {
    member(out, "error", base::describe(explanation.value->error()));
  }
  out += ",\"source\":{";
  member(out, "library", explanation.library);
  member(out, "locator", elm::text(explanation.locator));
  member(out, "text", explanation.text);
  out += '}';
  array(out, "evidence", explanation.evidence, [&](const Evidence& one) { write(out, one); });
  array(out, "searched", explanation.searched, [&](const Searched& one) { write(out, one); });
  array(out, "parameters", explanation.parameters,
        [&](std::string_view one) { json::write_to(out, Json(one)); });
  array(out, "because", explanation.because, [&](const Reason& one) { write(out, one); });
  if (!explanation.complete) out += ",\"complete\":false";
  out += '}';
}

}  // namespace cramp::engine
