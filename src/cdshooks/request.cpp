#include "cdshooks/request.hpp"

#include <charconv>

#include "base/uuid.hpp"
#include "cdshooks/context.hpp"

namespace cramp::cdshooks {

namespace {

using base::Ok;
using base::Status;

/// CH-008: null, "", [] and {} of an optional member say no more than its absence.
bool is_empty(json::View value) {
  return value.is_null() || (value.is_string() && value.text().empty()) ||
         ((value.is_array() || value.is_object()) && value.size() == 0);
}

bool has_host_after(std::string_view url, std::string_view scheme) {
  return url.starts_with(scheme) && url.size() > scheme.size() && url[scheme.size()] != '/';
}

Status read_server(json::View body, const RequestRules& rules, Request& request) {
  const json::View server = body.find("fhirServer");
  if (is_empty(server)) return Ok{};
  const std::string_view url = server.is_string() ? server.text() : std::string_view();
  const bool plain = has_host_after(url, "http://");
  if (!plain && !has_host_after(url, "https://")) {
    return unprocessable("fhirServer", "must be the absolute URL of a FHIR server");
  }
  if (plain && !rules.allow_plain_http) {
    return unprocessable("fhirServer", "must be an https URL");
  }
  request.fhir_server = url;
  return Ok{};
}

std::optional<long> integer(json::View value) {
  if (!value.is_number()) return std::nullopt;
  const std::string_view text = value.text();
  long result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return result;
}

/// The first member of fhirAuthorization that is missing or wrong, or empty.
std::string_view faulty_member(json::View authorization) {
  if (authorization.string("access_token").empty()) return "access_token";
  if (authorization.string("token_type") != "Bearer") return "token_type";
  if (!integer(authorization.find("expires_in"))) return "expires_in";
  if (authorization.string("scope").empty()) return "scope";
  if (authorization.string("subject").empty()) return "subject";
  return {};
}

Status read_authorization(json::View body, const RequestRules& rules, Request& request) {
  const json::View authorization = body.find("fhirAuthorization");
  if (is_empty(authorization)) return Ok{};
  if (!authorization.is_object()) {
    return unprocessable("fhirAuthorization", "must be an object");
  }
  if (request.fhir_server.empty()) {
    return unprocessable("fhirServer", "is required where fhirAuthorization is sent");
  }
  const std::string_view patient = bare_id(authorization.string("patient"), "Patient");
  if (!patient.empty() && patient != request.patient_id.expose()) {
    return unprocessable("fhirAuthorization.patient", "must be the patient of context.patientId");
  }
  if (const std::string_view fault = faulty_member(authorization); !fault.empty()) {
    const std::string where = "fhirAuthorization." + std::string(fault);
    constexpr std::string_view kText =
        "access_token, token_type \"Bearer\", expires_in, scope and subject are required";
    if (rules.strict_authorization) return unprocessable(where, kText);
    request.warnings.push_back({where, std::string(kText)});
    return Ok{};
  }
  request.authorization =
      Authorization{base::Secret<std::string_view>(authorization.string("access_token")),
                    authorization.string("scope"), authorization.string("subject"),
                    *integer(authorization.find("expires_in"))};
  return Ok{};
}

Status read_envelope(json::View body, Request& request) {
  auto name = read_hook(body);
  if (!name) return std::move(name).error();
  request.hook = *name;
  request.hook_instance = body.string("hookInstance");
  if (!base::is_uuid(request.hook_instance)) {
    return unprocessable("hookInstance", "is required and must be a UUID");
  }
  request.context = body.find("context");
  if (!request.context.is_object()) {
    return unprocessable("context", "is required and must be an object");
  }
  const json::View prefetch = body.find("prefetch");
  if (is_empty(prefetch)) return Ok{};
  if (!prefetch.is_object()) return unprocessable("prefetch", "must be an object");
  request.prefetch = prefetch;
  return Ok{};
}

}  // namespace

base::Result<std::string_view> read_hook(json::View body) {
  if (!body.is_object()) return unprocessable("", "the request must be a JSON object");
  const std::string_view hook = body.string("hook");
  if (hook.empty()) return unprocessable("hook", "is required and must be a string");
  return hook;
}

base::Result<Request> read_request(json::View body, const Hook& hook, const RequestRules& rules) {
  Request request;
  if (Status status = read_envelope(body, request); !status) return std::move(status).error();
  if (Status status = check_context(hook, rules, request); !status) {
    return std::move(status).error();
  }
  if (Status status = read_server(body, rules, request); !status) return std::move(status).error();
  if (Status status = read_authorization(body, rules, request); !status) {
    return std::move(status).error();
  }
  return request;
}

}  // namespace cramp::cdshooks
