#pragma once
// The resources of one patient that a call brought, indexed by type.

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "json/document.hpp"

namespace cramp::fhir {

/// Views only: the documents that hold the resources must outlive this. Built by one thread, then
/// read by any.
class PatientData {
 public:
  /// `patient_id` is the bare id of context.patientId; empty accepts the first Patient seen.
  explicit PatientData(std::string patient_id) : patient_id_(std::move(patient_id)) {}

  /// A resource, or a Bundle whose entries are taken one by one. A resource that names another
  /// patient is dropped and counted (CH-087); one already here by type and id is ignored.
  /// A bare `{resource: {...}}` wrapper (old clients) is unwrapped.
  void add(json::View resource_or_bundle);

  /// All resources of a type in the order of arrival; empty when there are none.
  std::span<const json::View> of_type(std::string_view type) const;
  /// "Type/id", an absolute URL ending so, a urn:uuid: that an entry's fullUrl has, or "#id"
  /// inside `container`'s contained resources; nothing when it is not here.
  json::View resolve(std::string_view reference, json::View container = {}) const;

  std::string_view patient_id() const { return patient_id_; }
  std::size_t size() const { return count_; }
  std::size_t dropped() const { return dropped_; }  ///< resources of other patients

 private:
  void add_resource(json::View resource, std::string_view full_url);
  bool concerns_other_patient(std::string_view type, json::View resource) const;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Index = std::unordered_map<std::string, json::View, Hash, std::equal_to<>>;

  std::string patient_id_;
  std::vector<std::pair<std::string_view, std::vector<json::View>>> by_type_;
  Index by_reference_;  ///< "Type/id" and fullUrl
  std::size_t count_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace cramp::fhir
