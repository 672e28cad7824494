#pragma once
// From applied actions to the response body (CDS Hooks 2.0, "CDS Service Response").

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.hpp"
#include "rules/apply.hpp"

namespace cramp::cdshooks {

/// The members of a card that are the same in every answer, as JSON text made once.
struct CardText {
  std::string source;                         ///< `"source":{...}`
  std::vector<std::string> override_reasons;  ///< `{...}` each
  std::vector<std::string> links;             ///< of each documentation after the first: `{...}`
};
CardText card_text(const rules::TopAction& action);

/// One card as it was sent: what records of cards shown and metrics need.
struct ShownCard {
  std::string uuid;
  std::string_view indicator;                    ///< info, warning, critical
  const rules::AppliedAction* action = nullptr;  ///< of the Applied that was written
};

struct Response {
  std::string body;
  std::vector<ShownCard> cards;    ///< in the order of the body
  std::size_t system_actions = 0;  ///< for the client to carry out
};

using UuidSource = std::function<std::string()>;

/// `{"cards":[...]}`, and `systemActions` where there are some (CH-090): by severity, then in plan
/// order (CH-118); each card and suggestion with a uuid of its own. No element is null or empty
/// except `cards` itself (CH-005, CH-006). `texts` holds one CardText for each action of the plan.
Response write_response(const rules::Applied& applied, const std::vector<CardText>& texts,
                        const UuidSource& new_uuid = base::new_uuid);

/// routine -> info, urgent and asap -> warning, stat -> critical (CH-228).
std::string_view indicator(rules::Priority priority);

}  // namespace cramp::cdshooks
