#include "cdshooks/feedback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/document.hpp"

namespace cramp::cdshooks {
namespace {

using ::testing::ElementsAre;

constexpr const char* kCard = "4e0a3a1e-3283-4575-ab82-028d55fe2719";

/// An item with one member replaced, or left out where the value is empty.
std::string item(const std::string& name = "", const std::string& value = "",
                 const std::string& more = "") {
  std::string out;
  const std::pair<std::string, std::string> members[] = {
      {"card", std::string("\"") + kCard + "\""},
      {"outcome", "\"overridden\""},
      {"outcomeTimestamp", "\"2026-03-01T12:00:00Z\""}};
  for (const auto& [key, text] : members) {
    const std::string& used = key == name ? value : text;
    if (!used.empty()) out.append("\"").append(key).append("\":").append(used).append(",");
  }
  if (out.empty()) return "{}";
  return std::string("{").append(out).append("\"unknown\":1").append(more).append("}");
}

struct Read {
  json::Document document;
  base::Result<std::vector<Feedback>> result;
};

Read read(const std::string& body) {
  json::Document document = std::move(*json::parse(body));
  auto result = read_feedback(document.root());
  return {std::move(document), std::move(result)};
}

Read read_one(const std::string& item_text) {
  return read(std::string("{\"feedback\":[").append(item_text).append("]}"));
}

/// Where the fault is; "ok" when there is none.
std::string fault(const std::string& item_text) {
  const Read got = read_one(item_text);
  if (got.result) return "ok";
  EXPECT_EQ(got.result.error().code, base::Code::kUnprocessable);
  return got.result.error().where;
}

TEST(Feedback, IsAnObjectWithAList) {  // CH-142
  for (const char* body : {"[]", "{}", "{\"feedback\":{}}", "{\"feedback\":null}", "1"}) {
    EXPECT_FALSE(read(body).result.ok()) << body;
  }
  EXPECT_TRUE(read("{\"feedback\":[]}").result.ok());
}

TEST(Feedback, EachItemNamesCardOutcomeAndTime) {  // CH-143
  EXPECT_EQ(fault(item()), "ok");
  EXPECT_EQ(fault("1"), "feedback[0].card");
  for (const char* wrong : {"", "null", "\"\"", "\"42\"", "7"}) {
    EXPECT_EQ(fault(item("card", wrong)), "feedback[0].card") << wrong;
  }
  for (const char* wrong : {"", "null", "\"ignored\"", "\"Accepted\"", "true"}) {
    EXPECT_EQ(fault(item("outcome", wrong)), "feedback[0].outcome") << wrong;
  }
  for (const char* wrong :
       {"", "null", "17", "\"2026-03-01\"", "\"2026-03-01T12:00Z\"", "\"2026-03-01T12:00:00\"",
        "\"2026-02-30T12:00:00Z\"", "\"2026-03-01T12:00:00.5\"", "\"2026-03-01T12:00:00-0100\""}) {
    EXPECT_EQ(fault(item("outcomeTimestamp", wrong)), "feedback[0].outcomeTimestamp") << wrong;
  }
}

TEST(Feedback, TimesAreBroughtToUtc) {  // CH-143
  for (const char* time : {"\"2026-03-01T12:00:00Z\"", "\"2026-03-01T14:00:00+02:00\"",
                           "\"2026-03-01T12:00:00.000Z\"", "\"2026-03-01T06:30:00-05:30\""}) {
    EXPECT_EQ(read_one(item("outcomeTimestamp", time)).result->front().outcome_at,
              1'772'366'400'000)
        << time;
  }
  EXPECT_EQ(
      read_one(item("outcomeTimestamp", "\"2026-03-01T12:00:00.25Z\"")).result->front().outcome_at,
      1'772'366'400'250);
}

TEST(Feedback, AcceptedNamesItsSuggestions) {  // CH-144
  const auto accepted = [](const std::string& more) {
    return item("outcome", "\"accepted\"", more);
  };
  for (const char* wrong : {"", ",\"acceptedSuggestions\":[]", ",\"acceptedSuggestions\":{}",
                            ",\"acceptedSuggestions\":null"}) {
    EXPECT_EQ(fault(accepted(wrong)), "feedback[0].acceptedSuggestions") << wrong;
  }
  EXPECT_EQ(fault(accepted(R"(,"acceptedSuggestions":[{"id":"a"},{}])")),
            "feedback[0].acceptedSuggestions[1].id");
  const Read good = read_one(accepted(R"(,"acceptedSuggestions":[{"id":"a"},{"id":"b"}])"));
  ASSERT_TRUE(good.result.ok());
  EXPECT_TRUE(good.result->front().accepted);
  EXPECT_THAT(good.result->front().suggestions, ElementsAre("a", "b"));
}

TEST(Feedback, AnOverrideReasonIsACodeATextOrBoth) {  // CH-145, CH-153
  const auto with = [](const std::string& reason) {
    return item("", "", std::string(",\"overrideReason\":").append(reason));
  };
  EXPECT_EQ(fault(with("null")), "ok");
  EXPECT_EQ(fault(with("{}")), "feedback[0].overrideReason");
  EXPECT_EQ(fault(with("\"because\"")), "feedback[0].overrideReason");
  EXPECT_EQ(fault(with(R"({"userComment":""})")), "feedback[0].overrideReason");
  EXPECT_EQ(fault(with(R"({"userComment":1})")), "feedback[0].overrideReason.userComment");
  EXPECT_EQ(fault(with(R"({"reason":{"display":"x"}})")), "feedback[0].overrideReason.reason");
  const Read both = read_one(
      with(R"({"reason":{"code":"their-own","system":"http://ehr"},"userComment":"see note"})"));
  ASSERT_TRUE(both.result.ok());
  EXPECT_EQ(both.result->front().reason, "their-own");
  EXPECT_EQ(both.result->front().reason_system, "http://ehr");
  EXPECT_EQ(both.result->front().comment, "see note");
  EXPECT_EQ(fault(with(R"({"userComment":"see note"})")), "ok");
}

TEST(Feedback, OneFaultRefusesAllAndNamesTheItem) {  // CH-146
  const std::string good = item();
  EXPECT_EQ(fault(good + "," + item("card", "\"x\"") + "," + good), "feedback[1].card");
  EXPECT_EQ(read_one(good + "," + good).result->size(), 2U);
}

TEST(Feedback, HasALimit) {  // CH-152
  const auto many = [](std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all.append(i == 0 ? "" : ",").append(item());
    return all;
  };
  EXPECT_TRUE(read_one(many(kMostFeedback)).result.ok());
  const Read more = read_one(many(kMostFeedback + 1));
  ASSERT_FALSE(more.result.ok());
  EXPECT_EQ(more.result.error().code, base::Code::kTooLarge);
}

}  // namespace
}  // namespace cramp::cdshooks
