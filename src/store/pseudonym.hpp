#pragma once
// Patients in the store: keyed hashes, so that the database alone tells nobody who they are.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/sensitive.hpp"

namespace cramp::store {

using HashKey = base::Secret<std::string>;

/// Whose patient it is: two EHRs may use one id for two people.
struct PatientScope {
  std::string_view client, tenant, fhir_server;
};

/// HMAC-SHA256 of scope and id, the first 128 bits as hexadecimal digits. A `/` at the end of the
/// FHIR server's URL does not count. Any thread.
std::string patient_hash(const HashKey& key, const PatientScope& scope,
                         const base::Phi<std::string_view>& patient_id);

/// The key of a card as it is stored. Content puts into it what it likes, as the words of a drafted
/// medicine: so it is encrypted (AES-SIV, RFC 5297), the same for the same card of the same
/// patient. `patient` is a patient_hash. Any thread.
std::string sealed_key(const HashKey& key, std::string_view patient, std::string_view card_key);
/// Empty when it was sealed with another key, or for another patient.
std::string opened_key(const HashKey& key, std::string_view patient, std::string_view sealed);

/// The text in the file; a new random key, readable by its owner only, where there is none yet.
base::Result<HashKey> key_in_file(const std::filesystem::path& file);

}  // namespace cramp::store
