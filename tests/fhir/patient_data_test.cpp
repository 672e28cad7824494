#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fhir/patient_data.hpp"

namespace cramp::fhir {
namespace {

class PatientDataTest : public testing::Test {
 protected:
  json::View view(std::string text) {
    auto document = json::parse(std::move(text));
    EXPECT_TRUE(document.ok());
    if (!document.ok()) return {};
    documents_.push_back(std::move(*document));
    return documents_.back().root();
  }
  json::View condition(std::string id, std::string subject) {
    return view(fmt::format(
        R"({{"resourceType":"Condition","id":"{}","subject":{{"reference":"{}"}}}})", id, subject));
  }
  /// Whether a resource that names its patient so is taken for one of patient "p".
  bool keeps(const std::string& resource) {
    PatientData data("p");
    data.add(view(resource));
    EXPECT_EQ(data.size() + data.dropped(), 1U) << resource;
    return data.size() == 1;
  }

 private:
  std::vector<json::Document> documents_;
};

TEST_F(PatientDataTest, IndexesByTypeInOrder) {
  PatientData data("p");
  data.add(view(R"({"resourceType":"Bundle","entry":[
    {"resource":{"resourceType":"Condition","id":"2"}},
    {"resource":{"resourceType":"Patient","id":"p"}},
    {"resource":{"resourceType":"Condition","id":"1"}}]})"));
  data.add(condition("3", "Patient/p"));
  ASSERT_EQ(data.of_type("Condition").size(), 3U);
  EXPECT_EQ(data.of_type("Condition")[0].string("id"), "2");
  EXPECT_EQ(data.of_type("Condition")[2].string("id"), "3");
  EXPECT_EQ(data.of_type("Patient").size(), 1U);
  EXPECT_TRUE(data.of_type("Observation").empty());
  EXPECT_EQ(data.size(), 4U);
  EXPECT_EQ(data.dropped(), 0U);
}

TEST_F(PatientDataTest, DropsOtherPatients) {  // CH-087
  EXPECT_TRUE(keeps(R"({"resourceType":"Patient","id":"p"})"));
  EXPECT_FALSE(keeps(R"({"resourceType":"Patient","id":"q"})"));
  for (const auto* mine : {"Patient/p", "http://a/fhir/Patient/p", "Patient/p/_history/2",
                           "urn:uuid:p", "Group/1", "#p", "Device/q"}) {
    EXPECT_TRUE(keeps(
        fmt::format(R"({{"resourceType":"Observation","subject":{{"reference":"{}"}}}})", mine)))
        << mine;
  }
  for (const auto* other : {"Patient/q", "Patient/pp", "http://a/fhir/Patient/q",
                            "Patient/q/_history/2", "urn:uuid:q", "Patient?identifier=p"}) {
    EXPECT_FALSE(keeps(
        fmt::format(R"({{"resourceType":"Observation","subject":{{"reference":"{}"}}}})", other)))
        << other;
  }
}

TEST_F(PatientDataTest, KnowsWhichElementNamesThePatient) {  // CH-087
  const auto keeps_by = [&](std::string_view type, std::string_view element, std::string_view id) {
    return keeps(fmt::format(R"({{"resourceType":"{}","{}":{{"reference":"Patient/{}"}}}})", type,
                             element, id));
  };
  const std::pair<std::string_view, std::string_view> elements[] = {
      {"AllergyIntolerance", "patient"},
      {"Procedure", "subject"},
      {"Coverage", "beneficiary"},
      {"Task", "for"},
      {"ResearchSubject", "individual"}};
  for (const auto& [type, element] : elements) {
    EXPECT_TRUE(keeps_by(type, element, "p")) << type;
    EXPECT_FALSE(keeps_by(type, element, "q")) << type;
  }
  EXPECT_TRUE(keeps_by("Observation", "focus", "q"));
  EXPECT_TRUE(keeps_by("Observation", "patient", "q")) << "R4 has no such element";
}

TEST_F(PatientDataTest, KeepsWhatNamesNoPatient) {
  EXPECT_TRUE(keeps(R"({"resourceType":"Medication","id":"m"})"));
  EXPECT_TRUE(keeps(R"({"resourceType":"Practitioner","id":"d"})"));
  EXPECT_TRUE(keeps(R"({"resourceType":"Condition"})"));
  EXPECT_TRUE(keeps(R"({"resourceType":"Condition","subject":{"display":"Someone"}})"));
  EXPECT_TRUE(keeps(R"({"resourceType":"Condition","subject":"Patient/q"})"));
}

TEST_F(PatientDataTest, OneOfSeveralSubjectsIsEnough) {
  EXPECT_TRUE(keeps(
      R"({"resourceType":"Account","subject":[{"reference":"Patient/q"},{"reference":"Patient/p"}]})"));
  EXPECT_FALSE(keeps(
      R"({"resourceType":"Account","subject":[{"reference":"Patient/q"},{"reference":"Patient/r"}]})"));
  EXPECT_TRUE(keeps(R"({"resourceType":"Account","subject":[]})"));
}

TEST_F(PatientDataTest, ReadsUrnsOfABundle) {  // CH-087
  const char* bundle = R"({"resourceType":"Bundle","entry":[
    {"fullUrl":"urn:uuid:c1","resource":{"resourceType":"Condition","id":"a","subject":{"reference":"urn:uuid:u1"}}},
    {"fullUrl":"urn:uuid:c2","resource":{"resourceType":"Condition","id":"b","subject":{"reference":"urn:uuid:u2"}}},
    {"fullUrl":"urn:uuid:c3","resource":{"resourceType":"Condition","id":"c","subject":{"reference":"urn:uuid:g"}}},
    {"fullUrl":"urn:uuid:u1","resource":{"resourceType":"Patient","id":"p"}},
    {"fullUrl":"urn:uuid:u2","resource":{"resourceType":"Patient","id":"q"}},
    {"fullUrl":"urn:uuid:g","resource":{"resourceType":"Group","id":"g1"}}]})";
  for (const auto* id : {"p", "Patient/p", ""}) {
    PatientData data(id);
    data.add(view(bundle));
    EXPECT_EQ(data.patient_id(), "p");
    ASSERT_EQ(data.of_type("Condition").size(), 2U) << id;
    EXPECT_EQ(data.of_type("Condition")[1].string("id"), "c");
    EXPECT_EQ(data.of_type("Patient").size(), 1U);
    EXPECT_EQ(data.dropped(), 2U);
    EXPECT_EQ(data.resolve("urn:uuid:c1").string("id"), "a");
    EXPECT_EQ(data.resolve("urn:uuid:u1").string("id"), "p");
    EXPECT_FALSE(data.resolve("urn:uuid:c2")) << "another patient's";
    EXPECT_FALSE(data.resolve("urn:uuid:u2"));
    EXPECT_FALSE(data.resolve("urn:uuid:none"));
  }
}

TEST_F(PatientDataTest, WithoutAnIdTheFirstPatientCounts) {
  PatientData data("");
  data.add(view(R"({"resourceType":"Patient","id":"a"})"));
  data.add(view(R"({"resourceType":"Patient","id":"b"})"));
  data.add(condition("1", "Patient/a"));
  data.add(condition("2", "Patient/b"));
  EXPECT_EQ(data.patient_id(), "a");
  EXPECT_EQ(data.size(), 2U);
  EXPECT_EQ(data.dropped(), 2U);
}

TEST_F(PatientDataTest, WithoutAnIdEveryResourceStaysUntilAPatientIsSeen) {
  PatientData data("");
  data.add(condition("1", "Patient/a"));
  data.add(view(R"({"resourceType":"Patient"})"));
  data.add(view(R"({"resourceType":"Patient"})"));
  EXPECT_EQ(data.size(), 2U);
  EXPECT_EQ(data.dropped(), 1U);
}

TEST_F(PatientDataTest, IgnoresDuplicates) {
  PatientData data("p");
  const json::View first = condition("1", "Patient/p");
  data.add(first);
  data.add(condition("1", "Patient/p"));
  data.add(view(R"({"resourceType":"Observation","id":"1"})"));
  data.add(view(R"({"resourceType":"Observation"})"));
  data.add(view(R"({"resourceType":"Observation"})"));
  ASSERT_EQ(data.of_type("Condition").size(), 1U);
  EXPECT_EQ(data.of_type("Condition")[0].node(), first.node());
  EXPECT_EQ(data.of_type("Observation").size(), 3U) << "without an id nothing is a duplicate";
  EXPECT_EQ(data.dropped(), 0U);
}

TEST_F(PatientDataTest, FindsEachOfMany) {
  PatientData data("p");
  std::string bundle = R"({"resourceType":"Bundle","entry":[)";
  for (int i = 0; i < 3000; ++i) {
    bundle += fmt::format(R"({{"resource":{{"resourceType":"{}","id":"id-{}"}}}},)",
                          i % 2 == 0 ? "Condition" : "Observation", i / 2);
  }
  data.add(view(bundle + "{}]}"));
  EXPECT_EQ(data.size(), 3000U);
  for (int i = 0; i < 1500; ++i) {
    for (const std::string type : {"Condition", "Observation"}) {
      const json::View found = data.resolve(fmt::format("{}/id-{}", type, i));
      ASSERT_EQ(found.string("resourceType"), type);
      ASSERT_EQ(found.string("id"), fmt::format("id-{}", i));
    }
  }
  EXPECT_FALSE(data.resolve("Condition/id-1500"));
}

TEST_F(PatientDataTest, PassesOverWhatIsNotData) {  // CH-074
  PatientData data("p");
  data.add(view(R"({"resourceType":"OperationOutcome","id":"1"})"));
  data.add(view(R"({"resourceType":"Bundle","entry":[
    {"resource":{"resourceType":"OperationOutcome","id":"1"}},
    {"search":{"mode":"outcome"},"resource":{"resourceType":"Condition","id":"1"}},
    {"search":{"mode":"include"},"resource":{"resourceType":"Medication","id":"m"}},
    {"resource":{"resourceType":"Nonsense","id":"1"}},
    {"resource":{"resourceType":"CodeableConcept","id":"1"}},
    {"resource":null}, {}, null, 7]})"));
  data.add(view("null"));
  data.add(view("[]"));
  data.add(json::View());
  EXPECT_EQ(data.size(), 1U);
  EXPECT_EQ(data.of_type("Medication").size(), 1U);
  EXPECT_EQ(data.dropped(), 0U);
}

TEST_F(PatientDataTest, UnwrapsOldFormsAndNestedBundles) {
  PatientData data("p");
  data.add(view(R"({"resource":{"resourceType":"Patient","id":"p"}})"));
  data.add(view(R"({"resource":{"resourceType":"Bundle","entry":[{"resource":
    {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"1"}}]}}]}})"));
  EXPECT_EQ(data.of_type("Patient").size(), 1U);
  EXPECT_EQ(data.of_type("Condition").size(), 1U);
}

TEST_F(PatientDataTest, ResolvesReferences) {
  PatientData data("p");
  const json::View request = view(R"({"resourceType":"MedicationRequest","id":"r",
    "contained":[{"resourceType":"Medication","id":"in"}],
    "medicationReference":{"reference":"#in"}})");
  data.add(request);
  data.add(view(R"({"resourceType":"Medication","id":"m"})"));
  data.add(condition("other", "Patient/q"));
  EXPECT_EQ(data.resolve("Medication/m").string("id"), "m");
  EXPECT_EQ(data.resolve("http://a.b/fhir/Medication/m/_history/1").string("id"), "m");
  EXPECT_EQ(data.resolve("#in", request).string("id"), "in");
  EXPECT_EQ(data.resolve("#", request).string("id"), "r");
  EXPECT_FALSE(data.resolve("#in"));
  EXPECT_FALSE(data.resolve("#out", request));
  EXPECT_FALSE(data.resolve("Condition/m"));
  EXPECT_FALSE(data.resolve("Condition/other"));
  EXPECT_FALSE(data.resolve(""));
}

std::filesystem::path synthea() {
  const char* shared = std::getenv("CRAMP_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : CRAMP_SOURCE_DIR "/../shared") /
         "synthea";
}

TEST_F(PatientDataTest, TakesAWholeRecord) {
  std::error_code none;
  std::filesystem::directory_iterator folder(synthea(), none);
  if (none || folder == std::filesystem::directory_iterator()) GTEST_SKIP() << "no records here";
  std::ifstream file(folder->path());
  std::stringstream text;
  text << file.rdbuf();
  const json::View bundle = view(text.str());
  PatientData data("");
  data.add(bundle);
  EXPECT_EQ(data.size(), bundle.find("entry").size());
  EXPECT_EQ(data.dropped(), 0U);
  ASSERT_EQ(data.of_type("Patient").size(), 1U);
  EXPECT_FALSE(data.of_type("Condition").empty());
  for (const json::View condition : data.of_type("Condition")) {
    const json::View subject = data.resolve(condition.find("subject").string("reference"));
    EXPECT_EQ(subject.node(), data.of_type("Patient")[0].node());
  }
}

}  // namespace
}  // namespace cramp::fhir
