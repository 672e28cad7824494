#pragma once
// Values of settings as they are written in the file: read with their units, shown in the same
// form. One overload set for each type; Setting (settings.hpp) picks by the member's type.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/config.hpp"

namespace cramp::app {

/// What the value is, for faults and for the reference.
struct ValueForm {
  std::string_view name;     ///< "duration"
  std::string_view example;  ///< "\"30s\""
};

/// From text; false when the text is no such value.
bool parse_value(std::string_view text, std::string& out);
bool parse_value(std::string_view text, std::filesystem::path& out);
bool parse_value(std::string_view text, SecretText& out);
bool parse_value(std::string_view text, Duration& out);  ///< ms, s, m, h, d: "1500ms", "30s"
bool parse_value(std::string_view text, Bytes& out);     ///< B, KiB, MiB, GiB: "4MiB"
bool parse_value(std::string_view text, Endpoint& out);
bool parse_value(std::string_view text, Origin& out);

/// As TOML. A secret is "***", or "" where there is none.
std::string show_value(bool value);
std::string show_value(unsigned value);
std::string show_value(const std::string& value);
std::string show_value(const std::filesystem::path& value);
std::string show_value(const SecretText& value);
std::string show_value(Duration value);
std::string show_value(Bytes value);
std::string show_value(const Endpoint& value);
std::string show_value(const Origin& value);

ValueForm form_of(const bool*);
ValueForm form_of(const unsigned*);
ValueForm form_of(const std::string*);
ValueForm form_of(const std::filesystem::path*);
ValueForm form_of(const SecretText*);
ValueForm form_of(const Duration*);
ValueForm form_of(const Bytes*);
ValueForm form_of(const Endpoint*);
ValueForm form_of(const Origin*);

/// The words of an enumeration, in the order of its values.
std::span<const std::string_view> words_of(TlsVersion);
std::span<const std::string_view> words_of(Environment);
std::span<const std::string_view> words_of(ReplayWithoutStore);
std::span<const std::string_view> words_of(Authentication);
std::span<const std::string_view> words_of(Algorithm);
std::span<const std::string_view> words_of(StoreKind);
std::span<const std::string_view> words_of(LogLevel);

template <class T>
concept Enumeration = std::is_enum_v<T>;

template <Enumeration T>
std::string_view word(T value) {
  return words_of(value)[static_cast<std::size_t>(value)];
}

}  // namespace cramp::app
