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
using Codes = std::set<std::string_view>;
using Differences = std::vector<Difference>;

/// Lists of rules that no card may have: why they stay away is for the table.
constexpr std::array<std::string_view, 3> kAbsent{"notRules", "unknown", "suppressed"};

constexpr std::array<std::string_view, 6> kOfTheAnswer{
    "cards", "notRules", "unknown", "suppressed", "notOffered", "detailContains"};
constexpr std::array<std::string_view, 9> kOfACard{
    "indicator",  "summary",         "rules",          "recommended", "offered",
    "notOffered", "overrideReasons", "detailContains", "detailLacks"};

Texts texts(View array) {
  Texts found;
  for (const View item : array.items()) found.push_back(item.text());
  return found;
}

template <class List>
std::string join(const List& list) {
  return list.empty() ? "none" : fmt::format("{}", fmt::join(list, ", "));
}

template <class List, class Item>
bool holds(const List& list, const Item& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Texts rules_of(View card) {
  return texts(card.find("extension").find("org.cramp-cds.rules"));
}

/// The codes of the resources that a suggestion drafts, and the references of those it deletes.
Codes codes_of(View suggestion) {
  Codes codes;
  for (const View action : suggestion.find("actions").items()) {
    if (const View removed = action.find("resourceId")) codes.insert(removed.text());
    for (const View coding : action.find("resource").find("code").find("coding").items()) {
      codes.insert(coding.string("code"));
    }
  }
  return codes;
}

Codes all_codes(View card) {
  Codes codes;
  for (const View suggestion : card.find("suggestions").items()) codes.merge(codes_of(suggestion));
  return codes;
}

/// A member that nobody reads would let a case pass that proves nothing.
template <class Known>
void check_members(View expected, const Known& known, const std::string& where,
                   Differences& differences) {
  for (const auto [name, value] : expected.members()) {
    if (!holds(known, name)) {
      differences.push_back({where, join(known), fmt::format("{} is not compared here", name)});
    }
  }
}

void check_recommended(View expected, View card, const std::string& where,
                       Differences& differences) {
  if (!expected) return;
  const Texts list = texts(expected);
  const Codes wanted(list.begin(), list.end());
  std::vector<Codes> recommended;
  for (const View suggestion : card.find("suggestions").items()) {
    if (suggestion.find("isRecommended").boolean()) recommended.push_back(codes_of(suggestion));
  }
  const bool same =
      wanted.empty() ? recommended.empty() : recommended.size() == 1 && recommended[0] == wanted;
  if (same) return;
  std::vector<std::string> actual;
  actual.reserve(recommended.size());
  for (const Codes& codes : recommended) actual.push_back(join(codes));
  differences.push_back({where + " recommended", join(wanted),
                         actual.empty() ? "none" : fmt::format("{}", fmt::join(actual, " | "))});
}

void check_offers(View expected, View card, const std::string& where, Differences& differences) {
  const Codes codes = all_codes(card);
  for (const std::string_view code : texts(expected.find("offered"))) {
    if (!codes.contains(code)) {
      differences.push_back({where + " offered", std::string(code), join(codes)});
    }
  }
  for (const std::string_view code : texts(expected.find("notOffered"))) {
    if (codes.contains(code)) {
      differences.push_back({where + " offered", fmt::format("not {}", code), join(codes)});
    }
  }
}

void check_override_reasons(View expected, View card, const std::string& where,
                            Differences& differences) {
  if (!expected) return;
  Texts codes;
  for (const View reason : card.find("overrideReasons").items()) {
    codes.push_back(reason.string("code"));
  }
  if (texts(expected) == codes) return;
  differences.push_back({where + " overrideReasons", join(texts(expected)), join(codes)});
}

void check_texts(View expected, std::string_view member, View card, const std::string& where,
                 Differences& differences) {
  const std::string list(member);
  const std::string_view text = card.string(member);
  const auto differ = [&](std::string wanted) {
    differences.push_back(
        {fmt::format("{} {}", where, member), std::move(wanted), std::string(text)});
  };
  for (const std::string_view part : texts(expected.find(list + "Contains"))) {
    if (!contains(text, part)) differ(fmt::format("with \"{}\"", part));
  }
  for (const std::string_view part : texts(expected.find(list + "Lacks"))) {
    if (contains(text, part)) differ(fmt::format("without \"{}\"", part));
  }
}

void check_card(View expected, View card, const std::string& where, Differences& differences) {
  check_members(expected, kOfACard, where, differences);
  for (const std::string_view member : {"indicator", "summary"}) {
    const View wanted = expected.find(member);
    if (!wanted || wanted.text() == card.string(member)) continue;
    differences.push_back({fmt::format("{} {}", where, member), std::string(wanted.text()),
                           std::string(card.string(member))});
  }
  if (const View wanted = expected.find("rules"); wanted && texts(wanted) != rules_of(card)) {
    differences.push_back({where + " rules", join(texts(wanted)), join(rules_of(card))});
  }
  check_recommended(expected.find("recommended"), card, where, differences);
  check_offers(expected, card, where, differences);
  check_override_reasons(expected.find("overrideReasons"), card, where, differences);
  check_texts(expected, "detail", card, where, differences);
}

/// What holds of the whole answer: rules that must not fire, and text and codes of any card.
void check_whole(View expected, View cards, Differences& differences) {
  for (const std::string_view list : kAbsent) {
    for (const std::string_view rule : texts(expected.find(list))) {
      const auto fires = [&](View card) { return holds(rules_of(card), rule); };
      for (const View card : cards.items()) {
        if (!fires(card)) continue;
        differences.push_back(
            {std::string(list), fmt::format("not {}", rule), join(rules_of(card))});
      }
    }
  }
  for (const View card : cards.items()) {
    for (const std::string_view code : texts(expected.find("notOffered"))) {
      if (!all_codes(card).contains(code)) continue;
      differences.push_back({"offered", fmt::format("not {}", code), join(all_codes(card))});
    }
  }
  for (const std::string_view part : texts(expected.find("detailContains"))) {
    bool found = false;
    for (const View card : cards.items()) found = found || contains(card.string("detail"), part);
    if (!found) {
      differences.push_back({"detail", fmt::format("with \"{}\"", part), "no card has it"});
    }
  }
}

/// "warning: med-statin, dx-diabetes", a line a card.
std::string in_short(View cards) {
  std::vector<std::string> lines;
  for (const View card : cards.items()) {
    const Texts rules = card.find("rules") ? texts(card.find("rules")) : rules_of(card);
    lines.push_back(fmt::format("{}: {}", card.string("indicator"), join(rules)));
  }
  return lines.empty() ? "no card" : fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace

void check_response(View expected, View response, Differences& differences) {
  check_members(expected, kOfTheAnswer, "expected", differences);
  const View cards = response.find("cards");
  const View wanted = expected.find("cards");
  if (wanted.size() != cards.size()) {
    differences.push_back({"cards", in_short(wanted), in_short(cards)});
  }
  for (std::size_t i = 0; i < std::min(wanted.size(), cards.size()); ++i) {
    check_card(wanted.at(i), cards.at(i), fmt::format("card {}", i + 1), differences);
  }
  check_whole(expected, cards, differences);
}

}  // namespace cramp::cli
