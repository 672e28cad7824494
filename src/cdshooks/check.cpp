#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cdshooks/catalog.hpp"
#include "cdshooks/markdown.hpp"
#include "cdshooks/prefetch_template.hpp"

namespace cramp::cdshooks {

namespace {

struct Checker {
  const rules::Snapshot& snapshot;
  base::Faults& faults;
  base::Faults& warnings;

  static base::Error note(std::string where, std::string text) {
    return {base::Code::kContent, "", std::move(text), std::move(where)};
  }

  void hook(const rules::Service& service) {
    const std::string where = service.file + ":action.trigger.name";
    const Hook* hook = find_hook(service.trigger);
    if (hook != nullptr && !hook->successor.empty()) {
      warnings.push_back(
          note(where, fmt::format("hook {} is deprecated; use {}", hook->name, hook->successor)));
    }
    if (hook != nullptr || is_private_hook(service.trigger)) return;
    faults.push_back(note(where, fmt::format("\"{}\" is no published hook; a private one has a "
                                             "reverse-domain name such as org.example.my-hook",
                                             service.trigger)));
  }

  void texts(const rules::Service& service) {
    const std::array<std::pair<std::string_view, const std::string*>, 3> texts{
        {{"title", &service.title},
         {"description", &service.description},
         {"usage", &service.usage}}};
    for (const auto& [element, text] : texts) {
      if (!has_active_markup(*text)) continue;
      faults.push_back(note(fmt::format("{}:{}", service.file, element),
                            "holds HTML, an image or a javascript: link; clients show it as "
                            "markdown, so write it without"));
    }
  }

  void prefetch(const rules::Service& service) {
    const Hook* hook = find_hook(service.trigger);
    for (const rules::DataRequirement& requirement : service.requirements) {
      const auto query = make_template(requirement, snapshot.terminology());
      if (!query) {
        faults.push_back(note(requirement.where, query.error().internal_text));
        continue;
      }
      for (std::string& text : check_template(*query, hook)) {
        faults.push_back(note(requirement.where,
                              fmt::format("prefetch of {}: {}", requirement.key, std::move(text))));
      }
    }
  }

  /// CH-103: critical is for life and death, so an author says why.
  void critical(const rules::Service& service) {
    for (const rules::TopAction& action : service.actions) {
      if (action.priority != rules::Priority::kStat || action.has_reason) continue;
      warnings.push_back(note(fmt::format("{}:{}.priority", service.file, action.where),
                              "stat makes the card critical; say why in action.reason"));
    }
  }
};

}  // namespace

void check_services(const rules::Snapshot& snapshot, base::Faults& faults, base::Faults& warnings) {
  Checker checker{snapshot, faults, warnings};
  for (const rules::Service& service : snapshot.services()) {
    checker.hook(service);
    checker.texts(service);
    checker.prefetch(service);
    checker.critical(service);
  }
}

}  // namespace cramp::cdshooks
