// Data requirements of the leg cramp services: key, type, whether a call without it is refused, and the query behind
// "patient={{context.patientId}}", or the whole query where it reads by id.
const kExtension = 'https://cramp-cds.org/fhir/StructureDefinition';

// Codes without their systems: docs/decisions/011.
const kFindings = [
  '55300003', '424647005', '449917004', '449918009', '102550009', 'R25.2', 'MB47.3', 'ANC.B5.DE24', 'ANC.B7.DE30',
  'ANC.B7.DE56', 'G47.62', '102549009', '90392009', '44077006', '309537005', '309538000', '102603008', '91019004',
  '309087008', '62507009', '786837007', '449813001', 'R20.0', 'R20.1', 'R20.2', '26544005', '713514005', '309774006',
  '249939004', '249942005', '309249007', '300948004', '126013009', '102568007', '249945007', '6077001', 'M62.81',
  'M21.37', 'R53.1', '271809000', '102572006', '102574007', '449707004', '102576009', '26237000', '275319005',
  '762898005', '80068009', '267038008', '449615005', 'R60.0', 'R22.43', 'R60.9', 'R22.40', '162784002', 'R22.41',
  'R22.42', '88092000', '82470000', 'R25.3', 'M62.5', '72514-3', '38208-5', '38214-3', '75893-8', '446841001',
  '401191002', '134388005', '75626-2', '72109-2', '763302001', '82810-3', '72166-2', '30881-7', '39420-5', '39421-3',
  '30679-5', '24968-0',
];

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
