#include "app/config/reader.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "base/file.hpp"
#include "base/similar.hpp"

namespace cramp::app {

namespace fs = std::filesystem;

Reader::Scope::Scope(Reader& reader, std::string_view key, const Node& node)
    : reader_(reader), length_(reader.path_.size()) {
  if (!reader.path_.empty()) reader.path_ += '.';
  reader.path_ += key;
  reader.places_.emplace(reader.path_, reader.place(node));
}

Reader::Scope::Scope(Reader& reader, std::size_t index, const Node& node)
    : reader_(reader), length_(reader.path_.size()) {
  reader.path_ += fmt::format("[{}]", index);
  reader.places_.emplace(reader.path_, reader.place(node));
}

std::string Reader::place(const Node& node) const {
  return fmt::format("{}:{}:{}", file_.string(), node.line, node.column);
}

void Reader::fault(const Node& node, const std::string& text) {
  const std::string whole = path_.empty() ? text : path_ + ": " + text;
  faults_.push_back({base::Code::kContent, whole, whole, place(node)});
}

void Reader::wrong_type(const Node& node, std::string_view wanted) {
  fault(node, fmt::format("wants {}, not {}", wanted, type_name(node)));
}

bool Reader::expect_table(const Node& node) {
  if (node.get<Node::Table>() != nullptr) return true;
  wrong_type(node, "a table");
  return false;
}

void Reader::unknown(const Node& node, std::string_view key, std::vector<std::string_view>& known) {
  const std::string meant = base::did_you_mean(key, known);
  fault(node, "there is no such setting" +
                  (meant.empty() ? fmt::format("; here are: {}", fmt::join(known, ", ")) : meant));
}

void Reader::not_a_word(const Node& node, std::string_view text,
                        std::span<const std::string_view> words) {
  fault(node, fmt::format("wants one of \"{}\"{}", fmt::join(words, "\", \""),
                          base::did_you_mean(text, words)));
}

bool Reader::text_of(const Node& node, std::string& out, bool secret) {
  if (const auto* text = node.get<std::string>()) {
    out = *text;
    return true;
  }
  const auto* table = node.get<Node::Table>();
  const std::string_view source =
      table != nullptr && table->size() == 1 ? std::string_view(table->front().key) : "";
  const std::string* name = source.empty() ? nullptr : table->front().node.get<std::string>();
  if (name != nullptr && source == "env") {
    const char* value = std::getenv(name->c_str());
    if (value == nullptr) fault(node, fmt::format("environment variable {} is not set", *name));
    if (value != nullptr) out = value;
    return value != nullptr;
  }
  if (name != nullptr && secret && source == "file") {
    auto text = base::read_file(file_.parent_path() / *name);
    if (!text) {
      fault(node, base::describe(text.error()));
      return false;
    }
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
    out = std::move(*text);
    return true;
  }
  wrong_type(node, secret ? R"(a string, { env = "NAME" } or { file = "PATH" })"
                          : R"(a string or { env = "NAME" })");
  return false;
}

template <class T>
void Reader::read_text(const Node& node, T& out) {
  const ValueForm form = form_of(&out);
  if (node.get<std::string>() == nullptr && node.get<Node::Table>() == nullptr) {
    return wrong_type(node, fmt::format("{} like {}", form.name, form.example));
  }
  std::string text;
  if (!text_of(node, text, false)) return;
  if (!parse_value(text, out)) {
    fault(node, fmt::format("is no {}; one is {}", form.name, form.example));
  }
}

void Reader::check_range(const Node& node, std::uint64_t value, const Range& range,
                         const std::string& low, const std::string& high) {
  if (value < range.low || value > range.high) {
    fault(node, fmt::format("must be between {} and {}", low, high));
  }
}

void Reader::read(const Node& node, bool& out, const Range&) {
  const bool* value = node.get<bool>();
  if (value == nullptr) return wrong_type(node, "true or false");
  out = *value;
}

void Reader::read(const Node& node, unsigned& out, const Range& range) {
  const auto* value = node.get<std::int64_t>();
  if (value == nullptr) return wrong_type(node, "a whole number");
  check_range(node, static_cast<std::uint64_t>(*value), range, std::to_string(range.low),
              std::to_string(range.high));
  out = static_cast<unsigned>(*value);
}

void Reader::read(const Node& node, std::string& out, const Range&) {
  read_text(node, out);
}

void Reader::read(const Node& node, fs::path& out, const Range&) {
  read_text(node, out);
  if (!out.empty() && out.is_relative()) out = file_.parent_path() / out;
}

void Reader::read(const Node& node, SecretText& out, const Range&) {
  std::string text;
  if (text_of(node, text, true)) out = SecretText(std::move(text));
}

void Reader::read(const Node& node, Duration& out, const Range& range) {
  read_text(node, out);
  const auto bound = [](std::uint64_t value) {
    return show_value(Duration(static_cast<Duration::rep>(value)));
  };
  check_range(node, static_cast<std::uint64_t>(out.count()), range, bound(range.low),
              bound(range.high));
}

void Reader::read(const Node& node, Bytes& out, const Range& range) {
  read_text(node, out);
  check_range(node, out.count, range, show_value(Bytes{range.low}), show_value(Bytes{range.high}));
}

void Reader::read(const Node& node, Endpoint& out, const Range&) {
  read_text(node, out);
}

void Reader::read(const Node& node, Origin& out, const Range&) {
  read_text(node, out);
}

}  // namespace cramp::app
