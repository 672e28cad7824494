#include "app/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/recall.hpp"

namespace cramp::app {
namespace {

using rules::Priority;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr store::Millis kDay = 86'400'000;
constexpr store::Millis kNow = 1'000 * kDay;

rules::AppliedAction card(const std::string& key, Priority priority,
                          std::vector<std::string> rules = {"r1"}) {
  rules::AppliedAction action;
  action.key = key;
  action.priority = priority;
  action.rules = std::move(rules);
  return action;
}

store::PastCard past(const std::string& key, store::Millis shown_at,
                     const std::string& outcome = "", const std::string& reason = "") {
  store::PastCard card;
  card.key = key;
  card.shown_at = shown_at;
  card.outcome = outcome;
  card.reason = reason;
  card.outcome_at = shown_at;
  return card;
}

class PolicyTest : public ::testing::Test {
 protected:
  /// The keys that are shown; the others stand in withheld_ as "reason key".
  std::vector<std::string> shown(std::vector<rules::AppliedAction> cards,
                                 const std::vector<store::PastCard>& earlier = {}) {
    rules::Applied applied;
    applied.actions = std::move(cards);
    CallRecord record;
    Policy(state_, {&client_, ""}, offer_).withhold(earlier, kNow, applied, record);
    withheld_.clear();
    for (const WithheldCard& one : record.withheld) {
      withheld_.push_back(std::string(one.reason) + ' ' + one.key.expose());
    }
    std::vector<std::string> keys;
    for (const auto& one : applied.actions) keys.push_back(one.key);
    return keys;
  }

  /// A service whose content asks what came of earlier cards, or does not.
  void use_program(const std::string& parameters) {
    const std::string text = R"({"library":{"identifier":{"id":"L","version":"1"},
        "schemaIdentifier":{"id":"urn:hl7-org:elm","version":"r1"},
        "usings":{"def":[{"localIdentifier":"System","uri":"urn:hl7-org:elm-types:r1"}]},
        "parameters":{"def":[)" +
                             parameters + "]}}}";
    base::Faults faults;
    std::vector<elm::Library> libraries;
    libraries.push_back(elm::load(*json::parse(text), faults));
    program_ = engine::Program::link(std::move(libraries), terminology_, faults);
    ASSERT_TRUE(program_) << base::describe(faults.front());
    service_.program = program_.get();
  }
  void SetUp() override {
    service_.id = "s";
    offer_.service = &service_;
    offer_.hook = cdshooks::find_hook("patient-view");
    use_program("");
  }

  State state_;
  ClientConfig client_;
  terminology::Terminology terminology_;
  std::unique_ptr<const engine::Program> program_;
  rules::Service service_;
  cdshooks::Offer offer_;
  std::vector<std::string> withheld_;
};

TEST_F(PolicyTest, AtMostSoManyCardsAndTheMostSevereStay) {
  state_.config.policy.cards = 2;
  EXPECT_THAT(shown({card("i1", Priority::kRoutine), card("w1", Priority::kUrgent),
                     card("i2", Priority::kRoutine), card("c1", Priority::kStat)}),
              ElementsAre("w1", "c1"))
      << "in the order of the content";
  EXPECT_THAT(withheld_, ElementsAre("capped i1", "capped i2"));
  EXPECT_THAT(shown({card("c1", Priority::kStat), card("c2", Priority::kStat),
                     card("c3", Priority::kStat), card("i1", Priority::kRoutine)}),
              ElementsAre("c1", "c2", "c3"));
  EXPECT_THAT(shown({card("i1", Priority::kRoutine), card("i2", Priority::kRoutine)}),
              ElementsAre("i1", "i2"));
  EXPECT_THAT(withheld_, IsEmpty());
}

TEST_F(PolicyTest, WarningsOnOrdersInTheMakingAreNotCapped) {
  state_.config.policy.cards = 1;
  const std::vector cards{card("i1", Priority::kRoutine), card("w1", Priority::kUrgent),
                          card("w2", Priority::kUrgent), card("i2", Priority::kRoutine)};
  for (const char* hook : {"order-select", "order-sign"}) {
    offer_.hook = cdshooks::find_hook(hook);
    EXPECT_THAT(shown(cards), ElementsAre("w1", "w2")) << hook;
    EXPECT_THAT(withheld_, ElementsAre("capped i1", "capped i2"));
    EXPECT_THAT(shown({cards[0], cards[3]}), ElementsAre("i1"));
  }
  offer_.hook = cdshooks::find_hook("encounter-start");
  EXPECT_THAT(shown(cards), ElementsAre("w1"));
}

TEST_F(PolicyTest, ContentThatIsToldOfAnswersDecidesWhatTheySilence) {
  const std::vector earlier{past("k", kNow - 1, "overridden", "x")};
  EXPECT_THAT(shown({card("k", Priority::kUrgent)}, earlier), IsEmpty());
  const auto text = [](const std::string& name) {
    return R"({"name":")" + name + R"(","accessLevel":"Public","parameterTypeSpecifier":
        {"type":"NamedTypeSpecifier","name":"{urn:hl7-org:elm-types:r1}String"}})";
  };
  use_program(text("Encounter Id"));
  EXPECT_THAT(shown({card("k", Priority::kUrgent)}, earlier), IsEmpty());
  use_program(text("Encounter Id") + "," + text("Earlier Outcomes"));
  EXPECT_THAT(shown({card("k", Priority::kUrgent)}, earlier), ElementsAre("k"));
  state_.config.policy.suppress_shown = std::chrono::hours(1);
  EXPECT_THAT(shown({card("k", Priority::kUrgent)}, earlier), IsEmpty());
}

TEST_F(PolicyTest, SilentServicesClientsAndRules) {
  state_.config.policy.silent_rules = {"r1", "r2"};
  EXPECT_THAT(
      shown({card("a", Priority::kRoutine, {"r1", "r2"}),
             card("b", Priority::kRoutine, {"r1", "r3"}), card("c", Priority::kRoutine, {})}),
      ElementsAre("b", "c"));
  EXPECT_THAT(withheld_, ElementsAre("silent a"));
  state_.config.policy.silent_rules.clear();
  state_.config.policy.silent_services = {"other"};
  EXPECT_THAT(shown({card("a", Priority::kStat)}), ElementsAre("a"));
  state_.config.policy.silent_services = {"other", "s"};
  EXPECT_THAT(shown({card("a", Priority::kStat)}), IsEmpty());
  state_.config.policy.silent_services.clear();
  client_.silent = true;
  EXPECT_THAT(shown({card("p7|a", Priority::kStat)}), IsEmpty());
  EXPECT_THAT(withheld_, ElementsAre("silent p7|a"));
}

TEST_F(PolicyTest, OverriddenWithAReasonStaysAwayWhileTheFactsAreTheSame) {
  state_.config.policy.suppress_overridden = std::chrono::hours(24 * 90);
  const auto warning = [] { return std::vector{card("k", Priority::kUrgent)}; };
  const auto answered = [](store::Millis at) { return past("k", at, "overridden", "x"); };
  EXPECT_THAT(shown(warning(), {answered(kNow - 90 * kDay + 1)}), IsEmpty());
  EXPECT_THAT(withheld_, ElementsAre("suppressed k"));
  EXPECT_THAT(shown(warning(), {answered(kNow - 90 * kDay)}), ElementsAre("k"));
  EXPECT_THAT(shown(warning(), {past("other", kNow - 1, "overridden", "x")}), ElementsAre("k"));
  EXPECT_THAT(shown(warning(), {past("k", kNow - 1, "overridden")}), ElementsAre("k"))
      << "no reason was given";
  EXPECT_THAT(shown(warning(), {past("k", kNow - 1, "accepted", "x")}), ElementsAre("k"));
  store::PastCard commented = past("k", kNow - 1, "overridden");
  commented.commented = true;
  EXPECT_THAT(shown(warning(), {commented}), IsEmpty());
  EXPECT_THAT(shown({card("k", Priority::kStat)}, {answered(kNow - 1)}), ElementsAre("k"))
      << "never a critical one";
  EXPECT_THAT(shown({card("", Priority::kUrgent)}, {past("", kNow - 1, "overridden", "x")}),
              ElementsAre(""));
  state_.config.policy.suppress_overridden = Duration(0);
  EXPECT_THAT(shown(warning(), {answered(kNow - 1)}), ElementsAre("k"));
}

TEST_F(PolicyTest, ShownNotLongAgo) {
  const std::vector earlier{past("k", kNow - kDay)};
  EXPECT_THAT(shown({card("k", Priority::kUrgent)}, earlier), ElementsAre("k"));
  state_.config.policy.suppress_shown = std::chrono::hours(24) + std::chrono::milliseconds(1);
  EXPECT_THAT(shown({card("k", Priority::kUrgent)}, earlier), IsEmpty());
  EXPECT_THAT(shown({card("k", Priority::kStat)}, earlier), ElementsAre("k"));
  offer_.hook = cdshooks::find_hook("order-sign");
  EXPECT_THAT(shown({card("k", Priority::kUrgent)}, earlier), ElementsAre("k"))
      << "the order is made now";
  EXPECT_THAT(shown({card("k", Priority::kRoutine)}, earlier), IsEmpty());
  offer_.hook = cdshooks::find_hook("patient-view");
  state_.config.policy.suppress_shown = std::chrono::hours(24);
  EXPECT_THAT(shown({card("k", Priority::kUrgent)}, earlier), ElementsAre("k"));
}

TEST_F(PolicyTest, RulesHearOfEachRuleOfACardAndOfTheAnswer) {
  store::PastCard one = past("p7|k", 1'772'366'400'000, "overridden", "already-evaluated");
  one.rules = "r1,r2";
  one.outcome_at += 3'600'000;
  const auto outcomes = outcomes_of({one}, 120);
  ASSERT_EQ(outcomes.size(), 4U);
  EXPECT_EQ(outcomes[0].rule, "r1");
  EXPECT_EQ(outcomes[0].outcome, "shown");
  EXPECT_EQ(outcomes[0].time, "2026-03-01T14:00:00.000+02:00");
  EXPECT_EQ(outcomes[1].outcome, "overridden");
  EXPECT_EQ(outcomes[1].reason, "already-evaluated");
  EXPECT_EQ(outcomes[1].time, "2026-03-01T15:00:00.000+02:00");
  EXPECT_EQ(outcomes[3].rule, "r2");
  one.reason.clear();
  one.commented = true;
  EXPECT_EQ(outcomes_of({one}, 0)[1].reason, "user-comment");
  one.outcome.clear();
  EXPECT_EQ(outcomes_of({one}, 0).size(), 2U);
}

TEST(PastCards, RepeatsThatNobodyAnsweredAreOneCard) {
  const auto kept = without_repeats({past("k", 5), past("k", 4, "overridden", "already-evaluated"),
                                     past("other", 3), past("k", 2),
                                     past("k", 1, "overridden", "already-evaluated")});
  std::vector<store::Millis> times;
  for (const store::PastCard& card : kept) times.push_back(card.shown_at);
  EXPECT_EQ(times, (std::vector<store::Millis>{5, 4, 3, 1}));
}

}  // namespace
}  // namespace cramp::app
