#pragma once
// One call from body to response: the parts of cdshooks and rules in their order. The same for the
// server, `invoke` and `test`; the server's other steps (who calls, what is fetched, what is held
// back) stand between these.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/call_record.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "cdshooks/catalog.hpp"
#include "cdshooks/context_data.hpp"
#include "cdshooks/request.hpp"

namespace cramp::app {

/// What became of earlier cards of the patient that a request is about.
using HistorySource = std::function<std::vector<rules::Outcome>(const cdshooks::Request&)>;

/// What all calls of a process share.
struct Pipeline {
  std::shared_ptr<const cdshooks::Catalog> catalog;
  cdshooks::RequestRules rules;
  HistorySource history = {};                 ///< may be empty: nothing is remembered
  const rules::Observer* observer = nullptr;  ///< of every evaluation
};

/// The steps, each once and in this order. One thread at a time.
class Call {
 public:
  /// Both must outlive it.
  Call(const Pipeline& pipeline, CallRecord& record) : Call(pipeline, pipeline.rules, record) {}
  /// By other rules than the pipeline's.
  Call(const Pipeline& pipeline, const cdshooks::RequestRules& rules, CallRecord& record)
      : pipeline_(pipeline), rules_(rules), record_(record) {}

  /// Reads and checks the body, and what came for each prefetch key.
  base::Status read(std::string_view service_id, std::string body);

  // Between read() and evaluate(), what is missing may be fetched.
  const cdshooks::Offer& offer() const { return *offer_; }
  const cdshooks::Request& request() const { return *request_; }
  std::vector<cdshooks::KeyState>& states() { return states_; }
  /// A fetched document that the states point into.
  void keep(json::Document document) { fetched_.push_back(std::move(document)); }

  /// Runs the rules at the one instant of the call, with what Pipeline::history says.
  base::Status evaluate(const time::Temporal& now);

  // Between evaluate() and write(), earlier cards may be remembered, and cards held back.
  /// Whether earlier cards of the patient can change the answer: there are cards, or a rule looked
  /// at what became of earlier ones.
  bool depends_on_history() const;
  /// Runs the rules again, told what became of earlier cards.
  void remember(std::vector<rules::Outcome> outcomes);
  rules::Applied& applied() { return applied_; }

  /// The response body.
  std::string write();

 private:
  void apply();

  const Pipeline& pipeline_;
  cdshooks::RequestRules rules_;
  CallRecord& record_;
  std::optional<json::Document> document_;
  const cdshooks::Offer* offer_ = nullptr;
  std::optional<cdshooks::Request> request_;
  std::optional<fhir::PatientData> data_;
  cdshooks::ContextData context_;
  std::vector<cdshooks::KeyState> states_;
  std::vector<json::Document> fetched_;
  std::vector<rules::Outcome> history_;
  time::Temporal now_;
  rules::Applied applied_;
};

/// All steps without a network between them. The response body, or the caller's error. Any thread.
base::Result<std::string> answer(const Pipeline& pipeline, std::string_view service_id,
                                 std::string body, const time::Temporal& now, CallRecord& record);

/// The clock's instant as a DateTime at the local offset.
time::Temporal local_now(const base::Clock& clock);

}  // namespace cramp::app
