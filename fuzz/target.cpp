#include "target.hpp"

#include <algorithm>
#include <array>

namespace cramp::fuzz {

namespace {

constexpr std::array<Target, 11> kTargets{{
    {"json", &run_json, false},
    {"elm", &run_elm, true},
    {"data", &run_data, true},
    {"hook", &run_hook, true},
    {"ucum", &run_ucum, false},
    {"time", &run_time, false},
    {"decimal", &run_decimal, false},
    {"markdown", &run_markdown, false},
    {"jose", &run_jose, true},
    {"links", &run_links, false},
    {"gzip", &run_gzip, false},
}};

}  // namespace

std::span<const Target> targets() {
  return kTargets;
}

const Target* find_target(std::string_view name) {
  const auto found = std::ranges::find(kTargets, name, &Target::name);
  return found == kTargets.end() ? nullptr : &*found;
}

}  // namespace cramp::fuzz
