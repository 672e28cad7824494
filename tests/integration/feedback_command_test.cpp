// `cramp-cds feedback`: what the store knows, as text.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/uuid.hpp"
#include "process.hpp"
#include "store/database.hpp"

namespace cramp::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kDay = "2026-03-01";
constexpr store::Millis kMarch = 1'772'323'200'000;  // the same
constexpr const char* kHeader =
    "card,shown_at,service,version,hook,client,tenant,indicator,rules,visibility,outcome,"
    "outcome_at,reason,reason_system,commented,accepted_suggestions,events\r\n";

class FeedbackCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    store::Database database({store::Kind::kSqlite,
                              base::Secret<std::string>(folder_.path() / "cramp-cds.sqlite"),
                              true});
    store::CallRow call;
    call.id = base::new_uuid();
    call.at = kMarch;
    call.service = "leg-cramp-patient-view";
    call.version = "1.0.0";
    call.hook = "patient-view";
    call.client = "ehr";
    call.patient = "hash-of-a-patient";
    call.status = 200;
    call.cards = {{card_, "sealed", "shown", "warning", "med-statin,lab-ck-elevated"},
                  {base::new_uuid(), "", "silent", "info", "med-statin"}};
    store::FeedbackRow event{.id = base::new_uuid(),
                             .card = card_,
                             .service = call.service,
                             .client = "ehr",
                             .tenant = {},
                             .outcome = "overridden",
                             .outcome_at = kMarch + 1,
                             .received_at = kMarch + 2,
                             .reason = "=cmd|' /C calc'!A0, \"x\"",
                             .reason_system = {},
                             .commented = true,
                             .comment = "kept, not exported",
                             .suggestions = {}};
    ASSERT_TRUE(database.add_calls(std::vector{call}).ok());
    ASSERT_TRUE(database.add_feedback(std::vector{event}).ok());
  }
  Finished feedback(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"feedback"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    if (arguments.size() < 4 || arguments[2] != "--config") {
      arguments.insert(arguments.end(), {"--config", config_});
    }
    return run(arguments);
  }

  Folder folder_;
  std::string config_ = folder_.write("c.toml", "[store]\nkind = \"sqlite\"\n");
  std::string card_ = base::new_uuid();
};

TEST_F(FeedbackCommand, ExportsEachCardWithTheAnswerThatCounts) {
  const Finished csv = feedback({"export", "--from", kDay});
  EXPECT_EQ(csv.status, 0);
  EXPECT_THAT(csv.out, StartsWith(kHeader));
  EXPECT_THAT(csv.out, HasSubstr(card_ + ",2026-03-01T00:00:00.000+00:00,leg-cramp-patient-view,"
                                         "1.0.0,patient-view,ehr,,warning,"
                                         "med-statin;lab-ck-elevated,shown,overridden,"));
  EXPECT_THAT(csv.out, HasSubstr(R"(,"'=cmd|' /C calc'!A0, ""x""",)"))
      << "no formula for a spreadsheet";
  EXPECT_THAT(csv.out, AllOf(Not(HasSubstr("hash-of")), Not(HasSubstr("not exported"))));
  const Finished json = feedback({"export", "--from", kDay, "--format", "ndjson"});
  EXPECT_THAT(json.out,
              HasSubstr(R"("rules":["med-statin","lab-ck-elevated"],"visibility":"shown",)"
                        R"("outcome":"overridden")"));
  EXPECT_THAT(json.out, HasSubstr(R"("visibility":"silent","outcome":"","outcome_at":null)"));
}

TEST_F(FeedbackCommand, ExportsCountsByMonthAndWeek) {
  const Finished csv = feedback({"export", "--from", kDay, "--monthly"});
  EXPECT_EQ(csv.status, 0);
  EXPECT_THAT(csv.out, StartsWith("period,rule,service,version,hook,client,calls,shown,accepted,"
                                  "overridden,silent,suppressed,capped,override_reasons\r\n"
                                  "2026-03,*,leg-cramp-patient-view,1.0.0,patient-view,ehr,"
                                  "1,1,0,1,1,0,0,"));
  EXPECT_THAT(csv.out, HasSubstr("2026-03,lab-ck-elevated,leg-cramp-patient-view,1.0.0,"
                                 "patient-view,ehr,1,1,0,1,0,0,0,"));
  const Finished json = feedback({"export", "--from", kDay, "--weekly", "--format", "ndjson"});
  EXPECT_THAT(json.out, HasSubstr(R"({"period":"2026-W09","rule":"med-statin",)"));
  EXPECT_THAT(json.out, HasSubstr(R"("override_reasons":{"=cmd)"));
}

TEST_F(FeedbackCommand, DaysBoundTheExport) {
  EXPECT_THAT(feedback({"export", "--from", "2026-03-02"}).out, IsEmpty());
  EXPECT_THAT(feedback({"export", "--to", "2026-03-01"}).out, IsEmpty());
  EXPECT_THAT(feedback({"export", "--from", "2026-03-01", "--to", "2026-03-02"}).out,
              HasSubstr(card_));
  for (const char* wrong : {"2026-02-30", "yesterday", "2026-03"}) {
    EXPECT_EQ(feedback({"export", "--from", wrong}).status, 2) << wrong;
  }
}

TEST_F(FeedbackCommand, PurgesWhatIsOlder) {
  EXPECT_EQ(feedback({"purge", "--before", "2026-03-01"}).out, "0 rows deleted\n");
  EXPECT_EQ(feedback({"purge", "--before", "2026-03-02"}).out, "4 rows deleted\n");
  EXPECT_THAT(feedback({"export"}).out, IsEmpty());
}

TEST_F(FeedbackCommand, SaysWhereThereIsNothingToRead) {
  const std::string other = folder_.write("d.toml", "[store]\nsqlite = \"other.sqlite\"\n");
  const Finished missing = feedback({"export", "--config", other});
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("other.sqlite"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "other.sqlite"));
  const std::string none = folder_.write("e.toml", "[store]\nkind = \"none\"\n");
  EXPECT_EQ(feedback({"export", "--config", none}).status, 2);
  const std::string wrong = folder_.write("f.toml", "[store]\nkind = \"mysql\"\n");
  EXPECT_EQ(feedback({"purge", "--config", wrong}).status, 2);
  EXPECT_EQ(feedback({}).status, 2);
}

}  // namespace
}  // namespace cramp::testing
