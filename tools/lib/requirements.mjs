// Data requirements of the leg cramp services: key, type, whether a call without it is refused, and the query behind
// "patient={{context.patientId}}", or the whole query where it reads by id.
import { join } from 'node:path';
import { readJson } from './json-files.mjs';
import { root } from './paths.mjs';

const kExtension = 'https://cramp-cds.org/fhir/StructureDefinition';

// What the rules read of observations outside the category laboratory: these sets, and two codes whose values they read.
const kFindingSets = [
  'cramp-complaint', 'sleep-related-leg-cramp', 'cramp-complaint-maybe', 'numbness', 'cauda-equina', 'muscle-weakness',
  'muscle-atrophy-fasciculation', 'leg-swelling-edema', 'unilateral-leg-swelling', 'pain-or-severity-score', 'order-abi',
  'order-arterial-ultrasound', 'order-diabetic-foot-exam', 'order-audit-c', 'order-venous-ultrasound', 'order-lumbar-mri',
  'pregnancy-status-observation', 'smoking-status-observation',
];

/** Codes of a value set, once each; a prefix as itself, as a search knows no prefixes. */
const codesOf = (set) => readJson(join(root, 'profiles/valuesets', `${set}.json`)).compose.include
  .flatMap(({ concept = [], filter = [] }) => [...concept.map((c) => c.code), ...filter.map((f) => f.value)]);

// Without their systems: docs/decisions/011.
const kFindings = [...new Set(kFindingSets.flatMap(codesOf))];

const kRows = [
  ['patient', 'Patient', true, 'Patient/{{context.patientId}}'],
  ['conditions', 'Condition', true, ''],
  ['medications', 'MedicationRequest', false, ''],
  ['statements', 'MedicationStatement', false, ''],
  ['dispenses', 'MedicationDispense', false, ''],
  ['labs', 'Observation', false, '&category=laboratory'],
  ['findings', 'Observation', false, `&code=${kFindings.join(',')}`],
  ['encounter', 'Encounter', false, 'Encounter/{{context.encounterId}}'],
  ['encounters', 'Encounter', false, ''],
  ['procedures', 'Procedure', false, ''],
  ['orders', 'ServiceRequest', false, '&status=active,on-hold,draft'],
  ['questionnaires', 'QuestionnaireResponse', false, ''],
];

// What only drafted orders need.
const kDraftRows = [['allergies', 'AllergyIntolerance', false, '']];

const requirement = ([id, type, required, query]) => ({
  id,
  extension: [
    { url: `${kExtension}/data-required`, valueBoolean: required },
    { url: `${kExtension}/prefetch-query`,
      valueString: query.startsWith(`${type}/`) ? query : `${type}?patient={{context.patientId}}${query}` },
  ],
  type,
});

/** A Medication has no key: no search brings it by itself, it comes along with the orders. */
export const requirements = (drafts = false) => [
  ...[...kRows, ...(drafts ? kDraftRows : [])].map(requirement),
  { type: 'Medication' },
];
