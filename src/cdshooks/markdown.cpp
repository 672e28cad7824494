#include "cdshooks/markdown.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "rules/text.hpp"

namespace cramp::cdshooks {

namespace {

using std::string_view;

bool is_alpha(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool is_alnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}
bool is_punctuation(char c) {
  return std::ispunct(static_cast<unsigned char>(c)) != 0;
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool is_blank(char c) {
  return c == ' ' || is_control(c);
}

bool starts_with_nocase(string_view text, string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

/// U+2060 WORD JOINER, invisible: a renderer finds mail addresses in the decoded text, where no
/// escape is left to stop it.
constexpr string_view kWordJoiner = "\xE2\x81\xA0";
/// U+2026.
constexpr string_view kEllipsis = "\xE2\x80\xA6";

/// Signs that can begin something live, and control characters.
constexpr std::array<bool, 256> kNeedsCare = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = c != '\n' && c != '\t';
  table[0x7F] = true;
  for (const unsigned char c : {'\\', '<', '&', '[', ':', '@', 'w', 'W'}) table[c] = true;
  return table;
}();

class Sanitizer {
 public:
  Sanitizer(std::string& out, string_view text, std::span<const rules::Artifact> allowed)
      : out_(out), text_(text), allowed_(allowed) {}

  void run() {
    while (at_ < text_.size()) {
      const std::size_t start = at_;
      while (at_ < text_.size() && !kNeedsCare[static_cast<unsigned char>(text_[at_])]) ++at_;
      out_.append(text_.substr(start, at_ - start));
      if (at_ < text_.size()) step();
    }
  }

 private:
  char next(std::size_t distance = 1) const {
    return at_ + distance < text_.size() ? text_[at_ + distance] : '\0';
  }
  void replace(string_view replacement) {
    out_ += replacement;
    ++at_;
  }

  void step() {
    const char c = text_[at_];
    switch (c) {
      case '\\':
        return escape();
      case '<':
        return angle(next());
      case '&':
        return ampersand(next());
      case '[':
        return bracket();
      case ':':
        return replace(makes_link_here() ? "&#58;" : ":");
      case '@':
        return at_sign();
      case 'w':
      case 'W':
        return www();
      default:
        return replace(" ");
    }
  }

  /// A backslash is kept together with what it escapes, or doubled where it escapes nothing: so
  /// none can undo an escape of ours that comes after it.
  void escape() {
    const char escaped = next();
    if (escaped == '<' || escaped == '@') return replace("");
    out_ += '\\';
    ++at_;
    if (escaped == '\n') return;
    if (!is_punctuation(escaped)) {
      out_ += '\\';
      return;
    }
    out_ += escaped;
    ++at_;
  }

  void ampersand(char after) { replace(after == '#' || is_alnum(after) ? "&amp;" : "&"); }

  void angle(char after) {
    const bool opens = is_alpha(after) || after == '/' || after == '!' || after == '?';
    replace(opens ? "&lt;" : "<");
  }

  void at_sign() {
    out_ += '@';
    ++at_;
    if (at_ < text_.size() && !is_blank(text_[at_])) out_ += kWordJoiner;
  }

  bool makes_link_here() const {
    constexpr std::array<string_view, 2> kSchemes{"mailto", "xmpp"};
    if (next(1) == '/' && next(2) == '/') return true;
    return std::any_of(kSchemes.begin(), kSchemes.end(), [&](string_view scheme) {
      return at_ >= scheme.size() && starts_with_nocase(text_.substr(at_ - scheme.size()), scheme);
    });
  }

  void www() {
    if (!starts_with_nocase(text_.substr(at_), "www.")) return replace(text_.substr(at_, 1));
    out_ += text_.substr(at_, 3);
    out_ += "&#46;";
    at_ += 4;
  }

  /// Words with a backslash or a backtick are no good: those could hide the closing bracket.
  void bracket() {
    const std::size_t close = text_.find_first_of("[]\n\\`", at_ + 1);
    const bool is_image = !out_.empty() && out_.back() == '!';
    if (is_image || close == string_view::npos || text_[close] != ']' ||
        text_.substr(close, 2) != "](") {
      return replace("\\[");
    }
    const string_view rest = text_.substr(close + 2);
    for (const rules::Artifact& artifact : allowed_) {
      if (artifact.url.empty() || !rest.starts_with(artifact.url)) continue;
      if (rest.substr(artifact.url.size(), 1) != ")") continue;
      out_ += '[';
      Sanitizer(out_, text_.substr(at_ + 1, close - at_ - 1), {}).run();
      out_.append("](").append(artifact.url).append(")");
      at_ = close + 2 + artifact.url.size() + 1;
      return;
    }
    replace("\\[");
  }

  std::string& out_;
  string_view text_;
  std::span<const rules::Artifact> allowed_;
  std::size_t at_ = 0;
};

/// The longest prefix of at most `units` UTF-16 units that ends at a code point.
string_view prefix(string_view text, std::size_t units) {
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    used += rules::utf16_length(text.substr(i, end - i));
    if (used > units) return text.substr(0, i);
    i = end;
  }
  return text;
}

}  // namespace

void append_safe_markdown(std::string& out, string_view text,
                          std::span<const rules::Artifact> allowed) {
  Sanitizer(out, text, allowed).run();
}

std::string one_line(string_view text) {
  std::string line;
  line.reserve(text.size());
  for (const char c : text) {
    if (!is_blank(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  if (rules::utf16_length(line) < rules::kTitleLimit) return line;

  constexpr std::size_t kLongestWord = 30;
  string_view cut = prefix(line, rules::kTitleLimit - 2);
  const std::size_t blank = cut.rfind(' ');
  if (blank != string_view::npos && cut.size() - blank <= kLongestWord) cut = cut.substr(0, blank);
  return std::string(cut) + std::string(kEllipsis);
}

bool has_active_markup(string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char after = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '<' && (is_alpha(after) || after == '/' || after == '!')) return true;
    if (text[i] == '!' && after == '[') return true;
    if (starts_with_nocase(text.substr(i), "javascript:")) return true;
  }
  return false;
}

}  // namespace cramp::cdshooks
