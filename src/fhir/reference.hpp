#pragma once
// The parts of Reference.reference (FHIR R4 §2.3.0).

#include <string_view>

namespace cramp::fhir {

struct ReferenceParts {
  std::string_view type;   ///< "Patient"; empty for a URN and for what is not a reference to a type
  std::string_view id;     ///< the logical id; of a urn:uuid: or urn:oid: what follows the prefix
  bool contained = false;  ///< "#id"
  bool urn = false;
};

/// Reads "Type/id", an absolute URL that ends so, both also with "/_history/version", "urn:…:id"
/// and "#id". All parts are empty when it is none of these ("Practitioner?identifier=…").
ReferenceParts parse_reference(std::string_view reference);

}  // namespace cramp::fhir
