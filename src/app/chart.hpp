#pragma once
// The request that an EHR would send for a patient, made from the chart: for `invoke` on a Bundle,
// for test cases and benchmarks.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cdshooks/catalog.hpp"
#include "json/value.hpp"

namespace cramp::app {

/// The first service of this id; nullptr when there is none.
const cdshooks::Offer* find_offer(const cdshooks::Catalog& catalog, std::string_view service_id);

/// The resources of a Bundle, the items of an array, or the one resource itself.
std::vector<json::View> resources_of(json::View chart);

struct ChartCall {
  /// Members of `context` beside patientId and userId, or instead of these.
  json::View context;
  /// Prefetch keys that are answered with an OperationOutcome.
  std::vector<std::string_view> unavailable;
};

/// Each prefetch key holds the resources of its type that its code filter keeps, as a searchset, or
/// the one resource where its query reads by id. The patient is the first Patient resource.
std::string request_from_chart(const cdshooks::Offer& offer,
                               const terminology::Terminology& terminology,
                               std::span<const json::View> resources, const ChartCall& call = {});

}  // namespace cramp::app
