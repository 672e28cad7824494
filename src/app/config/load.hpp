#pragma once
// The configuration file, read and checked as a whole.

#include <filesystem>
#include <map>
#include <string>

#include "app/config/config.hpp"
#include "base/result.hpp"

namespace cramp::app {

struct LoadedConfig {
  Config config;
  /// Where each setting of the file stands, by key path.
  std::map<std::string, std::string> places;
};

/// Adds every fault of the file, also of rules between settings. `dev`: TLS and clients may be
/// missing. What is returned is fit for use only when no fault was added.
LoadedConfig load_config(const std::filesystem::path& file, bool dev, base::Faults& faults);

/// Rules between settings: TLS or a proxy, a client has what its authentication needs, ...
/// check.cpp.
void check_config(const LoadedConfig& loaded, const std::string& file, bool dev,
                  base::Faults& faults);

/// A whole TOML file with every setting at its default, each explained.
std::string default_toml();
/// The tables of docs/configuration.md.
std::string reference_markdown();

}  // namespace cramp::app
