// Code systems of the service itself, the lists of override reasons that cards offer (rules, section 1.9), what these
// reasons mean in HL7's words, and the sets that profiles bind to.
import { base, header, version } from './valueset.mjs';

const kReasons = {
  'already-evaluated': 'Already evaluated, not recorded here',
  'managed-elsewhere': 'Managed by another clinician',
  'benefit-outweighs-risk': 'Benefit of this drug outweighs the risk',
  'patient-declined': 'Patient declined',
  'complaint-resolved': 'Cramps have resolved',
  'other-cause': 'Other cause established',
  'not-relevant': 'Not clinically relevant for this patient',
  'goals-of-care': 'Not in line with goals of care',
};

// Where a list holds for a section of the rules, its order is the order of that section's text.
const kLists = {
  all: ['Every reason.', Object.keys(kReasons)],
  critical: ['Critical cards.',
    ['already-evaluated', 'managed-elsewhere', 'benefit-outweighs-risk', 'goals-of-care']],
  complaint: ['Persistent complaint.',
    ['already-evaluated', 'managed-elsewhere', 'complaint-resolved', 'other-cause', 'patient-declined']],
  'self-care': ['Self-care advice.', ['not-relevant', 'complaint-resolved', 'managed-elsewhere']],
  'red-flags': ['Red flags that are not critical.',
    ['already-evaluated', 'managed-elsewhere', 'other-cause', 'patient-declined']],
  drugs: ['Medicines in use.', ['already-evaluated', 'benefit-outweighs-risk', 'managed-elsewhere', 'other-cause']],
  diseases: ['Diseases and states.', ['already-evaluated', 'managed-elsewhere', 'other-cause', 'patient-declined']],
  'critical-labs': ['Critical laboratory results.', ['already-evaluated', 'managed-elsewhere', 'goals-of-care']],
  drafts: ['Drafted orders.', ['benefit-outweighs-risk', 'already-evaluated', 'patient-declined', 'not-relevant']],
};

const kTopics = {
  'leg-cramps': 'Evaluation of leg cramps',
  'critical-finding': 'Critical finding with leg cramps',
  'drafted-order': 'Drafted order and leg cramps',
};

const kFrequencies = {
  'less-than-monthly': 'Less than once a month',
  monthly: 'Once a month or more, less than once a week',
  weekly: 'Once a week',
  'several-weekly': 'Several times a week',
  daily: 'Every day or night',
};

// HL7's codes for not following a recommendation, with their displays; [reason, its code, what it means to ours].
// Published in HL7/cds-hooks, input/vocabulary/CodeSystem-non-adherence-reason-codes.json.
const kNonAdherence = 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes';
const kNotApplicable = ['cds-not-applicable', 'PC CDS does not apply to patient'];
const kInTheirWords = {
  'already-evaluated': ['wider', 'action-completed', 'Recommended action was already completed'],
  'managed-elsewhere': ['wider', 'cds-suboptimal-context', 'PC CDS delivered in suboptimal context'],
  'benefit-outweighs-risk': ['inexact', 'risk-benefit-ratio', 'Recipient assessment of risk/benefit ratio',
    'Ours weighs the drug that the card is about, theirs the recommended action.'],
  'patient-declined': ['equivalent', 'patient-refuses', 'Patient refuses/declines (no context given)*'],
  'complaint-resolved': ['wider', ...kNotApplicable],
  'other-cause': ['wider', ...kNotApplicable],
  'not-relevant': ['wider', ...kNotApplicable],
  'goals-of-care': ['wider', 'does-not-align-preferences', 'Recommendation does not align with patient preferences or values'],
};

function codeSystem(id, description, codes) {
  const concept = Object.entries(codes).map(([code, display]) => ({ code, display }));
  const form = { caseSensitive: true, content: 'complete', count: concept.length, concept };
  return { ...header('CodeSystem', id, description), ...form };
}

function reasonList([name, [what, codes]]) {
  const concept = codes.map((code) => ({ code, display: kReasons[code] }));
  return {
    ...header('ValueSet', `override-reasons-${name}`, `Reasons offered to override a card. ${what}`),
    compose: { include: [{ system: `${base}/CodeSystem/override-reason`, version, concept }] },
  };
}

const reasonSystem = codeSystem(
  'override-reason', 'Why a clinician did not follow a card of the leg cramp services.', kReasons);
const topicSystem = codeSystem('card-topic', 'What a card of the leg cramp services is about.', kTopics);

const frequencySystem = codeSystem('cramp-frequency', 'How often leg cramps come.', kFrequencies);

const reasonMap = {
  ...header('ConceptMap', 'override-reason-to-hl7', "Override reasons in HL7's non-adherence reason codes (trial use)."),
  sourceCanonical: `${base}/ValueSet/override-reasons-all`,
  targetCanonical: 'http://terminology.hl7.org/ValueSet/non-adherence-reason',
  group: [{
    source: reasonSystem.url,
    target: kNonAdherence,
    element: Object.entries(kInTheirWords).map(([code, [equivalence, target, display, comment]]) => ({
      code, display: kReasons[code], target: [{ code: target, display, equivalence, ...(comment ? { comment } : {}) }],
    })),
  }],
};

const frequencies = {
  ...header('ValueSet', 'cramp-frequency', 'Answers to how often leg cramps come.'),
  compose: { include: [{ system: frequencySystem.url, version, concept: frequencySystem.concept }] },
};

const crampCodes = {
  ...header('ValueSet', 'leg-cramp-code', 'Codes that record leg cramps: of the complaint, and of cramps in sleep or at rest.'),
  compose: { include: ['cramp-complaint', 'sleep-related-leg-cramp'].map((id) => ({ valueSet: [`${base}/ValueSet/${id}`] })) },
};

export const ownTerminology = () => [
  reasonSystem, topicSystem, frequencySystem, reasonMap, frequencies, crampCodes,
  ...Object.entries(kLists).map(reasonList),
];
