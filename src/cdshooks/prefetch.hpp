#pragma once
// What came for each data requirement, and what follows from it (design §5 step 3).
// Order of use:
//   states  = read_prefetch(service, request)     what was sent, key by key
//   missing = to_fetch(states)                    what may be asked from fhirServer
//   read_answer, read_page(..., state)            for each answer that came
//   check_required(states)                        412 when required data is still missing
//   collect(states, data); unavailable(states)    the patient's data; what nothing is known about

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cdshooks/request.hpp"
#include "fhir/patient_data.hpp"
#include "rules/service.hpp"

namespace cramp::cdshooks {

enum class DataState : std::uint8_t {
  kSent,    ///< a resource, or a Bundle with all of the answer
  kNull,    ///< null: asked by the client, nothing there (CH-072)
  kEmpty,   ///< a Bundle without entries: the same (CH-073)
  kPaged,   ///< a Bundle with a `next` link: a part of the answer (CH-080)
  kFailed,  ///< an OperationOutcome, as the value or among the entries (CH-074), or another
            ///< resource
  kAbsent,  ///< not sent
};

struct KeyState {
  const rules::DataRequirement* requirement = nullptr;
  DataState state = DataState::kAbsent;
  json::View value;               ///< resource or Bundle whose content is used; else nothing
  std::vector<json::View> pages;  ///< Bundles that followed `value`
  std::string_view next;          ///< of kPaged
  bool may_ask_again = false;     ///< of kFailed: the outcome says that it was a passing trouble
};

/// One state for each requirement of the service, in its order. Keys that nobody asked for are
/// ignored (CH-059). Code::kUnprocessable when a value is neither null nor a resource.
/// Adds to `request.warnings` where an old form was unwrapped.
base::Result<std::vector<KeyState>> read_prefetch(const rules::Service& service, Request& request);

/// The states that a query to fhirServer may improve (CH-075, CH-076, CH-080): indexes.
std::vector<std::size_t> to_fetch(std::span<const KeyState> states);

/// Takes a server's answer to the key's query as if the client had sent it. What is no resource
/// counts as failed.
void read_answer(json::View answer, KeyState& state);

/// Takes the page that `state.next` named: kPaged with the next link, or whole. False, and the
/// state stays as it is, when it is no Bundle or tells of a failure.
bool read_page(json::View page, KeyState& state);

/// Code::kPreconditionFailed naming every required key that is absent or failed (CH-077, CH-078).
base::Status check_required(std::span<const KeyState> states);

/// Keys of which nothing certain is known: absent, failed, or only in part (CH-079).
std::vector<std::string_view> unavailable(std::span<const KeyState> states);

/// Puts everything that came into the patient's data, also what is not all of an answer.
void collect(std::span<const KeyState> states, fhir::PatientData& data);

}  // namespace cramp::cdshooks
