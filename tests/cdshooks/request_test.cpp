// The request envelope (conformance checklist, section D).

#include "cdshooks/request.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support.hpp"

namespace cramp::cdshooks {
namespace {

using test::in_quotes;
using test::Json;
using test::replaced;

const std::string kBody = R"({
  "hook": "patient-view",
  "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
  "fhirServer": "https://ehr.example/fhir",
  "fhirAuthorization": {
    "access_token": "some-opaque-token",
    "token_type": "Bearer",
    "expires_in": 300,
    "scope": "patient/Patient.read",
    "subject": "cds-service"
  },
  "context": { "userId": "Practitioner/u", "patientId": "p1", "encounterId": "e1" },
  "prefetch": { "patient": null }
})";

const Hook& patient_view() {
  return *find_hook("patient-view");
}

/// The error of a body that must be refused with 422.
base::Error refusal(const std::string& text, const RequestRules& rules = {}) {
  const Json json(text);
  auto request = read_request(json, patient_view(), rules);
  EXPECT_FALSE(request.ok()) << text;
  if (request) return {};
  EXPECT_EQ(base::info(request.error().code).http_status, 422);
  return request.error();
}

TEST(Request, GivesViewsOfWhatItHolds) {
  const Json json(kBody);
  const auto request = read_request(json, patient_view());
  ASSERT_TRUE(request.ok()) << request.error().public_text;
  EXPECT_EQ(request->hook, "patient-view");
  EXPECT_EQ(request->hook_instance, "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
  EXPECT_EQ(request->patient_id.expose(), "p1");
  EXPECT_EQ(request->encounter_id.expose(), "e1");
  EXPECT_EQ(request->user, "Practitioner/u");
  EXPECT_EQ(request->fhir_server, "https://ehr.example/fhir");
  EXPECT_EQ(request->context.string("patientId"), "p1");
  EXPECT_TRUE(request->prefetch.find("patient"));
  ASSERT_TRUE(request->authorization);
  EXPECT_EQ(request->authorization->access_token.expose(), "some-opaque-token");
  EXPECT_EQ(request->authorization->expires_in, 300);
  EXPECT_TRUE(request->warnings.empty());
}

TEST(Request, HookIsRequired) {  // CH-051
  EXPECT_EQ(refusal(replaced(kBody, "\"hook\":", "\"hoke\":")).where, "hook");
  EXPECT_EQ(refusal(replaced(kBody, "\"patient-view\"", "7")).where, "hook");
}

TEST(Request, HookInstanceIsAUuid) {  // CH-052
  const std::string uuid = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
  EXPECT_EQ(refusal(replaced(kBody, "hookInstance", "hookinstance")).where, "hookInstance");
  EXPECT_EQ(refusal(replaced(kBody, uuid, "d1577c69")).where, "hookInstance");
  const Json upper(replaced(kBody, uuid, "D1577C69-DFBE-44AD-BA6D-3E05E953B2EA"));
  EXPECT_TRUE(read_request(upper, patient_view()).ok());
}

TEST(Request, RepeatedHookInstanceIsNoError) {  // CH-066: nothing is remembered of a call
  const Json json(kBody);
  EXPECT_TRUE(read_request(json, patient_view()).ok());
  EXPECT_TRUE(read_request(json, patient_view()).ok());
}

TEST(Request, ContextIsAnObject) {  // CH-053, CH-061
  EXPECT_EQ(refusal(replaced(kBody, "\"context\"", "\"other\"")).where, "context");
  const std::string context =
      R"({ "userId": "Practitioner/u", "patientId": "p1", "encounterId": "e1" })";
  EXPECT_EQ(refusal(replaced(kBody, context, "[]")).where, "context");
  EXPECT_EQ(refusal(replaced(kBody, context, "null")).where, "context");
  EXPECT_EQ(refusal("[]").where, "");
  EXPECT_EQ(refusal("\"text\"").where, "");
}

TEST(Request, AuthorizationNeedsTheServer) {  // CH-054
  const std::string server = R"("fhirServer": "https://ehr.example/fhir",)";
  EXPECT_EQ(refusal(replaced(kBody, server, "")).where, "fhirServer");
  EXPECT_EQ(refusal(replaced(kBody, "\"https://ehr.example/fhir\"", "null")).where, "fhirServer");
}

TEST(Request, ServerIsAnHttpsUrl) {  // CH-055
  const std::string plain = replaced(kBody, "https://", "http://");
  EXPECT_EQ(refusal(plain).where, "fhirServer");
  const Json json(plain);
  EXPECT_TRUE(read_request(json, patient_view(), {.allow_plain_http = true}).ok());
  for (const std::string_view url :
       {"ehr.example", "ftp://ehr.example", "https://", "https:///fhir"}) {
    EXPECT_EQ(refusal(replaced(kBody, "https://ehr.example/fhir", url)).where, "fhirServer") << url;
  }
  EXPECT_EQ(refusal(replaced(kBody, "\"https://ehr.example/fhir\"", "12")).where, "fhirServer");
}

TEST(Request, IncompleteAuthorizationIsNotUsed) {  // CH-056
  for (const std::string_view member :
       {"access_token", "token_type", "expires_in", "scope", "subject"}) {
    const std::string text =
        replaced(kBody, in_quotes(member), "\"x-" + std::string(member) + "\"");
    const std::string where = "fhirAuthorization." + std::string(member);
    const Json json(text);
    const auto lenient = read_request(json, patient_view());
    ASSERT_TRUE(lenient.ok()) << member;
    EXPECT_FALSE(lenient->authorization) << member;
    ASSERT_EQ(lenient->warnings.size(), 1U) << member;
    EXPECT_EQ(lenient->warnings[0].where, where);
    EXPECT_EQ(refusal(text, {.strict_authorization = true}).where, where);
  }
  const Json other(replaced(kBody, "\"Bearer\"", "\"MAC\""));
  EXPECT_FALSE(read_request(other, patient_view())->authorization);
  const Json fraction(replaced(kBody, "300", "3.5"));
  EXPECT_FALSE(read_request(fraction, patient_view())->authorization);
  EXPECT_EQ(refusal(R"({"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "fhirServer":"https://x.example","fhirAuthorization":"abc",
    "context":{"userId":"Practitioner/u","patientId":"p"}})")
                .where,
            "fhirAuthorization");
}

TEST(Request, AuthorizationIsForTheSamePatient) {  // CH-058, CH-057
  const auto with_patient = [](std::string_view patient) {
    return replaced(kBody, "\"expires_in\"",
                    R"("patient": )" + in_quotes(patient) + R"(, "expires_in")");
  };
  for (const std::string_view same : {"p1", "Patient/p1"}) {
    const Json json(with_patient(same));
    EXPECT_TRUE(read_request(json, patient_view()).ok()) << same;
  }
  EXPECT_EQ(refusal(with_patient("p2")).where, "fhirAuthorization.patient");
}

TEST(Request, EmptyOptionalMembersCountAsAbsent) {  // CH-008
  for (const std::string_view empty : {"null", "\"\""}) {
    const Json json(replaced(kBody, "\"e1\"", empty));
    const auto request = read_request(json, patient_view());
    ASSERT_TRUE(request.ok()) << empty;
    EXPECT_TRUE(request->encounter_id.expose().empty());
  }
  for (const std::string_view empty : {"null", "{}"}) {
    const Json json(replaced(kBody, R"({ "patient": null })", empty));
    const auto request = read_request(json, patient_view());
    ASSERT_TRUE(request.ok()) << empty;
    EXPECT_FALSE(request->prefetch) << empty;
  }
  const Json no_server(R"({"hook":"patient-view","fhirServer":null,"fhirAuthorization":null,
    "hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","extension":null,
    "context":{"userId":"Practitioner/u","patientId":"p"}})");
  EXPECT_TRUE(read_request(no_server, patient_view()).ok());
  EXPECT_EQ(refusal(replaced(kBody, "\"p1\"", "\"\"")).where, "context.patientId");
}

TEST(Request, PrefetchIsAnObject) {  // CH-059
  EXPECT_EQ(refusal(replaced(kBody, R"({ "patient": null })", R"(["x"])")).where, "prefetch");
  const Json absent(replaced(kBody, "\"prefetch\"", "\"other\""));
  EXPECT_TRUE(read_request(absent, patient_view()).ok());
}

TEST(Request, UnknownMembersAndExtensionsAreIgnored) {  // CH-009, CH-011, CH-224
  const Json json(replaced(kBody, "{", R"({"zzz": {"a": [1]}, "extension": 7, )"));
  EXPECT_TRUE(read_request(json, patient_view()).ok());
}

TEST(Request, IdsWithTheirTypeAreReadWithAWarning) {  // CH-065
  const Json json(
      replaced(replaced(kBody, "\"p1\"", "\"Patient/p1\""), "\"e1\"", "\"Encounter/e1\""));
  const auto request = read_request(json, patient_view());
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->patient_id.expose(), "p1");
  EXPECT_EQ(request->encounter_id.expose(), "e1");
  ASSERT_EQ(request->warnings.size(), 2U);
  EXPECT_EQ(request->warnings[0].where, "context.patientId");
  for (const std::string_view wrong :
       {"Group/p1", "Patient/", "Patient/p1/x", "https://ehr.example/Patient/p1", "p 1", "p?x=1",
        "../p", "0123456789012345678901234567890123456789012345678901234567890123x"}) {
    EXPECT_EQ(refusal(replaced(kBody, "\"p1\"", in_quotes(wrong))).where, "context.patientId")
        << wrong;
  }
}

TEST(Request, SelectionsAreAmongTheDrafts) {  // CH-222
  const std::string body = R"({"hook":"order-select",
    "hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "context":{"userId":"Practitioner/u","patientId":"p",
      "selections":["ServiceRequest/a"],
      "draftOrders":{"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"ServiceRequest","id":"a"}}]}}})";
  const Hook& hook = *find_hook("order-select");
  const Json good(body);
  EXPECT_TRUE(read_request(good, hook, {.strict_selections = true}).ok());
  EXPECT_TRUE(read_request(good, hook)->warnings.empty());

  const Json dangling(replaced(body, "[\"ServiceRequest/a\"]", "[\"ServiceRequest/b\"]"));
  const auto lenient = read_request(dangling, hook);
  ASSERT_TRUE(lenient.ok());
  EXPECT_EQ(lenient->warnings.size(), 1U);
  const auto strict = read_request(dangling, hook, {.strict_selections = true});
  ASSERT_FALSE(strict.ok());
  EXPECT_EQ(strict.error().where, "context.selections");
}

TEST(Request, ErrorsHoldNothingOfThePatient) {  // CH-096
  const std::string secret = "Mustermann";
  for (const std::string_view place :
       {"\"p1\"", "\"e1\"", "\"Practitioner/u\"", "\"patient-view\"",
        "\"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea\"", "\"https://ehr.example/fhir\""}) {
    const Json json(replaced(kBody, place, in_quotes(secret + " {")));
    const auto request = read_request(json, patient_view());
    if (request) continue;  // the hook's name is judged by the catalog
    EXPECT_EQ(describe(request.error()).find(secret), std::string::npos) << place;
  }
}

TEST(Request, PrivateHooksHaveTheUsualIds) {  // CH-220
  const Json json(replaced(kBody, "\"patient-view\"", "\"org.example.ward-round\""));
  const auto request = read_request(json, private_hook());
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->patient_id.expose(), "p1");
  EXPECT_EQ(request->user, "Practitioner/u");
}

}  // namespace
}  // namespace cramp::cdshooks
