#pragma once
// Who calls: the step before anything of a request is read.

#include "app/state.hpp"
#include "base/result.hpp"
#include "net/message.hpp"

namespace cramp::app {

/// The client record that the request belongs to, by its client certificate. The one error is
/// Code::kUnauthorized with one text for every reason (CH-170); `internal_text` has the reason and
/// nothing of a token. Under --dev everybody is let in.
base::Result<Caller> identify(const State& state, const net::Request& request);

}  // namespace cramp::app
