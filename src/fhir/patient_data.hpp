#pragma once
// The resources of one patient that a call brought, indexed by type.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/id_index.hpp"
#include "json/document.hpp"

namespace cramp::fhir {

/// Views only: the documents that hold the resources must outlive this. Built by one thread, then
/// read by any.
class PatientData {
 public:
  /// `patient_id` is the id of context.patientId, leniently also "Patient/id" (CH-065); empty
  /// accepts the first Patient seen.
  explicit PatientData(std::string_view patient_id);

  /// A resource, or a Bundle whose entries are taken one by one. A resource that names another
  /// patient is dropped and counted (CH-087); one already here by type and id is ignored.
  /// A bare `{resource: {...}}` wrapper (old clients) is unwrapped. What is not data is passed
  /// over: OperationOutcomes, entries of search mode "outcome", types that R4 does not have.
  ///
  /// Which patient a resource is about: a Patient by its id, others by the reference in `patient`,
  /// `subject`, `beneficiary`, `for` or `individual`. Without such a reference (Medication,
  /// Practitioner), with one to something else (Group) or one without `reference`, a resource
  /// stays. A reference to a patient that the data does not show to be ours is one to another
  /// patient.
  void add(json::View resource_or_bundle);

  /// All resources of a type in the order of arrival; empty when there are none.
  std::span<const json::View> of_type(std::string_view type) const;
  /// True when all resources of the type have an id: then no two of them are the same.
  bool all_identified(std::string_view type) const;
  /// "Type/id", an absolute URL ending so, a urn:uuid: that an entry's fullUrl has, or "#id"
  /// inside `container`'s contained resources ("#" is the container); nothing when it is not here.
  json::View resolve(std::string_view reference, json::View container = {}) const;

  std::string_view patient_id() const { return patient_id_; }
  std::size_t size() const { return resources_.size(); }
  std::size_t dropped() const { return dropped_; }  ///< resources of other patients

 private:
  struct Bucket {
    std::string_view type;
    std::array<std::string_view, 2> patient_elements;
    std::vector<json::View> resources;
    bool all_identified = true;
  };
  struct Resource {
    std::size_t bucket;
    std::string_view id;
    json::View view;
  };
  /// What an entry's fullUrl names, once its resource is kept.
  struct Urn {
    std::string_view url;
    json::View resource;
    bool kept = false;
  };

  void add_bundle(json::View bundle);
  bool add_entry(json::View entry);
  bool add_resource(json::View resource);
  void announce(json::View entry);
  void adopt(json::View resource);
  const Bucket* find_bucket(std::string_view type) const;
  /// kNone when R4 has no resource of this type.
  std::size_t bucket_of(std::string_view type);
  bool is_other_patient(json::View patient) const;
  bool concerns_other_patient(const Bucket& bucket, json::View resource) const;
  bool names_other_patient(json::View reference) const;
  std::uint32_t find_urn(std::string_view url) const;

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::string patient_id_;
  json::View patient_;  ///< the first one seen, where no id was given
  std::vector<Bucket> buckets_;
  std::vector<Resource> resources_;
  IdIndex by_id_;
  std::vector<Urn> urns_;
  IdIndex by_urn_;
  std::size_t dropped_ = 0;
};

}  // namespace cramp::fhir
