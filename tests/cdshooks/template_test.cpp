// Prefetch templates (conformance checklist, section C).

#include "cdshooks/prefetch_template.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support.hpp"

namespace cramp::cdshooks {
namespace {

using test::Json;

class Template : public testing::Test {
 protected:
  Template() {
    std::string many;
    for (int i = 0; i < 300; ++i) {
      many += fmt::format("{}{{\"code\":\"{}\"}}", many.empty() ? "" : ",", 10000 + i);
    }
    add("two", R"({"system":"http://loinc.org","concept":[{"code":"2823-3"},{"code":"6298-4"}]})");
    add("many", R"({"system":"http://loinc.org","concept":[)" + many + "]}");
    add("odd", R"({"system":"http://x.example/a b","concept":[{"code":"a,b|c"}]})");
    add("branch", R"({"system":"http://hl7.org/fhir/sid/icd-10-cm",)"
                  R"("filter":[{"property":"concept","op":"is-a","value":"E11"}]})");
    base::Faults faults;
    terminology_.freeze(faults);
    EXPECT_TRUE(faults.empty());
  }

  void add(std::string_view name, const std::string& include) {
    base::Faults faults;
    const Json set(fmt::format(
        R"({{"resourceType":"ValueSet","url":"https://x.example/{}","compose":{{"include":[{}]}}}})",
        name, include));
    terminology_.add_value_set(set, faults);
    EXPECT_TRUE(faults.empty()) << describe(faults.front());
  }

  rules::DataRequirement requirement(std::string_view type, std::string_view path = {},
                                     std::string_view set = {}) const {
    rules::DataRequirement out;
    out.type = type;
    if (path.empty()) return out;
    const std::string url = fmt::format("https://x.example/{}", set);
    out.code_filters.push_back({std::string(path), url, *terminology_.find(url)});
    return out;
  }

  std::string made(const rules::DataRequirement& requirement) const {
    const auto query = make_template(requirement, terminology_);
    if (!query) return query.error().internal_text;
    EXPECT_TRUE(check_template(*query, find_hook("patient-view")).empty()) << *query;
    return *query;
  }

  terminology::Terminology terminology_;
};

TEST_F(Template, ReadsThePatientAndSearchesTheRest) {  // CH-033, CH-036, CH-039, CH-227
  EXPECT_EQ(made(requirement("Patient")), "Patient/{{context.patientId}}");
  EXPECT_EQ(made(requirement("Condition")), "Condition?patient={{context.patientId}}");
}

TEST_F(Template, ListsTheCodesOfTheFilter) {  // CH-040, CH-046, CH-227
  EXPECT_EQ(made(requirement("Observation", "code", "two")),
            "Observation?patient={{context.patientId}}"
            "&code=http://loinc.org%7C2823-3,http://loinc.org%7C6298-4");
  EXPECT_EQ(made(requirement("MedicationRequest", "medication", "two")).substr(0, 60),
            "MedicationRequest?patient={{context.patientId}}&code=http://");
  EXPECT_EQ(
      made(requirement("Observation", "code", "odd")),
      "Observation?patient={{context.patientId}}&code=http://x.example/a%20b%7Ca%5C%2Cb%5C%7Cc");
}

TEST_F(Template, NamesTheValueSetWhereCodesCannotBeListed) {  // CH-040, CH-048
  const std::string many = made(requirement("Observation", "code", "many"));
  EXPECT_EQ(many, "Observation?patient={{context.patientId}}&code:in=https://x.example/many");
  EXPECT_EQ(made(requirement("Condition", "code", "branch")),
            "Condition?patient={{context.patientId}}&code:in=https://x.example/branch");
}

TEST_F(Template, SeveralFiltersNarrowTogether) {
  rules::DataRequirement both = requirement("Observation", "code", "two");
  both.code_filters.push_back(requirement("Observation", "category", "branch").code_filters[0]);
  EXPECT_EQ(made(both),
            "Observation?patient={{context.patientId}}"
            "&code=http://loinc.org%7C2823-3,http://loinc.org%7C6298-4"
            "&category:in=https://x.example/branch");
}

TEST_F(Template, HasNoRelativeDates) {  // CH-034, CH-045: 2.0 cannot say them
  rules::DataRequirement recent = requirement("Observation");
  recent.date_filters.push_back({"effective", 90});
  EXPECT_EQ(made(recent), "Observation?patient={{context.patientId}}");
}

TEST_F(Template, TheAuthorsOwnQueryIsTaken) {
  rules::DataRequirement own = requirement("Encounter");
  own.query = "Encounter/{{context.encounterId}}";
  EXPECT_EQ(made(own), "Encounter/{{context.encounterId}}");
  own.query = "Observation?patient={{context.patientId}}&code=http://loinc.org|2823-3";
  EXPECT_EQ(made(own), "Observation?patient={{context.patientId}}&code=http://loinc.org%7C2823-3");
}

TEST_F(Template, WhatCannotBeSearchedNeedsTheAuthor) {
  EXPECT_NE(
      made(requirement("Practitioner")).find("cannot be searched by patient; leave out its id"),
      std::string::npos);
  EXPECT_NE(made(requirement("Condition", "stage", "two"))
                .find("no search parameter is known for Condition.stage"),
            std::string::npos);
  EXPECT_NE(made(requirement("Patient", "maritalStatus", "two")).find("Patient cannot be searched"),
            std::string::npos);
}

/// The faults of a template, as one text.
std::string faults_of(std::string_view text, std::string_view hook = "patient-view") {
  return fmt::format("{}", fmt::join(check_template(text, find_hook(hook)), "; "));
}

TEST(TemplateCheck, PortableQueriesPass) {
  for (const std::string_view text :
       {"Patient/{{context.patientId}}", "Practitioner/{{userPractitionerId}}",
        "Condition?patient={{context.patientId}}&category=problem-list-item&_count=50&_sort=-date",
        "Observation?patient={{context.patientId}}&date=ge2020-01-01&code:in=https://x.example/vs",
        "PractitionerRole?_id={{userPractitionerRoleId}}&_include=PractitionerRole:practitioner",
        "Encounter/{{context.encounterId}}", "Patient/{{userPatientId}}",
        "RelatedPerson/{{userRelatedPersonId}}"}) {
    EXPECT_EQ(faults_of(text), "") << text;
  }
}

TEST(TemplateCheck, TokensAreFieldsOfTheContext) {  // CH-033, CH-034, CH-036, CH-042 to CH-044
  for (const std::string_view token : {"patientId", "context.patient", "user", "context.", "",
                                       "today()", "context.patientId.value", "%context.patientId",
                                       "Patient.id", "context.patientId.ofType(Patient)"}) {
    EXPECT_NE(faults_of(fmt::format("Patient/{{{{{}}}}}", token)), "") << token;
  }
  EXPECT_NE(faults_of("Patient/{{context.patientId}"), "");
  EXPECT_NE(faults_of("Patient/{context.patientId}"), "");
  EXPECT_NE(faults_of("Patient/{{context.patientId}}}}"), "");
}

TEST(TemplateCheck, ComplexFieldsAreNoTokens) {  // CH-035, CH-037
  EXPECT_NE(
      faults_of("MedicationRequest/{{context.draftOrders}}", "order-sign").find("may not be used"),
      std::string::npos);
  EXPECT_NE(faults_of("MedicationRequest/{{context.draftOrders.entry.resource.id}}", "order-sign"),
            "");
  EXPECT_NE(faults_of("MedicationRequest/{{context.selections}}", "order-select"), "");
  EXPECT_NE(faults_of("Appointment/{{context.appointments}}", "appointment-book"), "");
  EXPECT_NE(faults_of("Task/{{context.fulfillmentTasks}}", "order-dispatch"), "");
  EXPECT_NE(faults_of("Condition/{{context.conditions}}", "problem-list-item-create"), "");
  EXPECT_NE(faults_of("MedicationRequest/{{context.medications}}", "medication-refill"), "");
  EXPECT_NE(
      faults_of("AllergyIntolerance/{{context.allergyIntolerance}}", "allergyintolerance-create"),
      "");
}

TEST(TemplateCheck, PrivateHooksMayHaveAnyField) {  // CH-220
  EXPECT_TRUE(check_template("Location/{{context.locationId}}", nullptr).empty());
  EXPECT_FALSE(check_template("Location/{{context.location.id}}", nullptr).empty());
}

TEST(TemplateCheck, StaysInThePortableSubset) {  // CH-038, CH-039, CH-040, CH-041
  const std::vector<std::string> outside{
      "Patient/{{context.patientId}}/$everything",
      "Patient/{{context.patientId}}/_history",
      "Patient",
      "?_type=Condition&PATIENT",
      "Conditions?PATIENT",
      "CodeableConcept?PATIENT",
      "Condition/1?PATIENT",
      "Condition?PATIENT&code:not=x",
      "Condition?PATIENT&code:text=x",
      "Condition?PATIENT&recorded-date=ne2020-01-01",
      "Condition?PATIENT&recorded-date=sa2020-01-01",
      "Condition?subject.name=x",
      "Condition?_has:Observation:patient:code=1",
      "Condition?PATIENT&_include=Condition:encounter",
      "Condition?PATIENT&_maxresults=5",
      "Condition?PATIENT&_elements=code",
      "Condition?PATIENT&",
      "Condition?PATIENT&x=",
      "Condition?PATIENT&code=a b",
      "Condition?PATIENT&code=" + std::string(kQueryLimit, 'x'),
  };
  for (const std::string& text : outside) {
    const std::string full = test::replaced(text, "PATIENT", "patient={{context.patientId}}");
    EXPECT_NE(faults_of(full), "") << text;
  }
}

/// What a template means for a call with these context members.
std::string filled(std::string_view text, const std::string& more_context = "") {
  const Json body(
      R"({"hook":"com.example.x","hookInstance":"b0a1d5f2-54f5-4f0e-9a55-1f4b9e5a7c10",)"
      R"("context":{"userId":"PractitionerRole/r1","patientId":"Patient/p.1")" +
      more_context + "}}");
  const auto request = read_request(body, private_hook());
  EXPECT_TRUE(request.ok());
  return fill_template(text, *request).value_or("-");
}

TEST(FillTemplate, PutsInWhatTheCallHas) {
  EXPECT_EQ(filled("Patient/{{context.patientId}}"), "Patient/p.1");
  EXPECT_EQ(filled("Condition?patient={{context.patientId}}&code=a%7Cb"),
            "Condition?patient=p.1&code=a%7Cb");
  EXPECT_EQ(filled("Encounter/{{context.encounterId}}", R"(,"encounterId":"e")"), "Encounter/e");
  EXPECT_EQ(filled("PractitionerRole?_id={{userPractitionerRoleId}}"), "PractitionerRole?_id=r1");
  EXPECT_EQ(filled("ServiceRequest?_id={{context.orders}}", R"(,"orders":["a","b/c"])"),
            "ServiceRequest?_id=a,b/c");
}

TEST(FillTemplate, NeedsAValueForEachToken) {
  EXPECT_EQ(filled("Encounter/{{context.encounterId}}"), "-");
  EXPECT_EQ(filled("Practitioner/{{userPractitionerId}}"), "-") << "the user is a role";
  EXPECT_EQ(filled("X?a={{context.orders}}", R"(,"orders":[{"a":1}])"), "-");
  EXPECT_EQ(filled("X?a={{context.number}}", R"(,"number":7)"), "-");
  EXPECT_EQ(filled("X?a={{context.patientId"), "-");
}

TEST(FillTemplate, ValuesDoNotBecomeOtherQueries) {
  EXPECT_EQ(filled("X?a={{context.x}}&b=1", R"(,"x":"1&_count=9#%\n \u00e9")"),
            "X?a=1%26_count%3D9%23%25%0A%20%C3%A9&b=1");
  for (const char* id : {"..", ".", "a/b", "a?b", "%2e%2e"}) {
    EXPECT_EQ(filled("X/{{context.x}}", std::string(R"(,"x":")") + id + '"'), "-") << id;
  }
}

}  // namespace
}  // namespace cramp::cdshooks
