// Code systems of the service itself and the lists of override reasons that cards offer (rules, section 1.9).
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

export const ownTerminology = () => [reasonSystem, topicSystem, ...Object.entries(kLists).map(reasonList)];
