#!/usr/bin/env bash
# Prints a patient-view call as an EHR would send it, with dates counted back from today:
# a woman of 67 whose leg cramps have come back, on hydrochlorothiazide for 80 days, potassium 3.3.
set -euo pipefail
ago() { date -u -d "$1 days ago" +%F; }
none='{"resourceType": "Bundle", "type": "searchset"}'
cramp() {
  cat <<END
{"resource": {"resourceType": "Condition", "id": "cramp-$1", "subject": {"reference": "Patient/example"},
  "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
  "verificationStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "confirmed"}]},
  "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-category", "code": "encounter-diagnosis"}]}],
  "code": {"coding": [{"system": "http://snomed.info/sct", "code": "449918009", "display": "Cramp in lower leg (finding)"}]},
  "onsetDateTime": "$(ago "$1")"}}
END
}
cat <<END
{
  "hook": "patient-view",
  "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
  "context": {"userId": "Practitioner/example", "patientId": "example", "encounterId": "visit"},
  "prefetch": {
    "patient": {"resourceType": "Patient", "id": "example", "gender": "female", "birthDate": "1959-04-02"},
    "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [$(cramp 4), $(cramp 31)]},
    "medications": {"resourceType": "Bundle", "type": "searchset", "entry": [
      {"resource": {"resourceType": "MedicationRequest", "id": "hctz", "status": "active", "intent": "order",
        "subject": {"reference": "Patient/example"}, "authoredOn": "$(ago 80)",
        "medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm",
          "code": "310798", "display": "hydrochlorothiazide 25 MG Oral Tablet"}]}}}]},
    "labs": {"resourceType": "Bundle", "type": "searchset", "entry": [
      {"resource": {"resourceType": "Observation", "id": "k", "status": "final",
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3", "display": "Potassium [Moles/volume] in Serum or Plasma"}]},
        "subject": {"reference": "Patient/example"}, "effectiveDateTime": "$(ago 12)",
        "valueQuantity": {"value": 3.3, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"}}}]},
    "encounter": {"resourceType": "Encounter", "id": "visit", "status": "in-progress",
      "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
      "subject": {"reference": "Patient/example"}, "period": {"start": "$(ago 0)T08:00:00Z"}},
    "statements": $none, "dispenses": $none, "findings": $none, "encounters": $none, "procedures": $none,
    "orders": $none, "questionnaires": $none
  }
}
END
