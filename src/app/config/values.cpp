#include "app/config/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "json/writer.hpp"

namespace cramp::app {

namespace {

using std::string_view;

struct Unit {
  string_view name;
  std::uint64_t size;
};
// From the largest: a value is shown in the largest unit that divides it.
constexpr std::array<Unit, 5> kTimes{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<Unit, 4> kSizes{
    {{"GiB", 1ULL << 30U}, {"MiB", 1ULL << 20U}, {"KiB", 1ULL << 10U}, {"B", 1}}};

std::optional<std::uint64_t> parse_with_unit(string_view text, std::span<const Unit> units) {
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest == text.data()) return std::nullopt;
  string_view unit = text.substr(static_cast<std::size_t>(rest - text.data()));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  for (const Unit& known : units) {
    if (unit != known.name) continue;
    if (number > (1ULL << 53U) / known.size) return std::nullopt;
    return number * known.size;
  }
  return std::nullopt;
}

std::string show_with_unit(std::uint64_t value, std::span<const Unit> units) {
  const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& candidate) {
    return value % candidate.size == 0 && (value != 0 || candidate.name == "s");
  });
  const Unit& chosen = unit == units.end() ? units.back() : *unit;
  return '"' + std::to_string(value / chosen.size) + std::string(chosen.name) + '"';
}

std::string toml_text(string_view text) {
  return json::write(json::Value(std::string(text)));  // JSON's escapes are TOML's
}

bool is_host(string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' ||
           c == ']';
  });
}

constexpr std::array<string_view, 2> kTlsVersions{"1.2", "1.3"};
constexpr std::array<string_view, 2> kEnvironments{"production", "test"};
constexpr std::array<string_view, 2> kReplayWithoutStore{"accept", "refuse"};
constexpr std::array<string_view, 3> kAuthentications{"jwt", "certificate", "jwt+certificate"};
constexpr auto kAlgorithms = [] {
  std::array<string_view, net::jose::kAlgorithms.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = net::jose::kAlgorithms[i].name;
  return names;
}();
constexpr std::array<string_view, 3> kStores{"none", "sqlite", "postgresql"};
constexpr std::array<string_view, 5> kLevels{"debug", "info", "warning", "error", "off"};

}  // namespace

bool parse_value(string_view text, std::string& out) {
  out = text;
  return true;
}
bool parse_value(string_view text, std::filesystem::path& out) {
  out = text;
  return true;
}
bool parse_value(string_view text, SecretText& out) {
  out = SecretText(std::string(text));
  return true;
}
bool parse_value(string_view text, Duration& out) {
  const auto value = parse_with_unit(text, kTimes);
  if (value) out = Duration(static_cast<Duration::rep>(*value));
  return value.has_value();
}
bool parse_value(string_view text, Bytes& out) {
  const auto value = parse_with_unit(text, kSizes);
  if (value) out.count = *value;
  return value.has_value();
}
bool parse_value(string_view text, Endpoint& out) {
  const auto colon = text.rfind(':');
  if (colon == string_view::npos || colon == 0) return false;
  string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const string_view port = text.substr(colon + 1);
  std::uint16_t number = 0;
  const auto [rest, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (port.empty() || error != std::errc() || rest != port.data() + port.size()) return false;
  if (!is_host(host)) return false;
  out = {std::string(host), number};
  return true;
}
bool parse_value(string_view text, Origin& out) {
  const auto scheme_end = text.find("://");
  if (scheme_end == string_view::npos) return false;
  const string_view scheme = text.substr(0, scheme_end);
  if (scheme != "https" && scheme != "http") return false;
  if (!is_host(text.substr(scheme_end + 3))) return false;  // a path is no part of an origin
  out.text = text;
  std::transform(out.text.begin(), out.text.end(), out.text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return true;
}

std::string show_value(bool value) {
  return value ? "true" : "false";
}
std::string show_value(unsigned value) {
  return std::to_string(value);
}
std::string show_value(const std::string& value) {
  return toml_text(value);
}
std::string show_value(const std::filesystem::path& value) {
  return toml_text(value.string());
}
std::string show_value(const SecretText& value) {
  return value.expose().empty() ? "\"\"" : "\"***\"";
}
std::string show_value(Duration value) {
  return show_with_unit(static_cast<std::uint64_t>(value.count()), kTimes);
}
std::string show_value(Bytes value) {
  return show_with_unit(value.count, kSizes);
}
std::string show_value(const Endpoint& value) {
  const bool v6 = value.host.find(':') != std::string::npos;
  return toml_text((v6 ? "[" + value.host + "]" : value.host) + ":" + std::to_string(value.port));
}
std::string show_value(const Origin& value) {
  return toml_text(value.text);
}

ValueForm form_of(const bool*) {
  return {"true or false", "true"};
}
ValueForm form_of(const unsigned*) {
  return {"whole number", "4"};
}
ValueForm form_of(const std::string*) {
  return {"string", "\"text\""};
}
ValueForm form_of(const std::filesystem::path*) {
  return {"file", "\"/etc/cramp-cds/file\""};
}
ValueForm form_of(const SecretText*) {
  return {"secret", "{ env = \"NAME\" }"};
}
ValueForm form_of(const Duration*) {
  return {"duration", "\"30s\""};
}
ValueForm form_of(const Bytes*) {
  return {"size", "\"4MiB\""};
}
ValueForm form_of(const Endpoint*) {
  return {"host:port", "\"127.0.0.1:8080\""};
}
ValueForm form_of(const Origin*) {
  return {"origin", "\"https://ehr.example\""};
}

std::span<const string_view> words_of(TlsVersion) {
  return kTlsVersions;
}
std::span<const string_view> words_of(Environment) {
  return kEnvironments;
}
std::span<const string_view> words_of(ReplayWithoutStore) {
  return kReplayWithoutStore;
}
std::span<const string_view> words_of(Authentication) {
  return kAuthentications;
}
std::span<const string_view> words_of(Algorithm) {
  return kAlgorithms;
}
std::span<const string_view> words_of(StoreKind) {
  return kStores;
}
std::span<const string_view> words_of(LogLevel) {
  return kLevels;
}

}  // namespace cramp::app
