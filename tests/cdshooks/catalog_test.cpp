// What the server offers (conformance checklist, section B), and a whole call.

#include "cdshooks/catalog.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "../rules/content_copy.hpp"
#include "cdshooks/prefetch.hpp"
#include "cdshooks/request.hpp"
#include "support.hpp"

namespace cramp::cdshooks {
namespace {

using rules::test::ContentCopy;
using rules::test::kLibrary;
using rules::test::kPlan;
using test::has_empty_value;
using test::Json;

std::string all(const base::Faults& faults) {
  std::string text;
  for (const base::Error& fault : faults) text += describe(fault) + "\n";
  return text;
}

std::shared_ptr<const Catalog> load_from(const std::filesystem::path& content) {
  base::Faults faults;
  auto catalog = load(content, faults);
  EXPECT_EQ(all(faults), "");
  return catalog;
}

std::string faults_of(const ContentCopy& content) {
  base::Faults faults;
  EXPECT_EQ(load(content.path(), faults), nullptr);
  return all(faults);
}

/// Replaces every occurrence in the plan.
void edit_all(const ContentCopy& content, std::string_view from, std::string_view to) {
  content.write(kPlan, test::replaced(content.read(kPlan), from, to));
}

// CH-014, CH-017, CH-018, CH-019, CH-020, CH-021, CH-022, CH-023, CH-024, CH-226, CH-227
TEST(Discovery, ListsTheServices) {
  const auto catalog = load_from(rules::test::content_folder());
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(
      catalog->discovery(),
      R"({"services":[{"hook":"patient-view","title":"Demo","description":"Shows what a package can do.",)"
      R"("id":"demo-view","prefetch":{"conditions":"Condition?patient={{context.patientId}}&code=)"
      R"(http://snomed.info/sct%7C449918009,http://hl7.org/fhir/sid/icd-10-cm%7CR25.2",)"
      R"("potassium":"Observation?patient={{context.patientId}}&code=)"
      R"(http://loinc.org%7C2823-3,http://loinc.org%7C6298-4"},"usageRequirements":"For tests.",)"
      R"("version":"3.0.0-ballot","hookVersion":"1.0"}]})");
  EXPECT_FALSE(has_empty_value(Json(std::string(catalog->discovery()))));
}

TEST(Discovery, IsTheSameAfterEveryLoad) {  // CH-047
  const auto first = load_from(rules::test::content_folder());
  const auto second = load_from(rules::test::content_folder());
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->discovery(), second->discovery());
}

TEST(Discovery, LeavesOutWhatIsNotThere) {  // CH-007, CH-018, CH-021, CH-022
  ContentCopy content;
  content.edit(kPlan, R"("title": "Demo",)", "");
  content.edit(kPlan, R"("usage": "For tests.",)", "");
  const auto catalog = load_from(content.path());
  ASSERT_NE(catalog, nullptr);
  const Json json{std::string(catalog->discovery())};
  EXPECT_FALSE(has_empty_value(json));
  EXPECT_FALSE(json.root().find("services").at(0).find("title"));
}

TEST(Discovery, IsEmptyWithoutServices) {  // CH-016
  ContentCopy content;
  content.remove("rules/demo");
  const auto catalog = load_from(content.path());
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(catalog->discovery(), R"({"services":[]})");
  EXPECT_FALSE(catalog->knows("demo-view"));
}

TEST(Discovery, PrivateHooksHaveNoVersion) {  // CH-024, CH-220
  ContentCopy content;
  edit_all(content, "\"patient-view\"", "\"org.example.ward-round\"");
  const auto catalog = load_from(content.path());
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(catalog->discovery().find("hookVersion"), std::string_view::npos);
  EXPECT_EQ(catalog->offers().at(0).hook, &private_hook());
}

TEST(Discovery, UnknownHooksAreRefused) {  // CH-024
  ContentCopy content;
  edit_all(content, "\"patient-view\"", "\"patient-veiw\"");
  EXPECT_NE(faults_of(content).find("\"patient-veiw\" is no published hook"), std::string::npos);
}

TEST(Discovery, DeprecatedHooksAreWarnedOf) {  // CH-221
  ContentCopy content;
  edit_all(content, "\"patient-view\"", "\"order-review\"");
  const auto catalog = load_from(content.path());
  ASSERT_NE(catalog, nullptr);
  EXPECT_NE(all(catalog->snapshot().warnings()).find("deprecated; use order-sign"),
            std::string::npos);
}

TEST(Discovery, TextsHoldNoActiveMarkup) {  // CH-032
  for (const std::string_view element : {"title", "description", "usage"}) {
    ContentCopy content;
    const std::string from = fmt::format("\n  \"{}\": \"", element);
    content.edit(kPlan, from, from + "<script>");
    EXPECT_NE(faults_of(content).find(fmt::format("{}:{}: holds HTML", kPlan, element)),
              std::string::npos);
  }
}

TEST(Discovery, TemplatesAreChecked) {  // CH-034, CH-038
  ContentCopy content;
  content.edit(
      kLibrary, R"("extension": [)",
      R"("extension": [{"url": "https://cramp-cds.org/fhir/StructureDefinition/prefetch-query",)"
      R"("valueString": "Condition?patient={{context.patient}}&code:not=x"},)");
  const std::string faults = faults_of(content);
  EXPECT_NE(
      faults.find(
          "dataRequirement[0]: prefetch of conditions: token {{context.patient}} is no field"),
      std::string::npos)
      << faults;
  EXPECT_NE(faults.find("modifier :not"), std::string::npos) << faults;
}

TEST(Discovery, CriticalCardsSayWhy) {  // CH-103
  ContentCopy content;
  content.edit(kPlan, R"("priority": "asap")", R"("priority": "stat")");
  auto catalog = load_from(content.path());
  ASSERT_NE(catalog, nullptr);
  EXPECT_NE(
      all(catalog->snapshot().warnings()).find("action[2].priority: stat makes the card critical"),
      std::string::npos);
  content.edit(kPlan, R"("priority": "stat")", R"("priority": "stat", "reason": [{"text": "x"}])");
  catalog = load_from(content.path());
  ASSERT_NE(catalog, nullptr);
  EXPECT_TRUE(catalog->snapshot().warnings().empty());
}

TEST(Catalog, FindsByIdAndHook) {  // CH-020, CH-026, CH-050, CH-051, CH-097
  const auto catalog = load_from(rules::test::content_folder());
  ASSERT_NE(catalog, nullptr);
  EXPECT_TRUE(catalog->knows("demo-view"));
  const auto found = catalog->find("demo-view", "patient-view");
  ASSERT_TRUE(found.ok());
  EXPECT_EQ((*found)->service->id, "demo-view");
  EXPECT_EQ((*found)->hook, find_hook("patient-view"));

  const auto unknown = catalog->find("other", "patient-view");
  EXPECT_EQ(base::info(unknown.error().code).http_status, 404);
  const auto other = catalog->find("demo-view", "order-sign");
  EXPECT_EQ(base::info(other.error().code).http_status, 422);
  EXPECT_EQ(other.error().where, "hook");
  EXPECT_NE(other.error().public_text.find("\"patient-view\""), std::string::npos);
  EXPECT_NE(other.error().public_text.find("\"order-sign\""), std::string::npos);
  EXPECT_EQ(catalog->find("demo-view", "Max Mustermann").error().public_text.find("Max"),
            std::string::npos);
}

/// A call of the demo service, in the order that catalog.hpp gives.
base::Result<std::string> call(const Catalog& catalog, const std::string& body) {
  const Json json(body);
  auto hook = read_hook(json);
  if (!hook) return hook.error();
  auto offer = catalog.find("demo-view", *hook);
  if (!offer) return offer.error();
  auto request = read_request(json, *(*offer)->hook);
  if (!request) return request.error();
  auto states = read_prefetch(*(*offer)->service, *request);
  if (!states) return states.error();
  if (auto status = check_required(*states); !status) return status.error();
  fhir::PatientData data{std::string(request->patient_id.expose())};
  collect(*states, data);
  const auto keys = unavailable(*states);
  const rules::Applied applied = rules::apply(
      *(*offer)->service, {.data = data,
                           .now = *time::parse_datetime("2026-03-01T12:00:00.000+00:00", 0),
                           .unavailable = keys,
                           .encounter_id = request->encounter_id.expose(),
                           .user = request->user});
  return write_response(applied, (*offer)->cards,
                        [n = 0]() mutable { return fmt::format("u{}", ++n); })
      .body;
}

std::string body(std::string_view conditions, std::string_view rest = "") {
  return fmt::format(
      R"({{"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)"
      R"("context":{{"userId":"Practitioner/u","patientId":"p"}},"prefetch":{{"conditions":{}{}}}}})",
      conditions, rest);
}

const std::string kCramp =
    R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"c",)"
    R"("subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://snomed.info/sct",)"
    R"("code":"449918009"}]}}}]})";

TEST(Call, AnswersWithCards) {  // CH-088, CH-006
  const auto catalog = load_from(rules::test::content_folder());
  ASSERT_NE(catalog, nullptr);
  const auto answer = call(*catalog, body(kCramp));
  ASSERT_TRUE(answer.ok());
  const Json json(*answer);
  EXPECT_FALSE(has_empty_value(json));
  ASSERT_EQ(json.root().find("cards").size(), 1U);
  const json::View card = json.root().find("cards").at(0);
  EXPECT_EQ(card.string("summary"), "Potassium not measured");
  EXPECT_EQ(card.string("detail"), "Unavailable: potassium; encounter: none; user: Practitioner/u");
  EXPECT_EQ(card.string("indicator"), "warning");
  EXPECT_EQ(card.string("selectionBehavior"), "at-most-one");
  EXPECT_EQ(card.find("suggestions").size(), 3U);
  EXPECT_EQ(card.find("overrideReasons").size(), 2U);
  EXPECT_EQ(card.find("links").at(0).string("type"), "absolute");
  EXPECT_EQ(card.find("source").find("topic").string("code"), "demo");
  EXPECT_EQ(card.find("extension").find("org.cramp-cds.rules").size(), 2U);
}

TEST(Call, GivesTheSameAnswerAgain) {  // CH-118
  const auto catalog = load_from(rules::test::content_folder());
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(*call(*catalog, body(kCramp)), *call(*catalog, body(kCramp)));
}

TEST(Call, NoAdviceIsNoError) {  // CH-089
  const auto catalog = load_from(rules::test::content_folder());
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(*call(*catalog, body("null")), R"({"cards":[]})");
}

TEST(Call, ForeignResourcesDoNotCount) {  // CH-087
  const auto catalog = load_from(rules::test::content_folder());
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(*call(*catalog, body(test::replaced(kCramp, "Patient/p", "Patient/q"))),
            R"({"cards":[]})");
}

TEST(Call, UnknownMembersChangeNothing) {  // CH-011, CH-059
  const auto catalog = load_from(rules::test::content_folder());
  ASSERT_NE(catalog, nullptr);
  const std::string plain = body(kCramp);
  EXPECT_EQ(*call(*catalog, test::replaced(plain, "{\"", R"({"zzz":{},")")),
            *call(*catalog, plain));
}

TEST(Call, MissingRequiredDataIs412) {  // CH-077, CH-078
  const auto catalog = load_from(rules::test::content_folder());
  ASSERT_NE(catalog, nullptr);
  const auto answer = call(*catalog, test::replaced(body(kCramp), "\"conditions\"", "\"unasked\""));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(base::info(answer.error().code).http_status, 412);
  EXPECT_NE(answer.error().public_text.find("conditions"), std::string::npos);
}

}  // namespace
}  // namespace cramp::cdshooks
