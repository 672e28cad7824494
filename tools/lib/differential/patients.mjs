// Random FHIR R4 patients: odd dates, partial precision, decimals at their limits, Unicode, and everything that may be
// missing sometimes missing.
import { Random } from './random.mjs';

const kDates = ['2024', '2024-02', '2024-02-29', '2023-12-31', '2024-03-10T01:59:59-05:00', '2024-03-10T03:00:00-04:00',
  '2024-11-03T01:30:00-04:00', '2024-11-03T01:30:00-05:00', '2024-11-03T06:30:00Z', '2024-02-29T23:59:59.999+14:00',
  '2024-12-31T23:59:59.5Z', '1900-01-01', '9999-12-31', '2026-03-01T12:00:00+00:00', '2024-03-31T02:30:00+01:00'];
const kBirthDates = ['1956-02-29', '1956', '1956-02', '2026-03-01', '2000-03-01', '1926-12-31'];
const kDecimals = [0, -1.5, 3.1, 5, 0.00000001, 123456.78901234, 1000];
const kTexts = ['', 'Krampf', '筋肉', '\u{1F48A}', 'e\u0301', 'a b', 'x'];
const kUnits = [['mmol/L', 'mmol/L'], ['mg', 'mg'], ['g', 'g'], ['tablet', '{tbl}'], [undefined, undefined], ['', undefined]];
const kCodings = [
  { system: 'http://snomed.info/sct', code: '449918009', display: 'Cramp in lower leg' }, { system: 'http://snomed.info/sct', code: '44054006' },
  { system: 'http://loinc.org', code: '2823-3' }, { system: 'http://loinc.org', code: '2823-3', version: '2.76' },
  { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'R25.2' }, { code: '2823-3' }, { system: 'http://loinc.org' },
  { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }];

class Maker {
  #random;

  constructor(random) {
    this.#random = random;
  }

  /** The element, or nothing at times. */
  maybe(make, probability = 0.75) {
    return this.#random.chance(probability) ? make() : undefined;
  }

  date = () => this.#random.pick(kDates);
  text = () => this.#random.pick(kTexts) || undefined;
  period = () => ({ start: this.maybe(this.date), end: this.maybe(this.date) });
  codes = () => ({ coding: this.maybe(() => [this.#random.pick(kCodings), ...this.#random.some(kCodings, 1)]), text: this.maybe(this.text) });
  quantity = () => {
    const [unit, code] = this.#random.pick(kUnits);
    const value = this.maybe(() => this.#random.pick(kDecimals), 0.9);
    return { value, unit: unit || undefined, code, system: code && 'http://unitsofmeasure.org', comparator: this.maybe(() => '<', 0.1) };
  };
  notes = () => this.#random.some(kTexts.slice(1), 2).map((text) => ({ text }));

  /** {onsetDateTime: …} or another of the choices. */
  choice(choices) {
    const [name, make] = this.#random.pick(Object.entries(choices));
    return this.maybe(() => ({ [name]: make() }), 0.85) ?? {};
  }

  boolean = () => this.#random.chance(0.5);
  integer = () => this.#random.pick([0, -1, 2147483647]);
  string = () => this.#random.pick(kTexts.slice(1));
}

const condition = (make) => ({
  clinicalStatus: make.maybe(make.codes), code: make.maybe(make.codes), note: make.maybe(make.notes), recordedDate: make.maybe(make.date),
  category: make.maybe(() => [make.codes()]),
  ...make.choice({ onsetDateTime: make.date, onsetPeriod: make.period, onsetString: make.string }),
  ...make.choice({ abatementDateTime: make.date, abatementPeriod: make.period }),
});

const observation = (make) => ({
  status: 'final', code: make.codes(),
  component: make.maybe(() => [{ code: make.codes(), valueQuantity: make.quantity() }], 0.3),
  ...make.choice({ effectiveDateTime: make.date, effectivePeriod: make.period }),
  ...make.choice({ valueQuantity: make.quantity, valueString: make.string, valueBoolean: make.boolean, valueInteger: make.integer,
    valueCodeableConcept: make.codes }),
});

const request = (make) => ({
  status: 'active', intent: 'order', authoredOn: make.maybe(make.date),
  ...make.choice({ medicationCodeableConcept: make.codes, medicationReference: () => ({ reference: 'Medication/m' }) }),
});

const kKinds = { Condition: condition, Observation: observation, MedicationRequest: request };

function withoutEmpty(value) {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutEmpty(member)]);
  return Object.fromEntries(members.filter(([, v]) => v !== undefined && !(typeof v === 'object' && Object.keys(v).length === 0)));
}

function patient(random, name) {
  const make = new Maker(random);
  const subject = { reference: `Patient/${name}` };
  const resources = Object.entries(kKinds).flatMap(([resourceType, elements]) => Array.from(
    { length: random.below(4) }, (_, i) => ({ resourceType, id: `${resourceType[0].toLowerCase()}${i}`, subject, ...elements(make) })));
  const person = {
    resourceType: 'Patient', id: name, birthDate: make.maybe(() => random.pick(kBirthDates)), gender: make.maybe(() => 'female'),
    name: make.maybe(() => [{ family: make.string() }, { given: ['A'] }]), ...make.choice({ deceasedBoolean: make.boolean, deceasedDateTime: make.date }),
  };
  const entry = [person, ...resources].map((resource) => ({ resource: withoutEmpty(resource) }));
  return { name, bundle: { resourceType: 'Bundle', type: 'collection', entry } };
}

/** [{name, bundle}], the same for the same seed. */
export function randomPatients(seed, count) {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => patient(random, `p${i}`));
}
