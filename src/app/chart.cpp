#include "app/chart.hpp"

#include <algorithm>

#include "app/chart_search.hpp"
#include "base/uuid.hpp"
#include "json/writer.hpp"

namespace cramp::app {

namespace {

using json::Value;
using json::View;

Value failed() {
  Value issue;
  issue.set("severity", "error").set("code", "forbidden");
  return Value::object()
      .set("resourceType", "OperationOutcome")
      .set("issue", Value::array().push(issue));
}

class ChartRequest {
 public:
  ChartRequest(const cdshooks::Offer& offer, const terminology::Terminology& terminology,
               std::span<const View> resources, const ChartCall& call)
      : offer_(offer), terminology_(terminology), resources_(resources), call_(call) {}

  std::string write() const {
    Value prefetch = Value::object();
    for (std::size_t i = 0; i < offer_.prefetch.size(); ++i) {
      const auto& [key, query] = offer_.prefetch[i];
      const rules::DataRequirement& requirement = offer_.service->requirements[i];
      prefetch.set(key, is_unavailable(key) ? failed() : answer(requirement, query));
    }
    Value request;
    request.set("hook", offer_.service->trigger)
        .set("hookInstance", base::new_uuid())
        .set("context", context())
        .set("prefetch", std::move(prefetch));
    return json::write(request);
  }

 private:
  Value context() const {
    Value context = Value::object();
    const View patient = first("Patient", {});
    context.set("userId", "Practitioner/example").set("patientId", patient.string("id"));
    for (auto [name, value] : call_.context.members()) context.set(name, Value(value));
    return context;
  }

  bool is_unavailable(std::string_view key) const {
    return std::find(call_.unavailable.begin(), call_.unavailable.end(), key) !=
           call_.unavailable.end();
  }

  Value answer(const rules::DataRequirement& requirement, const std::string& query) const {
    const bool reads_by_id = query.find('?') == std::string::npos;
    if (!reads_by_id) return search(requirement, query);
    const bool patient = requirement.type == "Patient";
    const std::string_view id = patient ? std::string_view() : call_.context.string("encounterId");
    const View resource = patient || !id.empty() ? first(requirement.type, id) : View();
    return resource ? Value(resource) : Value();
  }

  Value search(const rules::DataRequirement& requirement, std::string_view query) const {
    Value entries = Value::array();
    for (const View resource : resources_) {
      if (resource.string("resourceType") != requirement.type) continue;
      if (!rules::keeps(requirement, resource, terminology_) || !is_found_by(query, resource))
        continue;
      entries.push(Value::object().set("resource", Value(resource)));
      if (const View medication = referenced_medication(resource)) {
        entries.push(Value::object()
                         .set("resource", Value(medication))
                         .set("search", Value::object().set("mode", "include")));
      }
    }
    Value bundle;
    bundle.set("resourceType", "Bundle").set("type", "searchset");
    if (!entries.items()->empty()) bundle.set("entry", std::move(entries));
    return bundle;
  }

  /// What an EHR includes with an order that points to its medicine.
  View referenced_medication(View order) const {
    const std::string_view reference = order.find("medicationReference").string("reference");
    const auto before_id = reference.find_last_of("/:");
    if (before_id == std::string_view::npos) return {};
    return first("Medication", reference.substr(before_id + 1));
  }

  /// The first of this type, and of this id unless that is empty.
  View first(std::string_view type, std::string_view id) const {
    for (const View resource : resources_) {
      if (resource.string("resourceType") == type && (id.empty() || resource.string("id") == id)) {
        return resource;
      }
    }
    return {};
  }

  const cdshooks::Offer& offer_;
  const terminology::Terminology& terminology_;
  std::span<const View> resources_;
  const ChartCall& call_;
};

}  // namespace

const cdshooks::Offer* find_offer(const cdshooks::Catalog& catalog, std::string_view service_id) {
  for (const cdshooks::Offer& offer : catalog.offers()) {
    if (offer.service->id == service_id) return &offer;
  }
  return nullptr;
}

std::vector<View> resources_of(View chart) {
  std::vector<View> resources;
  if (chart.string("resourceType") == "Bundle") {
    for (const View entry : chart.find("entry").items()) {
      if (const View resource = entry.find("resource")) resources.push_back(resource);
    }
  } else if (chart.is_array()) {
    for (const View resource : chart.items()) resources.push_back(resource);
  } else {
    resources.push_back(chart);
  }
  return resources;
}

std::string request_from_chart(const cdshooks::Offer& offer,
                               const terminology::Terminology& terminology,
                               std::span<const View> resources, const ChartCall& call) {
  return ChartRequest(offer, terminology, resources, call).write();
}

}  // namespace cramp::app
