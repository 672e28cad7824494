#include "cli/table.hpp"

#include <string_view>

#include "json/writer.hpp"

namespace cramp::cli {

namespace {

std::string plain_text(const json::Value& value) {
  if (value.is_null()) return {};
  if (const std::string* text = value.string()) return *text;
  std::string out;
  if (const auto* items = value.items()) {
    for (const json::Value& item : *items) out.append(out.empty() ? "" : ";") += plain_text(item);
    return out;
  }
  if (const auto* members = value.members()) {
    for (const auto& [name, member] : *members) {
      out.append(out.empty() ? "" : ";").append(name).append(":") += plain_text(member);
    }
    return out;
  }
  return json::write(value);
}

}  // namespace

std::string csv_cell(const json::Value& value) {
  std::string text = plain_text(value);
  constexpr std::string_view kFormula = "=+-@\t\r";
  if (!text.empty() && kFormula.find(text.front()) != std::string_view::npos &&
      value.number() == nullptr) {
    text = "'" + text;
  }
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? "\"" : "").push_back(c);
  return quoted + '"';
}

void TablePrinter::print_line(const json::Value::Object& row, bool names) {
  std::string line;
  for (const auto& [name, value] : row) {
    if (&name != &row.front().first) line += ',';
    line += names ? name : csv_cell(value);
  }
  out_ << line << "\r\n";
}

void TablePrinter::print(const json::Value& row) {
  if (format_ == TableFormat::kNdjson) {
    out_ << json::write(row) << '\n';
    return;
  }
  if (!begun_) print_line(*row.members(), true);
  begun_ = true;
  print_line(*row.members(), false);
}

}  // namespace cramp::cli
