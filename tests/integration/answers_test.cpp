// Every answer to every shipped case, as a strict judge of cards reads it: what CDS Hooks 2.0,
// 3.0.0-ballot and the test kit of Da Vinci CRD want of a response.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "json/document.hpp"
#include "net/url.hpp"
#include "process.hpp"

namespace cramp::testing {
namespace {

using json::View;
using ::testing::AnyOf;
using ::testing::StartsWith;

/// What a response may hold; each member named here may be written, and no other. So nothing is
/// ever an update, launches an app or acts by itself.
const std::set<std::string_view> kCard{
    "uuid",  "summary",           "detail",          "indicator", "source", "suggestions",
    "links", "selectionBehavior", "overrideReasons", "extension"};

void expect_only(View object, const std::set<std::string_view>& names) {
  for (const auto& [name, value] : object.members()) EXPECT_TRUE(names.contains(name)) << name;
}

void expect_full(View value, bool may_be_empty = false) {  // CH-005, CH-006
  EXPECT_FALSE(value.is_null());
  if (value.is_string()) {
    EXPECT_FALSE(value.text().empty());
  }
  if (value.is_array() || value.is_object()) {
    EXPECT_TRUE(may_be_empty || value.size() > 0);
  }
  for (const View item : value.items()) expect_full(item);
  for (const auto& [name, member] : value.members()) expect_full(member, name == "cards");
}

/// As many as JavaScript counts: a character outside the basic plane is two.
std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2 : 1;
  }
  return units;
}

void expect_coding(View coding, bool with_display) {  // CH-139, CH-140
  EXPECT_FALSE(coding.string("code").empty());
  EXPECT_FALSE(coding.string("system").empty());
  if (with_display) {
    EXPECT_FALSE(coding.string("display").empty());
  }
}

/// CH-105, CH-136, CH-138: a fixed address of the content, in which no call puts anything.
void expect_url(View url) {
  const auto parsed = net::Url::parse(url.text());
  ASSERT_TRUE(parsed) << url.text();
  EXPECT_FALSE(parsed->host.empty());
  EXPECT_EQ(url.text().find_first_of("{}?"), std::string_view::npos) << url.text();
}

/// CH-003, CH-125, CH-128 to CH-133.
void expect_actions(View actions) {
  EXPECT_GT(actions.size(), 0U);
  bool creates = false;
  for (const View action : actions.items()) {
    expect_only(action, {"type", "description", "resource", "resourceId"});
    EXPECT_FALSE(action.string("description").empty());
    if (action.string("type") == "create") {
      creates = true;
      EXPECT_EQ(action.find("resource").string("resourceType"), "ServiceRequest");
      EXPECT_FALSE(action.find("resource").find("id")) << "the client gives it one";
      EXPECT_FALSE(action.find("resourceId"));
    } else {
      EXPECT_EQ(action.string("type"), "delete");
      EXPECT_FALSE(creates) << "deletes come first";
      EXPECT_THAT(std::string(action.string("resourceId")), StartsWith("MedicationRequest/"));
      EXPECT_FALSE(action.find("resource"));
    }
  }
}

struct Seen {
  std::set<std::string, std::less<>> uuids;
  std::size_t cards = 0, deletes = 0, recommended = 0;
};

void expect_new_uuid(std::string_view uuid, Seen& seen) {  // CH-098, CH-120
  EXPECT_EQ(uuid.size(), 36U);
  EXPECT_TRUE(seen.uuids.emplace(uuid).second) << uuid;
}

void expect_no_html(std::string_view markdown) {  // CH-101
  for (auto at = markdown.find('<'); at != markdown.npos; at = markdown.find('<', at + 1)) {
    EXPECT_EQ(markdown.substr(at + 1, 1).find_first_not_of(" ="), std::string_view::npos)
        << markdown.substr(at, 20);
  }
}

/// CH-119 to CH-124.
void expect_suggestions(View card, Seen& seen) {
  const View suggestions = card.find("suggestions");
  EXPECT_EQ(bool(suggestions), bool(card.find("selectionBehavior")));  // CH-109, CH-110
  if (!suggestions) return;
  EXPECT_THAT(std::string(card.string("selectionBehavior")), AnyOf("any", "at-most-one"));
  std::size_t recommended = 0;
  for (const View suggestion : suggestions.items()) {
    expect_only(suggestion, {"label", "uuid", "isRecommended", "actions"});
    EXPECT_FALSE(suggestion.string("label").empty());
    expect_new_uuid(suggestion.string("uuid"), seen);
    if (suggestion.find("isRecommended")) ++recommended;
    expect_actions(suggestion.find("actions"));
  }
  seen.recommended += recommended;
  if (card.string("selectionBehavior") == "at-most-one") {
    EXPECT_LE(recommended, 1U);
  }
}

/// CH-104 to CH-108: no icon, since none would be shown in 100 pixels without a picture of ours.
void expect_source(View source) {
  expect_only(source, {"label", "url", "topic"});
  EXPECT_FALSE(source.string("label").empty());
  expect_url(source.find("url"));
  expect_coding(source.find("topic"), true);
}

void expect_card(View card, Seen& seen) {
  expect_only(card, kCard);
  expect_new_uuid(card.string("uuid"), seen);
  const std::string_view summary = card.string("summary");
  EXPECT_FALSE(summary.empty());
  EXPECT_LT(utf16_units(summary), 140U) << summary;  // CH-099
  EXPECT_EQ(summary.find('\n'), std::string_view::npos);
  EXPECT_FALSE(card.string("detail").empty());
  expect_no_html(card.string("detail"));
  EXPECT_THAT(std::string(card.string("indicator")), AnyOf("info", "warning", "critical"));
  expect_source(card.find("source"));
  EXPECT_GT(card.find("overrideReasons").size(), 0U);
  for (const View reason : card.find("overrideReasons").items()) expect_coding(reason, true);
  EXPECT_GT(card.find("links").size(), 0U);
  for (const View link : card.find("links").items()) {  // CH-113, CH-134, CH-135, CH-137
    expect_only(link, {"label", "url", "type"});
    EXPECT_FALSE(link.string("label").empty());
    EXPECT_EQ(link.string("type"), "absolute");
    expect_url(link.find("url"));
  }
  for (const auto& [name, value] : card.find("extension").members()) {
    EXPECT_THAT(std::string(name), StartsWith("org.cramp-cds."));  // CH-010
  }
  expect_suggestions(card, seen);
  ++seen.cards;
}

int rank(std::string_view indicator) {
  return indicator == "critical" ? 0 : (indicator == "warning" ? 1 : 2);
}

// CH-088, CH-090: cards alone, without systemActions; CH-114, CH-116, CH-118, CH-127, CH-239 to
// CH-242.
TEST(Answers, ToEveryCasePassAStrictJudge) {
  const Folder folder;
  const std::string file = folder.path() / "responses.ndjson";
  ASSERT_EQ(run({"test", "--responses", file}).status, 0);
  std::ifstream lines(file);
  std::size_t answers = 0;
  Seen seen;
  for (std::string line; std::getline(lines, line); ++answers) {
    const auto document = json::parse(line);
    ASSERT_TRUE(document.ok()) << line;
    const View root = document->root();
    expect_full(root);
    expect_only(root, {"cards"});
    EXPECT_LE(root.find("cards").size(), 4U) << "few enough to be read";
    int last = 0;
    for (const View card : root.find("cards").items()) {
      expect_card(card, seen);
      EXPECT_GE(rank(card.string("indicator")), last);
      last = rank(card.string("indicator"));
    }
    if (::testing::Test::HasFailure()) FAIL() << line;
  }
  EXPECT_GT(answers, 1000U);
  EXPECT_GT(seen.cards, 1000U);
  EXPECT_GT(seen.recommended, 100U);
}

}  // namespace
}  // namespace cramp::testing
