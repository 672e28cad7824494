#include "fetching.hpp"

#include <cstdio>
#include <stdexcept>

#include "json/writer.hpp"

namespace cramp::testing {

using json::Value;

namespace {

/// Takes out uuids and the instant of the drafts.
void forget_call(Value& value) {
  value.erase("uuid");
  value.erase("authoredOn");
  if (Value::Array* items = value.items()) {
    for (Value& item : *items) forget_call(item);
  }
  if (Value::Object* members = value.members()) {
    for (auto& [name, member] : *members) forget_call(member);
  }
}

}  // namespace

Value sample_resources() {
  const auto sample = json::parse(sample_request());
  Value resources = Value::array();
  for (auto [key, value] : sample->root().find("prefetch").members()) {
    if (value.string("resourceType") != "Bundle") resources.push(Value(value));
    for (const json::View entry : value.find("entry").items()) {
      resources.push(Value(entry.find("resource")));
    }
  }
  return resources;
}

Value rig(std::string_view faults, std::string_view token) {
  Value rig = Value::object();
  rig.set("resources", sample_resources());
  rig.set("faults", Value(json::parse(std::string(faults))->root()));
  rig.set_unless_empty("token", token);
  return rig;
}

Value authorization(std::string_view scope, int expires_in, std::string_view token) {
  return Value::object()
      .set("access_token", token)
      .set("token_type", "Bearer")
      .set("expires_in", Value::number(expires_in))
      .set("scope", scope)
      .set("subject", "cds-service");
}

Value fetching_request(const std::string& server) {
  static unsigned number = 0;
  char instance[40];
  std::snprintf(instance, sizeof instance, "00000000-0000-4000-8000-%012u", ++number);
  const auto sample = json::parse(sample_request());
  Value request(sample->root());
  request.erase("prefetch");
  request.set("hookInstance", std::string(instance));
  request.set("fhirServer", server);
  request.set("fhirAuthorization", authorization());
  return request;
}

Value call_line(const Service& service, const Value& request) {
  const std::string wanted = "\"hookInstance\":\"" + *request.find("hookInstance")->string();
  std::string line;
  const bool found = eventually([&] {
    const std::string log = service.log();
    const auto at = log.find(wanted);
    if (at == std::string::npos) return false;
    const auto begin = log.rfind('\n', at) + 1;
    const auto end = log.find('\n', at);
    line = log.substr(begin, end - begin);
    return end != std::string::npos;
  });
  if (!found) throw std::runtime_error("the log does not tell of the call");
  return Value(json::parse(line)->root());
}

std::map<std::string, std::string> fetches(const Service& service, const Value& request) {
  const Value line = call_line(service, request);
  std::map<std::string, std::string> ended;
  if (const Value* all = line.find("fetches")) {
    for (const auto& [key, outcome] : *all->members()) ended[key] = *outcome.string();
  }
  return ended;
}

std::string same_in_every_call(const std::string& body) {
  const auto document = json::parse(body);
  if (!document) return body;
  Value response(document->root());
  forget_call(response);
  return json::write(response);
}

}  // namespace cramp::testing
