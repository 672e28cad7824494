#include "cdshooks/prefetch.hpp"

#include <algorithm>
#include <array>

#include "cdshooks/context.hpp"

namespace cramp::cdshooks {

namespace {

using base::Ok;
using base::Status;
using std::string_view;

/// The transient branch of http://hl7.org/fhir/issue-type.
constexpr std::array<string_view, 7> kTransient{"transient", "lock-error", "no-store", "exception",
                                                "timeout",   "incomplete", "throttled"};

bool is_outcome(json::View resource) {
  return resource.string("resourceType") == "OperationOutcome";
}

bool is_transient(json::View outcome) {
  const json::View issues = outcome.find("issue");
  if (issues.size() == 0) return false;
  for (const json::View issue : issues.items()) {
    const string_view code = issue.string("code");
    if (std::find(kTransient.begin(), kTransient.end(), code) == kTransient.end()) return false;
  }
  return true;
}

/// An entry that tells of a failure, not one with mere advice about a search that worked.
bool tells_failure(json::View outcome) {
  const json::View issues = outcome.find("issue");
  if (issues.size() == 0) return true;
  for (const json::View issue : issues.items()) {
    const string_view severity = issue.string("severity");
    if (severity != "information" && severity != "warning") return true;
  }
  return false;
}

string_view next_link(json::View bundle) {
  for (const json::View link : bundle.find("link").items()) {
    if (link.string("relation") == "next") return link.string("url");
  }
  return {};
}

void read_bundle(json::View bundle, KeyState& state) {
  state.value = bundle;
  state.next = next_link(bundle);
  std::size_t resources = 0;
  bool failed = false;
  for (const json::View entry : bundle.find("entry").items()) {
    const json::View resource = entry.find("resource");
    if (!is_outcome(resource)) {
      resources += resource.is_object() ? 1 : 0;
    } else if (tells_failure(resource)) {
      state.may_ask_again = is_transient(resource) && (!failed || state.may_ask_again);
      failed = true;
    }
  }
  if (failed) {
    state.state = DataState::kFailed;
  } else if (!state.next.empty()) {
    state.state = DataState::kPaged;
  } else {
    state.state = resources == 0 ? DataState::kEmpty : DataState::kSent;
  }
}

void read_resource(json::View resource, string_view type, KeyState& state) {
  if (type == "OperationOutcome") {
    state.state = DataState::kFailed;
    state.may_ask_again = is_transient(resource);
  } else if (type == "Bundle" && state.requirement->type != "Bundle") {
    read_bundle(resource, state);
  } else if (type == state.requirement->type) {
    state.state = DataState::kSent;
    state.value = resource;
  } else {
    state.state = DataState::kFailed;
  }
}

Status read_value(json::View sent, Request& request, KeyState& state) {
  if (!sent || (sent.is_object() && sent.size() == 0)) return Ok{};
  if (sent.is_null()) {
    state.state = DataState::kNull;
    return Ok{};
  }
  const std::string where = "prefetch." + state.requirement->key;
  const json::View resource = unwrap(sent);
  if (resource.node() != sent.node()) {
    request.warnings.push_back({where, "is wrapped in {\"resource\": ...}"});
  }
  const string_view type = resource.string("resourceType");
  if (type.empty()) return unprocessable(where, "must be a FHIR resource or null");
  const json::View entries = resource.find("entry");
  if (type == "Bundle" && entries && !entries.is_array()) {
    return unprocessable(where + ".entry", "must be an array");
  }
  read_resource(resource, type, state);
  return Ok{};
}

bool is_missing(const KeyState& state) {
  return state.state == DataState::kAbsent || state.state == DataState::kFailed;
}

}  // namespace

base::Result<std::vector<KeyState>> read_prefetch(const rules::Service& service, Request& request) {
  std::vector<KeyState> states;
  states.reserve(service.requirements.size());
  for (const rules::DataRequirement& requirement : service.requirements) {
    KeyState& state = states.emplace_back();
    state.requirement = &requirement;
    if (Status status = read_value(request.prefetch.find(requirement.key), request, state);
        !status) {
      return std::move(status).error();
    }
  }
  return states;
}

std::vector<std::size_t> to_fetch(std::span<const KeyState> states) {
  std::vector<std::size_t> indexes;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const KeyState& state = states[i];
    const bool failed_for_now = state.state == DataState::kFailed && state.may_ask_again;
    if (state.state == DataState::kAbsent || state.state == DataState::kPaged || failed_for_now) {
      indexes.push_back(i);
    }
  }
  return indexes;
}

void read_answer(json::View answer, KeyState& state) {
  KeyState fresh;
  fresh.requirement = state.requirement;
  fresh.state = DataState::kFailed;
  state = std::move(fresh);
  const string_view type = answer.string("resourceType");
  const json::View entries = answer.find("entry");
  if (!type.empty() && (!entries || entries.is_array())) read_resource(answer, type, state);
}

bool read_page(json::View page, KeyState& state) {
  KeyState read;
  read.requirement = state.requirement;
  read_answer(page, read);
  if (page.string("resourceType") != "Bundle" || read.state == DataState::kFailed) return false;
  state.pages.push_back(page);
  state.next = read.next;
  state.state = read.next.empty() ? DataState::kSent : DataState::kPaged;
  return true;
}

Status check_required(std::span<const KeyState> states) {
  std::string keys;
  std::string first;
  for (const KeyState& state : states) {
    if (!state.requirement->required || !is_missing(state)) continue;
    if (first.empty()) first = "prefetch." + state.requirement->key;
    keys += (keys.empty() ? "" : ", ") + state.requirement->key;
  }
  if (keys.empty()) return Ok{};
  return base::Error{base::Code::kPreconditionFailed,
                     "required data was neither sent as prefetch nor could be fetched: " + keys, "",
                     first};
}

std::vector<string_view> unavailable(std::span<const KeyState> states) {
  std::vector<string_view> keys;
  for (const KeyState& state : states) {
    if (is_missing(state) || state.state == DataState::kPaged) {
      keys.push_back(state.requirement->key);
    }
  }
  return keys;
}

void collect(std::span<const KeyState> states, fhir::PatientData& data) {
  for (const KeyState& state : states) {
    if (state.value) data.add(state.value);
    for (const json::View page : state.pages) data.add(page);
  }
}

}  // namespace cramp::cdshooks
