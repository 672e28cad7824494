// Writes request bodies for the shipped patient-view service: KILOBYTES-CASE.json for each size and
// each case of patient.hpp.
//   bench_bodies FOLDER KILOBYTES...

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <fstream>

#include "app/chart.hpp"
#include "app/content.hpp"
#include "bench/patient.hpp"
#include "json/writer.hpp"

using namespace cramp;

namespace {

constexpr std::array<std::pair<bench::Case, std::string_view>, 3> kCases{{
    {bench::Case::kTreated, "treated"},
    {bench::Case::kBenign, "benign"},
    {bench::Case::kNoCramps, "no-cramps"},
}};

std::string make_body(const cdshooks::Catalog& catalog, const cdshooks::Offer& offer,
                      bench::Case of, std::size_t bytes) {
  std::string chart = "[";
  for (const json::Value& resource : bench::make_patient(of, bytes, base::SystemClock().now())) {
    if (chart.size() > 1) chart += ',';
    json::write_to(chart, resource);
  }
  const auto document = json::parse(chart + ']', {.bytes = 1U << 30U});
  return app::request_from_chart(offer, catalog.snapshot().terminology(),
                                 app::resources_of(document->root()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_bodies FOLDER KILOBYTES...\n");
    return 2;
  }
  base::Faults faults;
  const auto catalog = cdshooks::load(app::content_directory(""), faults);
  for (const base::Error& fault : faults) fmt::print(stderr, "{}\n", base::describe(fault));
  const cdshooks::Offer* offer =
      catalog ? app::find_offer(*catalog, "leg-cramp-patient-view") : nullptr;
  if (offer == nullptr) return 1;
  for (int i = 2; i < argc; ++i) {
    const auto kilobytes = static_cast<std::size_t>(std::atoi(argv[i]));
    for (const auto& [of, name] : kCases) {
      const std::string path = fmt::format("{}/{:05}-{}.json", argv[1], kilobytes, name);
      std::ofstream(path, std::ios::binary) << make_body(*catalog, *offer, of, kilobytes * 1000);
    }
  }
}
