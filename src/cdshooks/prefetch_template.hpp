#pragma once
// Prefetch templates: made from data requirements, and checked when an author wrote one himself.
// Only what CDS Hooks 2.0 allows and its portable subset of FHIR search holds, which 3.0 allows
// too.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/result.hpp"
#include "cdshooks/hook.hpp"
#include "cdshooks/request.hpp"
#include "rules/data_requirement.hpp"

namespace cramp::cdshooks {

/// A query longer than this asks for `code:in` the value set instead of listing its codes (CH-048).
inline constexpr std::size_t kQueryLimit = 4000;

/// The author's own query, or `Type?patient={{context.patientId}}&code=...` (CH-227). Code filters
/// list the codes where all of them can be listed; date filters are left out, since 2.0 has no
/// relative dates. An error when there is no search parameter for what the requirement filters by.
base::Result<std::string> make_template(const rules::DataRequirement& requirement,
                                        const terminology::Terminology& terminology);

/// The query that a template means for this call, relative to the FHIR server; nothing when the
/// call has no value for one of its tokens, or one that may not stand there: in the path only an id
/// may.
std::optional<std::string> fill_template(std::string_view text, const Request& request);

/// What is wrong with a template for this hook, each with what to do; empty when nothing
/// (CH-033 to CH-041). `hook` is nullptr for a private hook: then any context field may be a token.
std::vector<std::string> check_template(std::string_view text, const Hook* hook);

}  // namespace cramp::cdshooks
