#pragma once
// The CQL that an ELM library was made from: for messages and explanations.

#include <string>
#include <string_view>
#include <vector>

#include "elm/library.hpp"

namespace cramp::elm {

/// Copies what it needs. Columns count characters from 1, and the last one belongs to the text, as
/// in ELM locators.
class SourceText {
 public:
  SourceText() = default;
  /// From the annotations that the translator leaves with EnableAnnotations; empty without them.
  explicit SourceText(const Library& library);
  /// The text of the library's file.
  explicit SourceText(std::string_view file);

  bool empty() const { return pieces_.empty(); }
  /// The text at that place; empty where it is not known.
  std::string at(const Locator& place) const;
  /// The whole line, as far as it is known, without what stands around it.
  std::string line(std::uint32_t number) const;

 private:
  /// Lines that stand together; the first begins at `column`.
  struct Piece {
    std::uint32_t first_line = 1, column = 1;
    std::vector<std::string> lines;
  };

  void add(std::string_view text, std::uint32_t line, std::uint32_t column);
  const Piece* piece(std::uint32_t line) const;

  std::vector<Piece> pieces_;
};

/// "12:3-14:40"; "12:3" of a single character; empty without a place.
std::string text(const Locator& locator);

}  // namespace cramp::elm
