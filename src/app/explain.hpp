#pragma once
// One call with the reasons for its answer: for `invoke --explain` and the workbench.

#include <string>
#include <string_view>

#include "app/pipeline.hpp"

namespace cramp::app {

/// The steps of a call in a catalog that was loaded with Tracing::kOn. Between evaluating and
/// writing, `withhold` may take cards out; it may be empty.
///
/// `response` is the body of the answer, `explanation` the JSON object of docs/eval.md. The
/// caller's error otherwise. Any thread.
struct Explained {
  std::string response, explanation;
};
using Withhold = std::function<void(Call& call)>;
base::Result<Explained> explain(const Pipeline& traced, std::string_view service_id,
                                std::string body, const time::Temporal& now, CallRecord& record,
                                const Withhold& withhold = {});

}  // namespace cramp::app
