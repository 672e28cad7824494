// The read side of governance on the wire, over both databases: docs/governance.md.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http.hpp"
#include "json/document.hpp"
#include "process.hpp"
#include "store/support.hpp"

namespace cramp::testing {
namespace {

using store::Millis;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Millis kMonday = 1'772'409'600'000;  // 2026-03-02
constexpr std::string_view kWeek = "/governance/report/2026-03-02/2026-03-08";

class GovernanceTest : public store::testing::OnBoth {
 protected:
  /// --config FILE for a service on the test's database.
  std::vector<std::string> with_store(const std::string& more = "") const {
    const bool sqlite = GetParam() == store::Kind::kSqlite;
    const std::string name = sqlite ? "sqlite" : "postgresql";
    return {"--config", files_.write("c.toml", "[store]\nkind = \"" + name + "\"\n" + name +
                                                   " = \"" + location_ +
                                                   "\"\nretention = \"3650d\"\nhash_key = "
                                                   "\"0123456789abcdef0123456789abcdef\"\n" +
                                                   more)};
  }
  static Answer get(std::uint16_t port, std::string_view path) {
    return exchange(port, "GET", path, "", "");
  }
  /// Two calls of one patient: the same card twice, overridden once.
  void record() {
    store::Database database(target());
    const store::CardRow first = store::testing::card();
    ASSERT_TRUE(database.add_calls(
        std::vector{store::testing::call("patient-hash", kMonday, {first}),
                    store::testing::call("patient-hash", kMonday + 1, {store::testing::card()})}));
    ASSERT_TRUE(database
                    .add_feedback(std::vector{store::testing::event(
                        first.uuid, "overridden", kMonday + 2, "patient-declined")})
                    .ok());
  }

  Folder files_;
};
INSTANTIATE_TEST_SUITE_P(Both, GovernanceTest,
                         ::testing::Values(store::Kind::kSqlite, store::Kind::kPostgresql),
                         store::testing::name_of);

TEST_P(GovernanceTest, ReportsWhatWasRecordedAndNoHash) {
  record();
  Service service(with_store());
  Answer answer;
  ASSERT_TRUE(eventually([&] {  // the store opens in the background
    answer = get(service.port(), kWeek);
    return answer.result_int() == 200U;
  })) << answer.body();
  EXPECT_THAT(answer.body(),
              AllOf(HasSubstr(R"("source":"records")"), HasSubstr(R"("name":"2026-W10")"),
                    HasSubstr(R"("calls":[2],"ignored":[1],"overridden":[1],"repeats":[1],)"
                              R"("shown":[2],"reasons":{"patient-declined":[1]})"),
                    HasSubstr(R"({"rule":"lab-ck-elevated","service":"leg-cramp-patient-view",)"
                              R"("version":"1.0.0","hook":"patient-view","client":"ehr")"),
                    HasSubstr(R"({"hook":null,"client":"ehr","visits":[1]})"),
                    Not(HasSubstr("patient-hash")), Not(HasSubstr("cramp-evaluation"))));
  EXPECT_EQ(answer["Cache-Control"], "no-store");
  EXPECT_THAT(std::string(answer["Content-Security-Policy"]), HasSubstr("default-src 'none'"));
  EXPECT_THAT(get(service.port(), "/governance/report/2026-03-09/2026-03-09").body(),
              HasSubstr(R"("groups":[])"));
}

TEST_P(GovernanceTest, TheSampleIsNeitherStoredNorMixed) {
  record();
  Service service(with_store());
  const Answer answer = get(service.port(), "/governance/sample");
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_THAT(answer.body(), AllOf(HasSubstr(R"("source":"sample")"), HasSubstr("sample-city"),
                                   Not(HasSubstr(R"("client":"ehr")"))));
  ASSERT_TRUE(eventually([&] { return get(service.port(), kWeek).result_int() == 200U; }));
  EXPECT_THAT(get(service.port(), "/governance/report").body(), Not(HasSubstr("sample-city")));
}

TEST_P(GovernanceTest, InProductionItIsTheOperatorsAndHasNoSample) {
  Service service(with_store("[server]\nbehind_proxy = true\npublic_url = \"" +
                             std::string("https://cds.example.org") +
                             "\"\n[[clients]]\nid = \"ehr\"\nissuer = "
                             "\"https://ehr.example\"\njku = \"https://ehr.example/keys\"\n"),
                  Service::Mode::kProduction);
  ASSERT_TRUE(eventually([&] { return get(service.admin_port(), kWeek).result_int() == 200U; }));
  EXPECT_EQ(get(service.admin_port(), "/governance/sample").result_int(), 404U);
  EXPECT_EQ(get(service.port(), kWeek).result_int(), 404U);
}

class GovernancePathsTest : public ::testing::Test {};

TEST_F(GovernancePathsTest, RefusesWhatItDoesNotUnderstand) {
  Folder files;
  Service service({"--config", files.write("c.toml", "[store]\nkind = \"none\"\n")});
  const auto status = [&](std::string_view method, std::string_view path) {
    return exchange(service.port(), method, path, "", "").result_int();
  };
  EXPECT_EQ(status("GET", kWeek), 404U) << "without a store nothing is recorded";
  EXPECT_EQ(status("GET", "/governance/sample/2026-03-02"), 404U);
  EXPECT_EQ(status("GET", "/governance/sample/2016-03-02/2026-03-02"), 404U);
  EXPECT_EQ(status("POST", "/governance/sample"), 405U);
  EXPECT_EQ(status("GET", "/governance/sample"), 200U);
}

}  // namespace
}  // namespace cramp::testing
