#include "rules/package.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cramp::rules {

const ContentFile* find_canonical(const std::vector<ContentFile>& files,
                                  std::string_view canonical) {
  const std::size_t bar = canonical.find('|');
  const std::string_view url = canonical.substr(0, bar);
  for (const ContentFile& file : files) {
    if (url.empty() || file.root().string("url") != url) continue;
    const bool any_version = bar == std::string_view::npos;
    if (any_version || file.root().string("version") == canonical.substr(bar + 1)) return &file;
  }
  return nullptr;
}

void check_extensions(json::View element, std::span<const std::string_view> known,
                      const std::string& prefix, base::Faults& faults) {
  for (const json::View extension : element.find("extension").items()) {
    const std::string_view url = extension.string("url");
    if (!url.starts_with(kExtensionPrefix)) continue;
    const std::string_view name = url.substr(kExtensionPrefix.size());
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    faults.push_back(content_fault(
        prefix + "extension", known.empty()
                                  ? fmt::format("no extension {} is known here; remove it", name)
                                  : fmt::format("no extension {} is known here; there are {}", name,
                                                fmt::join(known, ", "))));
  }
}

json::View find_extension(json::View element, std::string_view name) {
  for (const json::View extension : element.find("extension").items()) {
    const std::string_view url = extension.string("url");
    if (url.starts_with(kExtensionPrefix) && url.substr(kExtensionPrefix.size()) == name) {
      return extension;
    }
  }
  return {};
}

bool is_web_url(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    const std::string_view rest = url.substr(scheme.size());
    const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    return !host.empty() && std::all_of(url.begin(), url.end(),
                                        [](char c) { return c > ' ' && c <= '~' && c != '<'; });
  }
  return false;
}

}  // namespace cramp::rules
