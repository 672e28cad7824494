#include "cdshooks/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cdshooks/json_text.hpp"
#include "cdshooks/markdown.hpp"
#include "cdshooks/prefetch_template.hpp"

namespace cramp::cdshooks {

namespace {

/// The version of CDS Hooks that discovery names (CH-023); 2.0 clients do not know the member.
constexpr std::string_view kVersion = "3.0.0-ballot";

Offer make_offer(const rules::Service& service, const rules::Snapshot& snapshot) {
  Offer offer;
  offer.service = &service;
  offer.hook = find_hook(service.trigger);
  if (offer.hook == nullptr) offer.hook = &private_hook();
  for (const rules::DataRequirement& requirement : service.requirements) {
    auto query = make_template(requirement, snapshot.terminology());
    if (query) offer.prefetch.emplace_back(requirement.key, std::move(query).value());
  }
  for (const rules::TopAction& action : service.actions) offer.cards.push_back(card_text(action));
  return offer;
}

void append_offer(std::string& out, const Offer& offer) {
  const rules::Service& service = *offer.service;
  out += '{';
  append_member(out, "hook", service.trigger);
  append_member(out, "title", service.title);
  append_member(out, "description", service.description);
  append_member(out, "id", service.id);
  if (!offer.prefetch.empty()) {
    out += ",\"prefetch\":{";
    for (const auto& [key, query] : offer.prefetch) {
      if (out.back() != '{') out += ',';
      append_string(out, key);
      out += ':';
      append_string(out, query);
    }
    out += '}';
  }
  append_member(out, "usageRequirements", service.usage);
  append_member(out, "version", kVersion);
  append_member(out, "hookVersion", offer.hook->version);
  out += '}';
}

std::string write_discovery(const std::vector<Offer>& offers) {
  std::string out = "{\"services\":[";
  for (const Offer& offer : offers) {
    if (out.back() != '[') out += ',';
    append_offer(out, offer);
  }
  out += "]}";
  return out;
}

/// A hook name from a request may be repeated in an error text when it looks like a name.
bool is_printable_name(std::string_view hook) {
  return hook.size() <= 64 && std::all_of(hook.begin(), hook.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || c == '-';
         });
}

}  // namespace

Catalog::Catalog(std::shared_ptr<const rules::Snapshot> snapshot) : snapshot_(std::move(snapshot)) {
  for (const rules::Service& service : snapshot_->services()) {
    offers_.push_back(make_offer(service, *snapshot_));
  }
  discovery_ = write_discovery(offers_);
}

bool Catalog::knows(std::string_view id) const {
  return std::any_of(offers_.begin(), offers_.end(),
                     [&](const Offer& offer) { return offer.service->id == id; });
}

base::Result<const Offer*> Catalog::find(std::string_view id, std::string_view hook) const {
  std::string hooks;
  for (const Offer& offer : offers_) {
    if (offer.service->id != id) continue;
    if (offer.service->trigger == hook) return &offer;
    hooks += (hooks.empty() ? "" : " or ") + fmt::format("\"{}\"", offer.service->trigger);
  }
  if (hooks.empty()) return base::Error{base::Code::kNotFound, "there is no such service", "", ""};
  const std::string sent = is_printable_name(hook) ? fmt::format(", not \"{}\"", hook) : "";
  return base::Error{base::Code::kUnprocessable,
                     fmt::format("hook must be {} for this service{}", hooks, sent), "", "hook"};
}

std::shared_ptr<const Catalog> load(const std::filesystem::path& content, base::Faults& faults,
                                    engine::Tracing tracing) {
  const std::array<rules::Check, 1> checks{check_services};
  auto snapshot = rules::load(content, faults, checks, tracing);
  return snapshot ? std::make_shared<const Catalog>(std::move(snapshot)) : nullptr;
}

}  // namespace cramp::cdshooks
