// Cards shown, feedback and what follows from them, on the wire.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "base/file.hpp"
#include "base/uuid.hpp"
#include "http.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "net/tls_client.hpp"
#include "process.hpp"
#include "store/connection.hpp"

namespace cramp::testing {
namespace {

using json::Value;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string feedback_path() {
  return std::string(kPatientView) + "/feedback";
}

/// The uuids of an answer's cards.
std::vector<std::string> cards_of(const std::string& body) {
  const auto document = json::parse(body);
  std::vector<std::string> uuids;
  for (const json::View card : document->root().find("cards").items()) {
    uuids.emplace_back(card.string("uuid"));
  }
  return uuids;
}

/// "accepted", or the code of a reason for an override.
std::string item(const std::string& card, const std::string& outcome,
                 const std::string& time = "2026-03-01T12:00:00Z") {
  std::string out = R"({"card":")" + card + R"(","outcomeTimestamp":")" + time + '"';
  if (outcome == "accepted") {
    return out + R"(,"outcome":"accepted","acceptedSuggestions":[{"id":"s1"}]})";
  }
  return out + R"(,"outcome":"overridden","overrideReason":{"reason":{"code":")" + outcome +
         R"(","system":"http://ehr.example"}}})";
}

std::string feedback(const std::string& items) {
  return std::string(R"({"feedback":[)").append(items).append("]}");
}

class MemoryServiceTest : public ::testing::Test {
 protected:
  std::string config(const std::string& more = "") const {
    return folder_.write("c.toml", "[store]\nlookup_timeout = \"5s\"\n" + more);
  }
  std::vector<std::string> with(const std::string& more = "") const {
    return {"--config", config(more)};
  }
  std::string database() const { return folder_.path() / "cramp-cds.sqlite"; }
  std::vector<store::ExportRow> stored() const {
    store::Database reader({store::Kind::kSqlite, base::Secret<std::string>(database()), true});
    std::vector<store::ExportRow> rows;
    EXPECT_TRUE(reader.export_feedback(0, 4'000'000'000'000,
                                       [&](const auto& row) { rows.push_back(row); }));
    return rows;
  }
  static std::string metrics(const Service& service) {
    return exchange(service.admin_port(), "GET", "/metrics", "", "").body();
  }
  /// A call whose card is written when this returns.
  static std::string shown(const Service& service, int calls = 1) {
    const auto uuids = cards_of(call(service.port(), sample_request()).body());
    EXPECT_EQ(uuids.size(), 1U);
    const std::string written =
        R"(cramp_store_calls_total{result="written"} )" + std::to_string(calls);
    EXPECT_TRUE(eventually([&] { return metrics(service).find(written) != std::string::npos; }));
    return uuids.empty() ? "" : uuids.front();
  }
  static unsigned send(const Service& service, const std::string& body) {
    return exchange(service.port(), "POST", feedback_path(), body).result_int();
  }

  Folder folder_;
};

TEST_F(MemoryServiceTest, FeedbackIsTakenAndCounted) {  // CH-141, CH-146, CH-152
  Service service(with());
  const std::string card = shown(service);
  const Answer answer = exchange(
      service.port(), "POST", feedback_path(),
      feedback(item(card, "already-evaluated") + "," + item(base::new_uuid(), "accepted")));
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_EQ(answer.body(), "{}");
  EXPECT_THAT(metrics(service),
              AllOf(HasSubstr(R"(cramp_feedback_total{card="known",outcome="overridden")"),
                    HasSubstr(R"(cramp_feedback_total{card="unmatched",outcome="accepted")")));
  EXPECT_EQ(exchange(service.port(), "GET", feedback_path()).result_int(), 405U);
  EXPECT_EQ(exchange(service.port(), "OPTIONS", feedback_path(), "", "").result_int(), 204U);
  EXPECT_EQ(exchange(service.port(), "POST", "/cds-services/none/feedback", "{}").result_int(),
            404U);
  EXPECT_EQ(exchange(service.port(), "POST", feedback_path(), "{}", "Content-Type: text/plain\r\n")
                .result_int(),
            415U);
}

TEST_F(MemoryServiceTest, FaultyFeedbackIsRefusedWhole) {  // CH-142, CH-143, CH-144, CH-145
  Service service(with());
  const std::string card = shown(service);
  const std::string good = item(card, "already-evaluated");
  const std::string id = "{\"card\":\"" + card + "\"";
  const std::string at = R"(,"outcomeTimestamp":"2026-03-01T12:00:00Z")";
  EXPECT_EQ(send(service, "[" + good + "]"), 422U);
  EXPECT_EQ(send(service, "{"), 400U);
  for (const std::string& wrong :
       {R"({"outcome":"overridden")" + at + "}", id + at + "}", id + R"(,"outcome":"overridden"})",
        item(card, "x", "2026-03-01T12:00:00"), id + R"(,"outcome":"accepted")" + at + "}",
        id + R"(,"outcome":"overridden","overrideReason":{})" + at + "}"}) {
    EXPECT_EQ(send(service, feedback(good + "," + wrong)), 422U) << wrong;
  }
  EXPECT_EQ(stored().front().events, 0) << "the good item did not come alone";
  EXPECT_EQ(send(service, feedback(item(card, "accepted", "2026-03-01T14:00:00+02:00"))), 200U);
  EXPECT_EQ(stored().front().outcome_at, 1'772'366'400'000) << "CH-143: brought to UTC";
}

TEST_F(MemoryServiceTest, HasLimits) {  // CH-152
  Service service(with());
  std::string many = item(base::new_uuid(), "x");
  for (int i = 0; i < 1'000; ++i) many.append(",").append(item(base::new_uuid(), "x"));
  EXPECT_EQ(send(service, feedback(many)), 413U);
  EXPECT_EQ(send(service, feedback("\"" + std::string(1U << 20U, 'x') + "\"")), 413U);
}

TEST_F(MemoryServiceTest, ARepeatCountsOnceAndBothEventsAreKept) {  // CH-147, CH-148
  const auto arguments = with();
  std::string card;
  {
    Service service(arguments);
    card = shown(service);
    EXPECT_EQ(send(service, feedback(item(card, "accepted"))), 200U);
  }  // killed: what was acknowledged is there
  Service service(arguments);
  EXPECT_EQ(send(service, feedback(item(card, "accepted"))), 200U);
  const auto rows = stored();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().outcome, "accepted");
  EXPECT_EQ(rows.front().events, 2);
}

TEST_F(MemoryServiceTest, UnknownCardsAndOwnReasonsAreTakenTheSameWay) {  // CH-149, CH-153
  Service service(with());
  const std::string card = shown(service);
  const Answer known = exchange(service.port(), "POST", feedback_path(),
                                feedback(item(card, "a-reason-of-the-ehr")));
  const Answer unknown = exchange(service.port(), "POST", feedback_path(),
                                  feedback(item(base::new_uuid(), "a-reason-of-the-ehr")));
  EXPECT_EQ(known.result_int(), 200U);
  EXPECT_EQ(unknown.result_int(), 200U);
  EXPECT_EQ(known.body(), unknown.body());
  EXPECT_EQ(stored().front().reason, "a-reason-of-the-ehr");
  EXPECT_EQ(stored().size(), 2U);
}

TEST_F(MemoryServiceTest, AnotherClientsCardIsUnmatched) {  // CH-150, CH-151
  const net::testing::Certificate authority(folder_.path(), "authority");
  const net::testing::Certificate server(folder_.path(), "server", &authority);
  const net::testing::Certificate one(folder_.path(), "one", &authority);
  const net::testing::Certificate two(folder_.path(), "two", &authority);
  std::string text = "[server]\ntls = { certificate = \"" + server.certificate_file.string() +
                     "\", key = \"" + server.key_file.string() + "\", client_ca = \"" +
                     authority.certificate_file.string() + "\" }\n";
  for (const auto* client : {&one, &two}) {
    text += std::string("[[clients]]\nid = \"") + (client == &one ? "one" : "two") +
            "\"\nauthentication = \"certificate\"\ncertificates = [\"" + client->fingerprint() +
            "\"]\n";
  }
  Service service({"--config", folder_.write("t.toml", text)}, Service::Mode::kProduction);
  const auto post = [&](const net::testing::Certificate* own, const std::string& path,
                        const std::string& body) {
    net::testing::TlsClient client(service.port(), {.authority = &authority, .own = own});
    return client.exchange("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + std::string(kJson) +
                           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  };
  const auto uuids = cards_of(post(&one, std::string(kPatientView), sample_request()).body());
  ASSERT_EQ(uuids.size(), 1U);
  const std::string body = feedback(item(uuids.front(), "already-evaluated"));
  EXPECT_EQ(post(nullptr, feedback_path(), body).result_int(), 401U);
  EXPECT_EQ(post(&two, feedback_path(), body).result_int(), 200U);
  EXPECT_TRUE(eventually([&] {
    const auto rows = stored();
    return rows.size() == 2 && rows[0].client == "one" && rows[0].events == 0 &&
           rows[1].client == "two" && rows[1].shown_at == 0;
  }));
}

TEST_F(MemoryServiceTest, AnOverrideWithAReasonKeepsTheCardAway) {
  Service service(with());
  const std::string card = shown(service);
  EXPECT_EQ(cards_of(call(service.port(), sample_request()).body()).size(), 1U);
  EXPECT_EQ(send(service, feedback(item(card, "already-evaluated", now_text()))), 200U);
  EXPECT_TRUE(cards_of(call(service.port(), sample_request()).body()).empty());
  const std::string other = sample_request([](Value& request) {
    request.find("context")->set("patientId", "somebody-else");
    request.find("prefetch")->find("patient")->set("id", "somebody-else");
  });
  EXPECT_EQ(call(service.port(), other).result_int(), 200U);
}

TEST_F(MemoryServiceTest, SilentAndShownBeforeAreRecordedAndNotShown) {
  {
    Service service(with("[policy]\nsilent_services = [\"leg-cramp-patient-view\"]\n"));
    EXPECT_TRUE(cards_of(call(service.port(), sample_request()).body()).empty());
    EXPECT_THAT(metrics(service), HasSubstr(R"(cramp_cards_withheld_total{reason="silent")"));
    service.signal(SIGTERM);
    EXPECT_EQ(service.wait(), 0);
  }
  EXPECT_EQ(stored().front().visibility, "silent");
  Service service(with("[policy]\nsuppress_shown = \"1d\"\n"));
  shown(service);  // what was silent was not shown
  EXPECT_TRUE(cards_of(call(service.port(), sample_request()).body()).empty());
  EXPECT_THAT(metrics(service), HasSubstr(R"(cramp_cards_withheld_total{reason="suppressed")"));
}

TEST_F(MemoryServiceTest, TheDatabaseIsAskedOnlyWhereEarlierCardsMatter) {
  Service service(with());
  const std::string quiet = sample_request([](Value& request) {
    request.find("prefetch")->set("conditions", Value());
    request.find("prefetch")->set("encounter", Value());
  });
  const Answer answer = call(service.port(), quiet);
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_TRUE(cards_of(answer.body()).empty());
  EXPECT_THAT(metrics(service), Not(HasSubstr("cramp_store_lookups_total{")));
  EXPECT_EQ(cards_of(call(service.port(), sample_request()).body()).size(), 1U);
  EXPECT_THAT(metrics(service), HasSubstr(R"(cramp_store_lookups_total{result="ok"} 1)"));
}

TEST_F(MemoryServiceTest, WithoutTheDatabaseAdviceGoesOnAndFeedbackIsRefused) {
  const std::string file =
      folder_.write("c.toml",
                    "[store]\nkind = \"postgresql\"\npostgresql = \"host=/nowhere\"\n"
                    "hash_key = \"0123456789abcdef0123456789abcdef\"\n");
  Service service({"--config", file});
  EXPECT_EQ(cards_of(call(service.port(), sample_request()).body()).size(), 1U);
  EXPECT_EQ(send(service, feedback(item(base::new_uuid(), "x"))), 503U);
  EXPECT_TRUE(eventually([&] {
    const Answer ready = exchange(service.admin_port(), "GET", "/health/ready", "", "");
    return ready.result_int() == 200U &&
           ready.body().find(R"("store":"degraded")") != std::string::npos;
  }));
  EXPECT_THAT(metrics(service),
              AllOf(HasSubstr("cramp_store_up 0"),
                    HasSubstr("cramp_store_failures_total{operation=\"write\"}")));
  EXPECT_TRUE(eventually([&] {
    return service.log().find(R"("event":"store-away","fault":"store: )") != std::string::npos;
  }));
}

TEST_F(MemoryServiceTest, WithoutAStoreThereIsNoFeedback) {
  Service service({"--config", folder_.write("n.toml", "[store]\nkind = \"none\"\n")});
  EXPECT_EQ(call(service.port(), sample_request()).result_int(), 200U);
  EXPECT_EQ(send(service, feedback(item(base::new_uuid(), "x"))), 404U);
}

TEST_F(MemoryServiceTest, EachCallLeavesARecordOfWhoAskedWhatAndWhatItGot) {  // CH-176
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  Service service(with());
  const std::string headers =
      std::string(kJson) + "traceparent: 00-" + trace + "-b7ad6b7169203331-01\r\n";
  const auto cards =
      cards_of(exchange(service.port(), "POST", kPatientView, sample_request(), headers).body());
  const std::string refused = sample_request([](Value& r) { r.find("context")->erase("userId"); });
  EXPECT_EQ(call(service.port(), refused).result_int(), 422U);
  service.signal(SIGTERM);
  EXPECT_EQ(service.wait(), 0);

  store::Connection connection({store::Kind::kSqlite, base::Secret<std::string>(database()), true});
  const auto recorded = [&](const std::string& query) {
    const soci::rowset<std::string> rows = (connection.session().prepare << query);
    return std::vector<std::string>(rows.begin(), rows.end());
  };
  EXPECT_THAT(recorded("select trace || ' ' || client || ' ' || service || ' ' || hook || ' ' || "
                       "hook_instance || ' ' || status from calls where length(patient) > 20"),
              ::testing::ElementsAre(trace + " dev leg-cramp-patient-view patient-view "
                                             "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea 200"));
  EXPECT_THAT(recorded("select cards.uuid from cards join calls on calls.id = cards.call_id"),
              cards);
  EXPECT_THAT(recorded("select refusal || ' ' || service from calls where status = 422"),
              ::testing::ElementsAre("unprocessable leg-cramp-patient-view"));
}

TEST_F(MemoryServiceTest, NothingOfThePatientIsInTheDatabase) {  // CH-082
  {
    Service service(with());
    const std::string request = sample_request([](Value& r) {
      const std::string id = "Zzplanted-id";
      r.find("context")->set("patientId", id);
      r.find("prefetch")->find("patient")->set("id", id);
      r.find("prefetch")
          ->find("patient")
          ->set("name", Value::array().push(Value::object().set("family", "Zzplanted-name")));
    });
    EXPECT_EQ(call(service.port(), request).result_int(), 200U);
    // A drafted medicine in the clinician's words: they are in the key of the card.
    const std::string draft = sample_request([](Value& r) {
      r.set("hook", "order-sign");
      r.find("context")->set("draftOrders", Value(json::parse(R"({"resourceType": "Bundle",
        "entry": [{"resource": {"resourceType": "MedicationRequest", "id": "d", "status": "draft",
        "intent": "order", "subject": {"reference": "Patient/example"},
        "medicationCodeableConcept": {"text": "quinine Zzplanted-words"}}}]})")
                                                      ->root()));
    });
    const Answer signing =
        exchange(service.port(), "POST", "/cds-services/leg-cramp-order-sign", draft);
    EXPECT_THAT(signing.body(), HasSubstr("|quinine Zzplanted-words|"));
    EXPECT_EQ(send(service, feedback(R"({"card":")" + base::new_uuid() +
                                     R"(","outcome":"overridden","outcomeTimestamp":)"
                                     R"("2026-03-01T12:00:00Z","overrideReason":)"
                                     R"({"userComment":"Zzplanted-comment"}})")),
              200U);
    service.signal(SIGTERM);
    EXPECT_EQ(service.wait(), 0);
    EXPECT_THAT(service.log(), Not(HasSubstr("Zzplanted")));
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_THAT(*base::read_file(entry.path()), Not(HasSubstr("Zzplanted"))) << entry.path();
  }
  EXPECT_TRUE(stored().back().commented);
}

}  // namespace
}  // namespace cramp::testing
