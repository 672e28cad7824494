#include "fhir/patient_data.hpp"

#include <algorithm>

#include "fhir/model.hpp"
#include "fhir/reference.hpp"

namespace cramp::fhir {

namespace {

constexpr std::array<std::string_view, 5> kPatientElements = {"patient", "subject", "beneficiary",
                                                              "for", "individual"};

constexpr std::string_view kPatient = "Patient/";

/// "Patient/" and this id, which has no character that a reference gives a meaning to.
bool is_plain_reference(std::string_view text, std::string_view id) {
  return text.size() == kPatient.size() + id.size() && text.ends_with(id) &&
         text.starts_with(kPatient) && !id.empty() &&
         std::ranges::none_of(id, [](char c) { return c == '/' || c == '?'; });
}

std::string_view bare_id(std::string_view id) {
  return id.starts_with(kPatient) ? id.substr(kPatient.size()) : id;
}

}  // namespace

PatientData::PatientData(std::string_view patient_id) : patient_id_(bare_id(patient_id)) {}

void PatientData::add(json::View resource_or_bundle) {
  const std::string_view type = resource_or_bundle.string("resourceType");
  if (type == "Bundle") return add_bundle(resource_or_bundle);
  if (type.empty()) {
    add_entry(resource_or_bundle);
  } else {
    add_resource(resource_or_bundle);
  }
}

void PatientData::add_bundle(json::View bundle) {
  // A reference may point to an entry further down, also the one that tells whose data this is.
  std::size_t urn = urns_.size();
  for (const json::View entry : bundle.find("entry").items()) announce(entry);
  for (const json::View entry : bundle.find("entry").items()) {
    const json::View resource = entry.find("resource");
    const bool kept = add_entry(entry);
    if (urn == urns_.size() || urns_[urn].resource.node() != resource.node()) continue;
    urns_[urn++].kept = kept;
  }
}

/// Notes the patient, where none is known, and an entry's URN.
void PatientData::announce(json::View entry) {
  const json::View resource = entry.find("resource");
  adopt(resource);
  const std::string_view url = entry.string("fullUrl");
  if (!resource || !url.starts_with("urn:")) return;
  const auto number = static_cast<std::uint32_t>(urns_.size());
  const auto is_same = [&](std::uint32_t other) { return urns_[other].url == url; };
  if (by_urn_.find_or_add(url, number, is_same) != IdIndex::kNone) return;
  urns_.push_back({.url = url, .resource = resource});
}

void PatientData::adopt(json::View resource) {
  if (!patient_id_.empty() || patient_ || resource.string("resourceType") != "Patient") return;
  patient_ = resource;
  patient_id_ = resource.string("id");
}

/// True when the resource is here now, or was already.
bool PatientData::add_entry(json::View entry) {
  const json::View resource = entry.find("resource");
  if (!resource.is_object() || entry.find("search").string("mode") == "outcome") return false;
  if (resource.string("resourceType") != "Bundle") return add_resource(resource);
  add_bundle(resource);
  return false;
}

bool PatientData::add_resource(json::View resource) {
  const std::string_view type = resource.string("resourceType");
  if (type.empty() || type == "OperationOutcome") return false;
  adopt(resource);
  const std::size_t bucket = bucket_of(type);
  if (bucket == kNone) return false;
  if (concerns_other_patient(buckets_[bucket], resource)) {
    ++dropped_;
    return false;
  }
  const std::string_view id = resource.string("id");
  if (!id.empty()) {
    const auto is_same = [&](std::uint32_t number) {
      return resources_[number].bucket == bucket && resources_[number].id == id;
    };
    const auto number = static_cast<std::uint32_t>(resources_.size());
    if (by_id_.find_or_add(id, number, is_same) != IdIndex::kNone) return true;
  }
  resources_.push_back({.bucket = bucket, .id = id, .view = resource});
  buckets_[bucket].resources.push_back(resource);
  if (id.empty()) buckets_[bucket].all_identified = false;
  return true;
}

std::size_t PatientData::bucket_of(std::string_view type) {
  const auto known = std::ranges::find(buckets_, type, &Bucket::type);
  if (known != buckets_.end()) return static_cast<std::size_t>(known - buckets_.begin());
  static const TypeId kResource = find_type("Resource");
  static const TypeId kReference = find_type("Reference");
  const TypeId id = find_type(type);
  if (!is_subtype(id, kResource)) return kNone;
  Bucket bucket{
      .type = type_info(id).name, .patient_elements = {}, .resources = {}, .all_identified = true};
  std::size_t count = 0;
  for (const std::string_view name : kPatientElements) {
    const ElementInfo* element = find_element(id, name);
    if (element == nullptr || element->type != kReference) continue;
    if (count < bucket.patient_elements.size()) bucket.patient_elements[count++] = name;
  }
  buckets_.push_back(std::move(bucket));
  return buckets_.size() - 1;
}

bool PatientData::is_other_patient(json::View patient) const {
  if (patient_id_.empty()) return patient_ && patient_.node() != patient.node();
  const std::string_view id = patient.string("id");
  return !id.empty() && id != patient_id_;
}

bool PatientData::concerns_other_patient(const Bucket& bucket, json::View resource) const {
  if (bucket.type == "Patient") return is_other_patient(resource);
  for (const std::string_view name : bucket.patient_elements) {
    if (name.empty()) break;
    if (names_other_patient(resource.find(name))) return true;
  }
  return false;
}

bool PatientData::names_other_patient(json::View reference) const {
  if (reference.is_array()) {
    // Of several, one that may be ours is enough (Account.subject).
    for (const json::View item : reference.items()) {
      if (!names_other_patient(item)) return false;
    }
    return reference.size() != 0;
  }
  const std::string_view text = reference.string("reference");
  if (is_plain_reference(text, patient_id_)) return false;  // as nearly all are
  const ReferenceParts parts = parse_reference(text);
  if (parts.urn) {
    const std::uint32_t urn = find_urn(text);
    if (urn == IdIndex::kNone) return !patient_id_.empty() && parts.id != patient_id_;
    const json::View target = urns_[urn].resource;
    return target.string("resourceType") == "Patient" && is_other_patient(target);
  }
  if (parts.type.empty()) return text.starts_with("Patient?");
  return parts.type == "Patient" && !patient_id_.empty() && parts.id != patient_id_;
}

std::uint32_t PatientData::find_urn(std::string_view url) const {
  return by_urn_.find(url, [&](std::uint32_t number) { return urns_[number].url == url; });
}

const PatientData::Bucket* PatientData::find_bucket(std::string_view type) const {
  const auto found = std::ranges::find(buckets_, type, &Bucket::type);
  return found == buckets_.end() ? nullptr : &*found;
}

std::span<const json::View> PatientData::of_type(std::string_view type) const {
  const Bucket* bucket = find_bucket(type);
  if (bucket == nullptr) return {};
  return bucket->resources;
}

bool PatientData::all_identified(std::string_view type) const {
  const Bucket* bucket = find_bucket(type);
  return bucket == nullptr || bucket->all_identified;
}

json::View PatientData::resolve(std::string_view reference, json::View container) const {
  const ReferenceParts parts = parse_reference(reference);
  if (parts.contained) {
    if (parts.id.empty()) return container;
    for (const json::View resource : container.find("contained").items()) {
      if (resource.string("id") == parts.id) return resource;
    }
    return {};
  }
  if (parts.urn) {
    const std::uint32_t urn = find_urn(reference);
    return urn != IdIndex::kNone && urns_[urn].kept ? urns_[urn].resource : json::View();
  }
  if (parts.type.empty()) return {};
  const std::uint32_t number = by_id_.find(parts.id, [&](std::uint32_t candidate) {
    const Resource& resource = resources_[candidate];
    return resource.id == parts.id && buckets_[resource.bucket].type == parts.type;
  });
  return number == IdIndex::kNone ? json::View() : resources_[number].view;
}

}  // namespace cramp::fhir
