#include "cli/case_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

namespace cramp::cli {

namespace {

using json::View;
using Texts = std::vector<std::string_view>;
using Differences = std::vector<std::string>;

Texts texts(View array) {
  Texts found;
  for (const View item : array.items()) found.push_back(item.text());
  return found;
}

Texts rules_of(View card) {
  return texts(card.find("extension").find("org.cramp-cds.rules"));
}

/// The codes of the resources that a suggestion drafts.
std::set<std::string_view> codes_of(View suggestion) {
  std::set<std::string_view> codes;
  for (const View action : suggestion.find("actions").items()) {
    for (const View coding : action.find("resource").find("code").find("coding").items()) {
      codes.insert(coding.string("code"));
    }
  }
  return codes;
}

std::set<std::string_view> all_codes(View card) {
  std::set<std::string_view> codes;
  for (const View suggestion : card.find("suggestions").items()) codes.merge(codes_of(suggestion));
  return codes;
}

void check_recommended(View expected, View card, const std::string& where,
                       Differences& differences) {
  if (!expected) return;
  const Texts list = texts(expected);
  const std::set<std::string_view> wanted(list.begin(), list.end());
  std::vector<std::set<std::string_view>> recommended;
  for (const View suggestion : card.find("suggestions").items()) {
    if (suggestion.find("isRecommended").boolean()) recommended.push_back(codes_of(suggestion));
  }
  const bool same =
      wanted.empty() ? recommended.empty() : recommended.size() == 1 && recommended[0] == wanted;
  if (!same)
    differences.push_back(
        fmt::format("{}: recommended {} instead of {}", where, recommended, wanted));
}

void check_offers(View expected, View card, const std::string& where, Differences& differences) {
  const auto codes = all_codes(card);
  for (const std::string_view code : texts(expected.find("offered"))) {
    if (!codes.contains(code))
      differences.push_back(fmt::format("{}: {} is not offered", where, code));
  }
  for (const std::string_view code : texts(expected.find("notOffered"))) {
    if (codes.contains(code)) differences.push_back(fmt::format("{}: {} is offered", where, code));
  }
}

void check_texts(View expected, std::string_view member, View card, const std::string& where,
                 Differences& differences) {
  const std::string list(std::string(member) + "Contains");
  const std::string_view text = card.string(member);
  for (const std::string_view part : texts(expected.find(list))) {
    if (text.find(part) == std::string_view::npos) {
      differences.push_back(
          fmt::format("{}: {} does not hold \"{}\": {}", where, member, part, text));
    }
  }
  for (const std::string_view part : texts(expected.find(std::string(member) + "Lacks"))) {
    if (text.find(part) != std::string_view::npos) {
      differences.push_back(fmt::format("{}: {} holds \"{}\"", where, member, part));
    }
  }
}

void check_card(View expected, View card, const std::string& where, Differences& differences) {
  for (const std::string_view member : {"indicator", "summary"}) {
    const View wanted = expected.find(member);
    if (wanted && wanted.text() != card.string(member)) {
      differences.push_back(fmt::format("{}: {} is {} instead of {}", where, member,
                                        card.string(member), wanted.text()));
    }
  }
  if (const View wanted = expected.find("rules"); wanted && texts(wanted) != rules_of(card)) {
    differences.push_back(
        fmt::format("{}: rules {} instead of {}", where, rules_of(card), texts(wanted)));
  }
  check_recommended(expected.find("recommended"), card, where, differences);
  check_offers(expected, card, where, differences);
  check_texts(expected, "detail", card, where, differences);
}

/// What holds of the whole answer: rules that must not fire, and text and codes of any card.
void check_whole(View expected, View cards, Differences& differences) {
  for (const std::string_view rule : texts(expected.find("notRules"))) {
    for (const View card : cards.items()) {
      const Texts fired = rules_of(card);
      if (std::find(fired.begin(), fired.end(), rule) != fired.end()) {
        differences.push_back(fmt::format("{} fired", rule));
      }
    }
  }
  for (const View card : cards.items()) {
    for (const std::string_view code : texts(expected.find("notOffered"))) {
      if (all_codes(card).contains(code)) differences.push_back(fmt::format("{} is offered", code));
    }
  }
  for (const std::string_view part : texts(expected.find("detailContains"))) {
    const auto holds = [&](View card) {
      return card.string("detail").find(part) != std::string_view::npos;
    };
    bool found = false;
    for (const View card : cards.items()) found = found || holds(card);
    if (!found) differences.push_back(fmt::format("no detail holds \"{}\"", part));
  }
}

}  // namespace

void check_response(View expected, View response, Differences& differences) {
  const View cards = response.find("cards");
  const View wanted = expected.find("cards");
  if (wanted.size() != cards.size()) {
    std::string got;
    for (const View card : cards.items()) {
      got += fmt::format(" [{} {}]", card.string("indicator"), fmt::join(rules_of(card), ", "));
    }
    differences.push_back(
        fmt::format("{} cards instead of {}:{}", cards.size(), wanted.size(), got));
  }
  for (std::size_t i = 0; i < std::min(wanted.size(), cards.size()); ++i) {
    check_card(wanted.at(i), cards.at(i), fmt::format("card {}", i + 1), differences);
  }
  check_whole(expected, cards, differences);
}

}  // namespace cramp::cli
