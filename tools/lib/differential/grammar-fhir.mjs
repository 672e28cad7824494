// Expressions over a patient's resources; rows as in grammar.mjs.
import { inner, leaf } from './literals.mjs';

const kResources = ['Condition', 'Observation', 'MedicationRequest'];
const kValues = ['Boolean', 'Integer', 'String', 'DateTime', 'Quantity', 'Concept', 'Interval<DateTime>'];

const retrieve = [
  ['List<T>', 'Retrieve', '[T]', kResources],
  ['List<Condition>', 'Retrieve', '[Condition: "cramps"]'],
  ['List<Condition>', 'Retrieve', '[Condition: code ~ "cramp"]'],
  ['List<Observation>', 'Retrieve', '[Observation: "potassium"]'],
  ['List<Observation>', 'Retrieve', '[Observation: category in "nothing"]'],
  ['List<T>', 'Query', '(«List<T>») $1 where «Boolean|$1:T» return all $1', kResources],
  ['List<U>', 'Query', '(«List<T>») $1 return all («U|$1:T»)', kResources, kValues],
  ['List<T>', 'Query', '(«List<T>») $1 «=with|without» («List<U>») $2 such that «Boolean|$1:T,$2:U» return all $1', kResources, kResources],
  ['List<String>', 'Query', 'from («List<T>») $1, («List<U>») $2 where «Boolean|$1:T,$2:U» return all ($1.id.value + $2.id.value)', kResources, kResources],
  ['List<Quantity>', 'Query', '(«List<Observation>») $1 let $2: «Quantity|$1:Observation» where $2 > 1 \'mg\' return all $2'],
  ['Boolean', 'Exists', 'exists «List<T>»', kResources],
  ['Integer', 'Count', 'Count(«List<T>»)', kResources],
  ['T', 'First', '«=First|Last»(«List<T>»)', kResources],
  ['List<T>', 'Union', '«List<T>» «=union|intersect|except» «List<T>»', kResources],
];

const condition = [
  ['String', 'Property', '(«Condition»).«=id|code.text|recorder.reference|subject.reference».value'],
  ['DateTime', 'Property', 'FHIRHelpers.ToDateTime((«Condition»).recordedDate)'],
  ['DateTime', 'Property', 'FHIRHelpers.ToDateTime((«Condition»).onset as FHIR.dateTime)'],
  ['Interval<DateTime>', 'Property', 'FHIRHelpers.ToInterval((«Condition»).«=onset|abatement» as FHIR.Period)'],
  ['Boolean', 'Is', '(«Condition»).«=onset|abatement» is FHIR.«=dateTime|Period|string|Age»'],
  ['Concept', 'Property', 'FHIRHelpers.ToConcept((«Condition»).«=code|clinicalStatus»)'],
  ['Boolean', 'InValueSet', '(«Condition»).code in "cramps"'],
  ['Boolean', 'Equivalent', '(«Condition»).code ~ "cramp"'],
  ['Boolean', 'IsNull', '(«Condition»).«=onset|code|note|stage|recordedDate|clinicalStatus» is null'],
  ['Integer', 'Count', 'Count((«Condition»).«=category|note|code.coding»)'],
  ['List<String>', 'Query', '((«Condition»).code.coding) $1 return all $1.«=code|system|display».value'],
  ['String', 'Property', 'First((«Condition»).note).text.value'],
];

const observation = [
  ['String', 'Property', '(«Observation»).«=id|status|code.text|subject.reference».value'],
  ['Quantity', 'Property', 'FHIRHelpers.ToQuantity((«Observation»).value as FHIR.Quantity)'],
  ['Decimal', 'Property', '((«Observation»).value as FHIR.Quantity).value.value'],
  ['String', 'Property', '((«Observation»).value as FHIR.string).value'],
  ['Boolean', 'Property', '((«Observation»).value as FHIR.boolean).value'],
  ['Integer', 'Property', '((«Observation»).value as FHIR.integer).value'],
  ['Concept', 'Property', 'FHIRHelpers.ToConcept((«Observation»).value as FHIR.CodeableConcept)'],
  ['DateTime', 'Property', 'FHIRHelpers.ToDateTime((«Observation»).effective as FHIR.«=dateTime|instant»)'],
  ['Interval<DateTime>', 'Property', 'FHIRHelpers.ToInterval((«Observation»).effective as FHIR.Period)'],
  ['Boolean', 'Is', '(«Observation»).value is FHIR.«=Quantity|string|boolean|CodeableConcept»'],
  ['Boolean', 'Equivalent', '(«Observation»).code ~ "potassium"'],
  ['Boolean', 'Query', 'exists ((«Observation»).component $1 where $1.code.text.value = «String»)'],
];

const other = [
  ['String', 'Property', '(«MedicationRequest»).«=id|status|intent».value'],
  ['DateTime', 'Property', 'FHIRHelpers.ToDateTime((«MedicationRequest»).authoredOn)'],
  ['Concept', 'Property', 'FHIRHelpers.ToConcept((«MedicationRequest»).medication as FHIR.CodeableConcept)'],
  ['Boolean', 'Is', '(«MedicationRequest»).medication is FHIR.«=CodeableConcept|Reference»'],
  ['Date', 'Property', 'FHIRHelpers.ToDate(Patient.birthDate)'],
  ['String', 'Property', 'Patient.gender.value'],
  ['Boolean', 'Property', '(Patient.deceased as FHIR.boolean).value'],
  ['List<String>', 'Query', '(Patient.name) $1 return all $1.family.value'],
  ['Integer', 'CalculateAgeAt', 'AgeIn«=Years|Months|Days»At(«Date»)'],
  ['Boolean', 'InInterval', '«DateTime» «=during|before|after|on or before» «Interval<DateTime>»'],
];

export const fhirGrammar = { retrieve, condition, observation, other };

/** What expressions may name beside the resources. */
export const fhirDeclarations = [
  "codesystem \"SNOMED\": 'http://snomed.info/sct'", "codesystem \"LOINC\": 'http://loinc.org'",
  "valueset \"cramps\": 'https://cramp-cds.org/fhir/ValueSet/cramp-complaint'",
  "valueset \"nothing\": 'https://cramp-cds.org/fhir/ValueSet/answer-no'",
  "code \"cramp\": '449918009' from \"SNOMED\"", "code \"potassium\": '2823-3' from \"LOINC\""];

/** As `leaf`; a list of resources is a Retrieve, and one resource is no leaf. */
export function fhirLeaf(random, type) {
  const item = inner(type, 'List') ?? type;
  if (!kResources.includes(item)) return leaf(random, type);
  return item === type ? null : `[${item}]`;
}
