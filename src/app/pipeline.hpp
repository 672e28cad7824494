#pragma once
// One call from body to response: the parts of cdshooks and rules in their order. The same for the
// server, `invoke` and `test`.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "cdshooks/catalog.hpp"
#include "cdshooks/request.hpp"

namespace cramp::app {

/// What the operator may know of a call: nothing of the patient.
struct CallRecord {
  std::string service;
  std::vector<cdshooks::Warning> warnings;
  std::vector<rules::Failure> failures;  ///< cards that were lost to an error in the content
  std::size_t dropped = 0;               ///< resources of other patients
};

/// What became of earlier cards of the patient that a request is about.
using HistorySource = std::function<std::vector<rules::Outcome>(const cdshooks::Request&)>;

/// What all calls of a process share.
struct Pipeline {
  std::shared_ptr<const cdshooks::Catalog> catalog;
  cdshooks::RequestRules rules;
  HistorySource history = {};                 ///< may be empty: nothing is remembered
  const rules::Observer* observer = nullptr;  ///< of every evaluation
};

/// The response body, or the caller's error. `now` is the one instant of the call. Any thread.
base::Result<std::string> answer(const Pipeline& pipeline, std::string_view service_id,
                                 std::string body, const time::Temporal& now, CallRecord& record);

/// The clock's instant as a DateTime at the local offset.
time::Temporal local_now(const base::Clock& clock);

}  // namespace cramp::app
