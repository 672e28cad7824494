// Nothing of a patient and no token in any log line, metric, error or admin answer.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "http.hpp"
#include "json/document.hpp"
#include "process.hpp"

namespace cramp::testing {
namespace {

using json::Value;

/// What must not come out again: planted wherever a client can put something.
constexpr const char* kPlanted = "Zzplanted";

std::string planted(const std::string& what) {
  return kPlanted + what;
}

/// Replaces every string of the patient's data by a planted one, types and codes excepted.
void plant(Value& value, const std::string& name) {
  if (Value::Array* items = value.items()) {
    for (Value& item : *items) plant(item, name);
  }
  if (Value::Object* members = value.members()) {
    for (auto& [key, member] : *members) {
      if (key == "id" || key == "family" || key == "text" || key == "display") {
        member = Value(planted(key));
      } else {
        plant(member, key);
      }
    }
  }
}

TEST(Leaks, NothingPlantedComesOutOfAnySink) {  // CH-096, CH-171, CH-172
  Service service;
  std::string sinks;
  const std::string secrets = std::string("Authorization: Bearer ") + planted("Token") +
                              std::string("\r\ntraceparent: ") + planted("Trace") +
                              std::string("\r\nOrigin: https://") + planted("origin") +
                              std::string("\r\nX-Patient: ") + planted("Header") + "\r\n";
  const auto send = [&](const std::string& path, const std::string& body,
                        const std::string& headers) {
    const Answer answer = exchange(service.port(), "POST", path, body, headers + secrets);
    if (answer.result_int() >= 400U) sinks += answer.body();
    for (const auto& field : answer) {
      sinks += std::string(field.name_string()) + ": " + std::string(field.value()) + '\n';
    }
    return answer.result_int();
  };
  const auto changed = [](const std::function<void(Value&)>& change) {
    return sample_request(change);
  };
  const std::string path(kPatientView);
  const std::string json(kJson);

  EXPECT_EQ(send(path, changed([](Value& r) { plant(*r.find("prefetch"), ""); }), json), 200U);
  EXPECT_EQ(send(path, changed([](Value& r) {
                   r.find("context")->set("patientId", planted("Id"));
                   r.set("fhirServer", std::string("https://") + planted("server") + "/fhir");
                   r.set("fhirAuthorization", Value::object()
                                                  .set("access_token", planted("Access"))
                                                  .set("token_type", "Bearer")
                                                  .set("expires_in", Value::number(300))
                                                  .set("scope", "patient/*.read")
                                                  .set("subject", planted("Subject")));
                 }),
                 json),
            200U);
  // Each of these is refused, and the refusal repeats nothing.
  for (const char* member : {"hook", "hookInstance", "context", "prefetch", "fhirServer"}) {
    EXPECT_GE(send(path, changed([&](Value& r) { r.set(member, planted(member)); }), json), 400U)
        << member;
  }
  for (const char* key : {"patient", "conditions", "labs"}) {
    EXPECT_GE(
        send(path, changed([&](Value& r) { r.find("prefetch")->set(key, planted(key)); }), json),
        400U)
        << key;
  }
  EXPECT_GE(send(path, changed([](Value& r) { r.find("context")->set("userId", planted("User")); }),
                 json),
            200U);
  EXPECT_GE(send(path, std::string("{\"") + planted("Broken") + "\": ", json), 400U);
  EXPECT_GE(send(path,
                 std::string("{\"a\":1,\"") + planted("Twice") + std::string("\":1,\"") +
                     planted("Twice") + "\":2}",
                 json),
            400U);
  EXPECT_GE(send(path, "{}", std::string("Content-Type: text/") + planted("type") + "\r\n"), 400U);
  EXPECT_EQ(send(std::string("/cds-services/") + planted("Path"), "{}", json), 404U);
  EXPECT_EQ(send(std::string("/") + planted("Path") + std::string("?patient=") + planted("Query"),
                 "{}", json),
            404U);
  EXPECT_GE(send(path + std::string("?patient=") + planted("Query"), "{}", json), 400U);
  sinks += net::testing::Client(service.port())
               .exchange(planted("Method") + " / HTTP/1.1\r\n\r\n")
               .body();
  sinks += net::testing::Client(service.port()).exchange(planted("NoHttp") + "\r\n\r\n").body();

  for (const char* admin : {"/health/live", "/health/ready", "/metrics", "/Zzplanted"}) {
    sinks += exchange(service.admin_port(), "GET", admin, "", secrets).body();
  }
  sinks += exchange(service.admin_port(), "POST", "/reload", "", secrets).body();
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0);
  const std::string log = service.log();
  EXPECT_THAT(log, ::testing::HasSubstr("\"event\":\"call\"")) << "the scan reads something";
  EXPECT_THAT(sinks, ::testing::HasSubstr("cramp_requests_total"));
  for (const std::string* sink : std::initializer_list<const std::string*>{&sinks, &log}) {
    const auto at = sink->find(kPlanted);
    EXPECT_EQ(at, std::string::npos)
        << sink->substr(at < 200 ? 0 : at - 200, at == std::string::npos ? 0 : 400);
    EXPECT_EQ(sink->find("zzplanted"), std::string::npos);
  }
}

}  // namespace
}  // namespace cramp::testing
