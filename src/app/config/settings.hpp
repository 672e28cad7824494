#pragma once
// The table of settings: what the reader accepts, `--print-defaults` prints and the reference
// explains is one list.

#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>

#include "app/config/reader.hpp"

namespace cramp::app {

/// A row of the reference.
struct SettingText {
  std::string path;   ///< "server.tls.key"; of a section "server.tls"
  std::string type;   ///< empty for a section
  std::string value;  ///< the default as TOML
  std::string_view text;
  bool live = true;   ///< a reload applies it
  bool many = false;  ///< a section that may stand many times: [[clients]]
  bool section = false;
};

template <class Owner>
struct Setting {
  std::string_view key, text;
  Range range;
  bool live;  ///< a reload applies it; else it needs a restart
  void (*read)(Reader&, const Node&, Owner&, const Range&);
  void (*describe)(const Setting&, const std::string& above, const Owner& defaults,
                   std::vector<SettingText>&);
  /// Adds the paths of what differs and is not live.
  void (*compare)(const Setting&, const std::string& above, const Owner&, const Owner&,
                  std::vector<std::string>&);
};

std::span<const Setting<Config>> settings_of(const Config*);
std::span<const Setting<ServerConfig>> settings_of(const ServerConfig*);
std::span<const Setting<TlsConfig>> settings_of(const TlsConfig*);
std::span<const Setting<AdminConfig>> settings_of(const AdminConfig*);
std::span<const Setting<LimitsConfig>> settings_of(const LimitsConfig*);
std::span<const Setting<ContentConfig>> settings_of(const ContentConfig*);
std::span<const Setting<TrustConfig>> settings_of(const TrustConfig*);
std::span<const Setting<ClientConfig>> settings_of(const ClientConfig*);
std::span<const Setting<FhirConfig>> settings_of(const FhirConfig*);
std::span<const Setting<StoreConfig>> settings_of(const StoreConfig*);
std::span<const Setting<PolicyConfig>> settings_of(const PolicyConfig*);
std::span<const Setting<LogConfig>> settings_of(const LogConfig*);
std::span<const Setting<MetricsConfig>> settings_of(const MetricsConfig*);

/// Every section and setting in the order of the reference.
std::vector<SettingText> all_settings();

}  // namespace cramp::app
