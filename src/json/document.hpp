#pragma once
// Reading JSON that may be hostile. The only folder that includes RapidJSON.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include "base/arena.hpp"
#include "base/result.hpp"

namespace cramp::json {

enum class Type : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

struct Member;

/// One parsed value, 16 bytes. Only `View` reads it; made by `parse` in the document's arena.
struct Node {
  Type type = Type::kNull;
  bool boolean = false;
  bool has_underscore =
      false;               ///< object: some member name starts with '_' (FHIR primitive extensions)
  std::uint32_t size = 0;  ///< string, number: bytes; array: items; object: members
  union {
    const char* text = nullptr;
    const Node* items;
    const Member* members;
  };
};

class Items;
class Members;

/// A value inside a Document, or nothing: as cheap as a pointer, valid as long as the Document.
/// Every accessor is safe on every kind of value: asking a string for its members finds none.
class View {
 public:
  View() = default;
  explicit View(const Node* node) : node_(node) {}

  /// False when there is no such value (JSON null is a value).
  explicit operator bool() const { return node_ != nullptr; }
  const Node* node() const { return node_; }

  Type type() const { return node_ ? node_->type : Type::kNull; }
  bool is_null() const { return type() == Type::kNull; }  ///< also when absent
  bool is_boolean() const { return type() == Type::kBoolean; }
  bool is_number() const { return type() == Type::kNumber; }
  bool is_string() const { return type() == Type::kString; }
  bool is_array() const { return type() == Type::kArray; }
  bool is_object() const { return type() == Type::kObject; }

  bool boolean() const { return is_boolean() && node_->boolean; }
  /// A string's characters (UTF-8, checked), or a number exactly as it was written; else empty.
  std::string_view text() const {
    return is_string() || is_number() ? std::string_view(node_->text, node_->size)
                                      : std::string_view();
  }
  /// Items of an array or members of an object, else 0.
  std::size_t size() const { return is_array() || is_object() ? node_->size : 0; }

  /// The member of this name, or nothing.
  View find(std::string_view name) const;
  /// find(name).text() where the member is a string, else empty.
  std::string_view string(std::string_view name) const {
    const View member = find(name);
    return member.is_string() ? member.text() : std::string_view();
  }
  /// The item at this index, or nothing.
  View at(std::size_t index) const {
    return is_array() && index < node_->size ? View(node_->items + index) : View();
  }

  /// `for (View item : v.items())`; none unless an array.
  Items items() const;
  /// `for (auto [name, value] : v.members())`; none unless an object.
  Members members() const;

 private:
  const Node* node_ = nullptr;
};

struct Member {
  Node name;
  Node value;
};

struct NamedView {
  std::string_view name;
  View value;
};

class Items {
 public:
  struct iterator {
    const Node* at;
    View operator*() const { return View(at); }
    iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator!=(const iterator& other) const { return at != other.at; }
  };
  Items(const Node* first, std::size_t count) : first_(first), count_(count) {}
  iterator begin() const { return {first_}; }
  iterator end() const { return {first_ + count_}; }

 private:
  const Node* first_;
  std::size_t count_;
};

class Members {
 public:
  struct iterator {
    const Member* at;
    NamedView operator*() const {
      return {std::string_view(at->name.text, at->name.size), View(&at->value)};
    }
    iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator!=(const iterator& other) const { return at != other.at; }
  };
  Members(const Member* first, std::size_t count) : first_(first), count_(count) {}
  iterator begin() const { return {first_}; }
  iterator end() const { return {first_ + count_}; }

 private:
  const Member* first_;
  std::size_t count_;
};

inline Items View::items() const {
  return is_array() ? Items(node_->items, node_->size) : Items(nullptr, 0);
}
inline Members View::members() const {
  return is_object() ? Members(node_->members, node_->size) : Members(nullptr, 0);
}

/// Spare capacity that `parse` needs behind its text, since it reads 16 bytes at a time. A caller
/// who reserves it saves one copy of the text.
inline constexpr std::size_t kPadding = 16;

struct Limits {
  std::size_t depth = 64;  ///< open arrays and objects; never more than 1000
  std::size_t bytes = 16U << 20U;
};

/// Owns the text and the nodes made from it. Movable; views stay valid across a move.
class Document {
 public:
  Document() = default;
  View root() const { return View(root_); }

 private:
  friend base::Result<Document> parse(std::string text, const Limits& limits);
  std::unique_ptr<std::string> text_;
  base::Arena arena_;
  const Node* root_ = nullptr;
};

/// Parses exactly one JSON value (RFC 8259), in place: strings and numbers are views into `text`.
/// Refuses, as Code::kMalformed with the byte offset: anything else than JSON (comments, trailing
/// commas, NaN, trailing text: CH-004, CH-060), invalid UTF-8 and lone surrogates, two members of
/// one name in an object (CH-063), more than `limits.depth` levels (CH-064). Over `limits.bytes`:
/// Code::kTooLarge. A number with an exponent past 308 is refused too. Recurses no deeper than
/// `limits.depth`. Numbers keep their text: 1.20 stays 1.20.
base::Result<Document> parse(std::string text, const Limits& limits = {});

}  // namespace cramp::json
