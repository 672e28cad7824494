// The profiles of profiles/structures: what the logic of the leg cramp package expects of a record, and what it drafts.
import { rule } from './profile-definition.mjs';
import { base } from './valueset.mjs';

const set = (id) => `${base}/ValueSet/${id}`;
const bound = (id, strength = 'required') => ({ binding: { strength, valueSet: set(id) } });
const references = (...types) => ({
  type: [{ code: 'Reference', targetProfile: types.map((t) => `http://hl7.org/fhir/StructureDefinition/${t}`) }],
});
const oneOf = (...types) => ({ type: types.map((code) => ({ code })) });
const aPatient = { min: 1, ...references('Patient'), mustSupport: true };
const must = { mustSupport: true };

const kTaken = rule('cramp-taken', 'The result is final, amended, corrected or preliminary',
  "status = 'final' or status = 'amended' or status = 'corrected' or status = 'preliminary'");

const condition = {
  id: 'leg-cramp-condition', title: 'Leg cramp complaint as Condition', type: 'Condition',
  description: 'A complaint of leg cramps on the problem list or as the diagnosis of an encounter, as the rules find it.',
  elements: {
    Condition: { constraint: [
      rule('cramp-dated', 'The complaint has a date: onset (as dateTime or Period), recordedDate, or that of its encounter',
        'onset.ofType(dateTime).exists() or onset.ofType(Period).start.exists() or recordedDate.exists() or encounter.exists()'),
      rule('cramp-not-entered-in-error', 'The record was not entered in error and is not refuted',
        "verificationStatus.coding.where(code = 'entered-in-error' or code = 'refuted').empty()"),
    ] },
    'Condition.clinicalStatus': must,
    'Condition.verificationStatus': must,
    'Condition.severity': { ...bound('severity-qualifier', 'preferred'), ...must },
    'Condition.code': { min: 1, ...bound('leg-cramp-code'), ...must },
    'Condition.bodySite': { ...bound('leg-body-site', 'extensible'), ...must },
    'Condition.subject': aPatient,
    'Condition.encounter': must,
    'Condition.onset[x]': { ...oneOf('dateTime', 'Period'), ...must },
    'Condition.abatement[x]': must,
    'Condition.recordedDate': must,
  },
};

const observation = {
  id: 'leg-cramp-observation', title: 'Leg cramp complaint as Observation', type: 'Observation',
  description: 'An observation of leg cramps with no value, "yes" or a whole number above 0. The rules also read an observation of something else whose value is a code of leg cramps.',
  elements: {
    Observation: { constraint: [
      kTaken,
      rule('cramp-present', 'The observation does not deny the cramps: its value is not false and not 0',
        'value.ofType(boolean).where($this = false).empty() and value.ofType(integer).where($this <= 0).empty()'),
    ] },
    'Observation.status': must,
    'Observation.code': { ...bound('leg-cramp-code'), ...must },
    'Observation.subject': aPatient,
    'Observation.encounter': must,
    'Observation.effective[x]': { min: 1, ...oneOf('dateTime', 'Period'), ...must },
    'Observation.value[x]': { ...oneOf('boolean', 'CodeableConcept', 'integer'), ...bound('answer-yes'), ...must },
    'Observation.dataAbsentReason': { max: '0' },
    'Observation.bodySite': { ...bound('leg-body-site', 'extensible'), ...must },
  },
};

const score = {
  id: 'leg-cramp-severity', title: 'Severity of leg cramps', type: 'Observation',
  description: 'How bad the cramps are, from 0 to 10, tied to the complaint by its encounter or its focus.',
  elements: {
    Observation: { constraint: [
      kTaken,
      rule('severity-range', 'The score lies between 0 and 10',
        '(value.ofType(integer) | value.ofType(Quantity).value).all($this >= 0 and $this <= 10)'),
      rule('severity-of-cramps', 'The score belongs to the complaint: it has its encounter or names it as focus',
        'encounter.exists() or focus.exists()'),
    ] },
    'Observation.status': must,
    'Observation.code': { ...bound('pain-or-severity-score'), ...must },
    'Observation.subject': aPatient,
    'Observation.focus': { ...references('Condition', 'Observation'), ...must },
    'Observation.encounter': must,
    'Observation.effective[x]': { min: 1, ...oneOf('dateTime', 'Period'), ...must },
    'Observation.value[x]': { min: 1, ...oneOf('Quantity', 'integer'), ...must },
    'Observation.dataAbsentReason': { max: '0' },
  },
};

// Each question has one answer of one type; for coded ones, from one value set.
const question = (name, short, type, valueSet, min = 0) => ({
  name, min, max: '1', short,
  children: {
    linkId: { patternString: name },
    answer: { min: 1, max: '1' },
    'answer.value[x]': { min: 1, ...oneOf(type), ...(valueSet ? bound(valueSet) : {}) },
  },
});

const response = {
  id: 'leg-cramp-response', title: 'Answers about leg cramps', type: 'QuestionnaireResponse',
  description: 'Answers to the questionnaire leg-cramp-complaint, from which the rules take evidence of the complaint.',
  elements: {
    QuestionnaireResponse: { constraint: [
      rule('answers-given', 'The answers are completed or amended', "status = 'completed' or status = 'amended'"),
      rule('answers-severity', 'The severity lies between 0 and 10',
        "item.where(linkId = 'severity').answer.value.all($this >= 0 and $this <= 10)"),
    ] },
    'QuestionnaireResponse.questionnaire': {
      min: 1, patternCanonical: `${base}/Questionnaire/leg-cramp-complaint`, ...must },
    'QuestionnaireResponse.status': must,
    'QuestionnaireResponse.subject': aPatient,
    'QuestionnaireResponse.encounter': must,
    'QuestionnaireResponse.authored': { min: 1, ...must },
    'QuestionnaireResponse.item': { min: 1, ...must },
  },
  sliced: {
    'QuestionnaireResponse.item': {
      slicing: { discriminator: [{ type: 'value', path: 'linkId' }], ordered: false, rules: 'open' },
      slices: [
        question('leg-cramps', 'Whether there were leg cramps', 'boolean', undefined, 1),
        question('frequency', 'How often', 'Coding', 'cramp-frequency'),
        question('side', 'Which leg', 'Coding', 'laterality'),
        question('trigger', 'What brings them on', 'string'),
        question('severity', 'How bad they are, 0 to 10', 'integer'),
        question('numbness', 'Whether there is numbness', 'boolean'),
        question('weakness', 'Whether there is weakness', 'boolean'),
        question('swelling', 'Whether a leg is swollen', 'boolean'),
        question('exertion', 'Whether they come with walking and ease with rest', 'boolean'),
        question('drugs', 'Medicines and supplements', 'string'),
        question('alcohol', 'Alcohol', 'string'),
      ],
    },
  },
};

const request = {
  id: 'leg-cramp-suggested-order', title: 'Suggested order', type: 'ServiceRequest',
  description: 'An order, referral or advice that a card offers as a draft. Nothing is ordered until a clinician signs it.',
  elements: {
    ServiceRequest: { constraint: [
      rule('order-named', 'The code has a coding with system, code and display',
        'code.coding.where(system.exists() and code.exists() and display.exists()).exists()'),
      rule('order-wanted', 'The draft does not forbid the service', 'doNotPerform.empty() or doNotPerform = false'),
    ] },
    'ServiceRequest.status': { patternCode: 'draft', ...must },
    'ServiceRequest.intent': { patternCode: 'order', ...must },
    'ServiceRequest.priority': { min: 1, ...must },
    'ServiceRequest.code': { min: 1, ...must },
    'ServiceRequest.subject': { ...references('Patient'), ...must },
    'ServiceRequest.encounter': must,
    'ServiceRequest.authoredOn': { min: 1, ...must },
    'ServiceRequest.requester': must,
    'ServiceRequest.reasonCode': { min: 1, ...must },
    'ServiceRequest.note': must,
  },
};

export const profiles = [condition, observation, score, response, request];
