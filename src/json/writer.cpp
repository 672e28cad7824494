#include "json/writer.hpp"

#include <cstdint>
#include <cstring>
#include <string_view>

#include "json/utf8.hpp"

namespace cramp::json {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

void append_escape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
  }
}

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// How many characters stand as they are, from the first on. Eight at a time: of each byte the
/// highest bit tells whether it needs care.
std::size_t plain_run(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    const std::uint64_t quote = word ^ (kOnes * '"');
    const std::uint64_t escape = word ^ (kOnes * '\\');
    const std::uint64_t control = (word - kOnes * 0x20) & ~word;
    const std::uint64_t care =
        ((quote - kOnes) & ~quote) | ((escape - kOnes) & ~escape) | control | word;
    if ((care & kHigh) != 0) break;
  }
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t plain = plain_run(text.substr(at));
    out.append(text, at, plain);
    at += plain;
    if (at == text.size()) break;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      append_escape(out, text[at++]);
    } else if (const std::size_t length = utf8_sequence(text.substr(at))) {
      out.append(text, at, length);
      at += length;
    } else {
      out += kReplacement;
      ++at;
    }
  }
  out += '"';
}

/// Compact or indented: the only difference is what stands between the parts.
class Layout {
 public:
  Layout(std::string& out, bool pretty) : out_(out), pretty_(pretty) {}

  void open(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }
  void close(char bracket) {
    --depth_;
    if (!first_) new_line();
    out_ += bracket;
    first_ = false;
  }
  void next() {
    if (!first_) out_ += ',';
    first_ = false;
    new_line();
  }
  void name(std::string_view text) {
    next();
    append_string(out_, text);
    out_ += pretty_ ? ": " : ":";
  }
  std::string& out() { return out_; }

 private:
  void new_line() {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  std::string& out_;
  bool pretty_;
  bool first_ = true;
  std::size_t depth_ = 0;
};

void append(Layout& layout, const Value& value) {
  std::string& out = layout.out();
  if (value.is_null()) {
    out += "null";
  } else if (const bool* truth = value.boolean()) {
    out += *truth ? "true" : "false";
  } else if (const Value::Number* number = value.number()) {
    out += number->text;
  } else if (const std::string* text = value.string()) {
    append_string(out, *text);
  } else if (const Value::Array* items = value.items()) {
    layout.open('[');
    for (const Value& item : *items) {
      layout.next();
      append(layout, item);
    }
    layout.close(']');
  } else if (const Value::Object* members = value.members()) {
    layout.open('{');
    for (const auto& [name, member] : *members) {
      layout.name(name);
      append(layout, member);
    }
    layout.close('}');
  }
}

void append(Layout& layout, View view) {
  std::string& out = layout.out();
  switch (view.type()) {
    case Type::kNull:
      out += "null";
      break;
    case Type::kBoolean:
      out += view.boolean() ? "true" : "false";
      break;
    case Type::kNumber:
      out += view.text();
      break;
    case Type::kString:
      append_string(out, view.text());
      break;
    case Type::kArray:
      layout.open('[');
      for (const View item : view.items()) {
        layout.next();
        append(layout, item);
      }
      layout.close(']');
      break;
    case Type::kObject:
      layout.open('{');
      for (const auto [name, member] : view.members()) {
        layout.name(name);
        append(layout, member);
      }
      layout.close('}');
      break;
  }
}

}  // namespace

void write_to(std::string& out, const Value& value) {
  Layout layout(out, false);
  append(layout, value);
}

void write_to(std::string& out, View value) {
  Layout layout(out, false);
  append(layout, value);
}

std::string write(const Value& value) {
  std::string out;
  write_to(out, value);
  return out;
}

std::string write(View value) {
  std::string out;
  write_to(out, value);
  return out;
}

std::string write_pretty(const Value& value) {
  std::string out;
  Layout layout(out, true);
  append(layout, value);
  return out;
}

}  // namespace cramp::json
