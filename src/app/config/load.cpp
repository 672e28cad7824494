#include "app/config/load.hpp"

#include <fmt/format.h>

#include "app/config/settings.hpp"
#include "base/file.hpp"

namespace cramp::app {

LoadedConfig load_config(const std::filesystem::path& file, bool dev, base::Faults& faults) {
  LoadedConfig loaded;
  const auto text = base::read_file(file);
  if (!text) {
    faults.push_back(text.error());
    return loaded;
  }
  const auto tree = parse_toml(*text, file.string());
  if (!tree) {
    faults.push_back(tree.error());
    return loaded;
  }
  Reader reader(file, faults);
  reader.read(*tree, loaded.config);
  loaded.places = std::move(reader).places();
  if (!loaded.places.contains("store.sqlite")) {
    loaded.config.store.sqlite = file.parent_path() / loaded.config.store.sqlite;
  }
  check_config(loaded, file.string(), dev, faults);
  return loaded;
}

std::string default_toml() {
  std::string out = "# Every setting of cramp-cds at its default.\n";
  std::string prefix;  // before each line of a section that may be missing
  for (const SettingText& setting : all_settings()) {
    const std::string key = setting.path.substr(setting.path.rfind('.') + 1);
    if (setting.section) {
      prefix = setting.many ? "# " : "";
      out += fmt::format("\n# {}\n{}{}{}{}\n", setting.text, prefix, setting.many ? "[[" : "[",
                         setting.path, setting.many ? "]]" : "]");
    } else {
      out += fmt::format("# {}\n{}{} = {}\n", setting.text, prefix, key, setting.value);
    }
  }
  return out;
}

std::string reference_markdown() {
  std::string out;
  for (const SettingText& setting : all_settings()) {
    if (setting.section) {
      out += fmt::format(
          "\n### `{}{}{}`\n\n{}\n\n| setting | type | default | reload |\n"
          "|---|---|---|---|\n",
          setting.many ? "[[" : "[", setting.path, setting.many ? "]]" : "]", setting.text);
    } else {
      const std::string key = setting.path.substr(setting.path.rfind('.') + 1);
      out += fmt::format("| `{}`<br>{} | {} | `{}` | {} |\n", key, setting.text, setting.type,
                         setting.value, setting.live ? "yes" : "restart");
    }
  }
  return out;
}

}  // namespace cramp::app
