#include "elm/source_text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace cramp::elm {

namespace {

/// Puts the texts of an annotation together: nested "s", with the characters in "value".
void collect(json::View part, std::string& out, std::size_t depth) {
  if (depth > kMaxDepth * 4) return;
  for (const json::View value : part.find("value").items()) out += value.text();
  const json::View inner = part.find("s");
  if (inner.is_object()) collect(inner, out, depth + 1);
  for (const json::View item : inner.items()) collect(item, out, depth + 1);
}

std::string narrative(json::View definition) {
  std::string out;
  for (const json::View note : definition.find("annotation").items()) {
    if (note.string("type") == "Annotation") collect(note.find("s"), out, 0);
  }
  return out;
}

/// Without the white space and comments before the definition, which its locator leaves out.
std::string_view without_comments(std::string_view text) {
  while (true) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return {};
    text.remove_prefix(start);
    const bool is_line = text.starts_with("//");
    if (!is_line && !text.starts_with("/*")) return text;
    const std::string_view end = is_line ? "\n" : "*/";
    const std::size_t stop = text.find(end);
    if (stop == std::string_view::npos) return {};
    text.remove_prefix(stop + end.size());
  }
}

/// Where the character number `index` (from 0) begins.
std::size_t offset_of(std::string_view line, std::size_t index) {
  std::size_t at = 0;
  while (index > 0 && at < line.size()) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
    --index;
  }
  return at;
}

}  // namespace

SourceText::SourceText(const Library& library) {
  const json::View root = library.document.root();
  const json::View wrapped = root.find("library");
  const json::View body = wrapped ? wrapped : root;
  const json::View definitions = body.find("statements").find("def");
  std::size_t number = 0;
  for (const json::View definition : definitions.items()) {
    if (number == library.statements.size()) break;
    const Locator& place = library.statements[number++].locator;
    const std::string text = narrative(definition);
    if (place.line != 0 && !text.empty()) {
      add(without_comments(text), place.line, std::max(place.column, 1U));
    }
  }
}

SourceText::SourceText(std::string_view file) {
  add(file, 1, 1);
}

void SourceText::add(std::string_view text, std::uint32_t line, std::uint32_t column) {
  Piece piece{line, column, {}};
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view one = text.substr(0, end);
    if (one.ends_with('\r')) one.remove_suffix(1);
    piece.lines.emplace_back(one);
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  pieces_.push_back(std::move(piece));
}

const SourceText::Piece* SourceText::piece(std::uint32_t line) const {
  const auto holds = [line](const Piece& piece) {
    return piece.first_line <= line && line < piece.first_line + piece.lines.size();
  };
  const auto found = std::ranges::find_if(pieces_, holds);
  return found == pieces_.end() ? nullptr : &*found;
}

std::string SourceText::at(const Locator& place) const {
  const Piece* found = piece(place.line);
  if (found == nullptr || place.end_line < place.line || piece(place.end_line) != found) return {};
  std::string out;
  for (std::uint32_t number = place.line; number <= place.end_line; ++number) {
    const std::string_view line = found->lines[number - found->first_line];
    const std::uint32_t shift = number == found->first_line ? found->column : 1;
    const auto offset = [&](std::uint32_t column) {
      return column < shift ? 0 : offset_of(line, column - shift);
    };
    const std::size_t begin = number == place.line ? offset(place.column) : 0;
    const std::size_t end = number == place.end_line ? offset(place.end_column + 1) : line.size();
    if (number != place.line) out += '\n';
    if (begin < end) out += line.substr(begin, end - begin);
  }
  return out;
}

std::string SourceText::line(std::uint32_t number) const {
  const Piece* found = piece(number);
  return found == nullptr ? std::string() : found->lines[number - found->first_line];
}

std::string text(const Locator& locator) {
  if (locator.line == 0) return {};
  if (locator.line == locator.end_line && locator.column == locator.end_column) {
    return fmt::format("{}:{}", locator.line, locator.column);
  }
  return fmt::format("{}:{}-{}:{}", locator.line, locator.column, locator.end_line,
                     locator.end_column);
}

}  // namespace cramp::elm
