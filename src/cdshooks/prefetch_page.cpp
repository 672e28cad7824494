#include "cdshooks/prefetch_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace cramp::cdshooks {

namespace {

struct Row {
  std::string_view key, query;
  bool required = false;
  std::vector<std::string_view> services;
};

/// One for each key, query and need, in the order of discovery.
std::vector<Row> rows_of(const Catalog& catalog) {
  std::vector<Row> rows;
  for (const Offer& offer : catalog.offers()) {
    for (const auto& entry : offer.prefetch) {
      const std::string_view key = entry.first, query = entry.second;
      const auto requirement =
          std::find_if(offer.service->requirements.begin(), offer.service->requirements.end(),
                       [&](const rules::DataRequirement& one) { return one.key == key; });
      const bool required =
          requirement != offer.service->requirements.end() && requirement->required;
      auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& one) {
        return one.key == key && one.query == query && one.required == required;
      });
      if (row == rows.end()) row = rows.insert(rows.end(), {key, query, required, {}});
      row->services.push_back(offer.service->id);
    }
  }
  return rows;
}

/// "code=1,2,3,..." with its first codes only.
std::string shortened(std::string_view query) {
  constexpr std::size_t kWhole = 90;
  const auto list = query.find("code=");
  if (query.size() <= kWhole || list == query.npos) return std::string(query);
  const std::string_view codes = query.substr(list + 5, query.find('&', list) - list - 5);
  const auto count = std::count(codes.begin(), codes.end(), ',') + 1;
  const auto second = codes.find(',', codes.find(',') + 1);
  return fmt::format("{}code={},… ({} codes)", query.substr(0, list), codes.substr(0, second),
                     count);
}

}  // namespace

std::string prefetch_markdown(const Catalog& catalog) {
  std::string out = "| key | template | asked by | without it |\n|---|---|---|---|\n";
  for (const Row& row : rows_of(catalog)) {
    const bool all = row.services.size() == catalog.offers().size();
    out += fmt::format("| `{}` | `{}` | {} | {} |\n", row.key, shortened(row.query),
                       all ? "all" : fmt::format("{}", fmt::join(row.services, ", ")),
                       row.required ? "412" : "said on the card");
  }
  return out;
}

}  // namespace cramp::cdshooks
