#pragma once
// From a Node to the member of a section. Faults name the place in the file and the key path.

#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/tree.hpp"
#include "app/config/values.hpp"

namespace cramp::app {

/// What a number may be, in the unit that it is kept in: milliseconds, bytes, or itself.
struct Range {
  std::uint64_t low = 0;
  std::uint64_t high = std::numeric_limits<std::uint32_t>::max();
};

template <class Owner>
struct Setting;

/// A struct with a table of settings.
template <class T>
concept Section = requires(const T* section) {
  settings_of(section);
};

class Reader {
 public:
  /// `file` is what places call it; relative paths start at its folder.
  Reader(std::filesystem::path file, base::Faults& faults)
      : file_(std::move(file)), faults_(faults) {}

  template <Section T>
  void read(const Node& node, T& out, const Range& = {}) {
    if (!expect_table(node)) return;
    std::vector<std::string_view> known;
    for (const auto& setting : settings_of(&out)) known.push_back(setting.key);
    for (const auto& [key, child] : *node.get<Node::Table>()) {
      const Scope scope(*this, key, child);
      bool found = false;
      for (const auto& setting : settings_of(&out)) {
        if (setting.key != key) continue;
        setting.read(*this, child, out, setting.range);
        found = true;
      }
      if (!found) unknown(child, key, known);
    }
  }

  template <class T>
  void read(const Node& node, std::vector<T>& out, const Range& range) {
    const auto* items = node.get<Node::Array>();
    if (items == nullptr) return wrong_type(node, "a list");
    out.clear();
    for (const Node& item : *items) {
      const Scope scope(*this, out.size(), item);
      read(item, out.emplace_back(), range);
    }
  }

  template <Enumeration T>
  void read(const Node& node, T& out, const Range&) {
    std::string text;
    if (!text_of(node, text, false)) return;
    const auto words = words_of(out);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] == text) {
        out = static_cast<T>(i);
        return;
      }
    }
    not_a_word(node, text, words);
  }

  void read(const Node& node, bool& out, const Range& range);
  void read(const Node& node, unsigned& out, const Range& range);
  void read(const Node& node, std::string& out, const Range& range);
  void read(const Node& node, std::filesystem::path& out, const Range& range);
  void read(const Node& node, SecretText& out, const Range& range);
  void read(const Node& node, Duration& out, const Range& range);
  void read(const Node& node, Bytes& out, const Range& range);
  void read(const Node& node, Endpoint& out, const Range& range);
  void read(const Node& node, Origin& out, const Range& range);

  /// Where each setting of the file stands, by key path: "clients[0].issuer" -> "file:12:1".
  std::map<std::string, std::string> places() && { return std::move(places_); }

 private:
  /// Adds a name to the key path for as long as it lives.
  class Scope {
   public:
    Scope(Reader& reader, std::string_view key, const Node& node);
    Scope(Reader& reader, std::size_t index, const Node& node);
    ~Scope() { reader_.path_.resize(length_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Reader& reader_;
    std::size_t length_;
  };

  bool expect_table(const Node& node);
  /// A string, or { env = "NAME" }, or for a secret { file = "PATH" }.
  bool text_of(const Node& node, std::string& out, bool secret);
  template <class T>
  void read_text(const Node& node, T& out);
  void check_range(const Node& node, std::uint64_t value, const Range& range,
                   const std::string& low, const std::string& high);
  void unknown(const Node& node, std::string_view key, std::vector<std::string_view>& known);
  void not_a_word(const Node& node, std::string_view text, std::span<const std::string_view> words);
  void wrong_type(const Node& node, std::string_view wanted);
  void fault(const Node& node, const std::string& text);
  std::string place(const Node& node) const;

  std::filesystem::path file_;
  base::Faults& faults_;
  std::string path_;
  std::map<std::string, std::string> places_;
};

}  // namespace cramp::app
