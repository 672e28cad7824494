// Parts of a synthetic chart as FHIR resources. Codes are looked up in a table: one that is not there is an error.

const kTerminology = 'http://terminology.hl7.org/CodeSystem';
const kSystems = {
  sct: 'http://snomed.info/sct', loinc: 'http://loinc.org', rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  icd: 'http://hl7.org/fhir/sid/icd-10-cm',
};

const concept = (system, code, display) => ({ coding: [{ system: `${kTerminology}/${system}`, code, ...(display ? { display } : {}) }] });

/** Makes resources of one patient. `days` before `asOf` become dates, so that a chart reads as "80 days ago". */
export class ChartParts {
  #codes;
  #asOf;
  #counts = new Map();
  #subject;
  entries = [];

  constructor(id, codes, asOf) {
    this.#codes = codes;
    this.#asOf = Date.parse(`${asOf}T12:00:00Z`);
    this.#subject = { reference: `Patient/${id}` };
    this.id = id;
  }

  day(daysAgo) {
    return new Date(this.#asOf - daysAgo * 86_400_000).toISOString().slice(0, 10);
  }

  /** "sct 449918009" as a CodeableConcept with the display of the table. */
  code(text) {
    const [system, code] = text.split(' ');
    const row = this.#codes.get(`${kSystems[system]} ${code}`);
    if (!row) throw new Error(`${this.id}: ${text} is not in the table of codes`);
    return { coding: [{ system: kSystems[system], code, display: row.display }] };
  }

  #add(kind, resource) {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const { resourceType, ...members } = resource;
    const whole = { resourceType, id: `${this.id}-${kind}-${count}`, ...members };
    this.entries.push(whole);
    return whole;
  }

  patient({ family, given, gender, age }) {
    const birth = new Date(this.#asOf);
    birth.setUTCFullYear(birth.getUTCFullYear() - Math.floor(age));
    birth.setUTCDate(birth.getUTCDate() - 100);
    this.entries.push({
      resourceType: 'Patient', id: this.id, name: [{ use: 'official', family, given: [given] }], gender,
      birthDate: birth.toISOString().slice(0, 10),
    });
  }

  /** The visit that is going on: `context.encounterId` is its id. */
  visit(reason) {
    return this.#add('visit', {
      resourceType: 'Encounter', status: 'in-progress',
      class: { system: `${kTerminology}/v3-ActCode`, code: 'AMB', display: 'ambulatory' },
      subject: this.#subject, period: { start: this.day(0) }, ...(reason ? { reasonCode: [this.code(reason)] } : {}),
    });
  }

  #condition(kind, category, what, since, more) {
    return this.#add(kind, {
      resourceType: 'Condition', clinicalStatus: concept('condition-clinical', 'active'),
      verificationStatus: concept('condition-ver-status', 'confirmed'),
      category: [concept('condition-category', category)],
      ...(more.severity ? { severity: this.code(more.severity) } : {}),
      code: this.code(what), ...(more.site ? { bodySite: [this.code(more.site)] } : {}),
      subject: this.#subject, onsetDateTime: this.day(since), recordedDate: this.day(more.recorded ?? since),
      ...(more.note ? { note: [{ text: more.note }] } : {}),
    });
  }

  problem(what, since, more = {}) {
    return this.#condition('problem', 'problem-list-item', what, since, more);
  }

  /** Something found at a visit, `since` days ago: an episode of cramps, a sign. */
  finding(what, since, more = {}) {
    return this.#condition('finding', 'encounter-diagnosis', what, since, more);
  }

  #medicine(kind, status, what, { since, until, dose, reason }) {
    const period = since === undefined ? undefined : { start: this.day(since), ...(until === undefined ? {} : { end: this.day(until) }) };
    return this.#add(kind, {
      resourceType: 'MedicationRequest', status, intent: 'order', medicationCodeableConcept: this.code(what),
      subject: this.#subject, ...(since === undefined ? {} : { authoredOn: this.day(since) }),
      ...(reason ? { reasonCode: [this.code(reason)] } : {}),
      ...(dose ? { dosageInstruction: [{ text: dose }] } : {}),
      ...(until === undefined || !period ? {} : { dispenseRequest: { validityPeriod: period } }),
    });
  }

  takes(what, since, dose, more = {}) {
    return this.#medicine('medicine', 'active', what, { since, dose, ...more });
  }

  took(what, since, until, dose) {
    return this.#medicine('medicine', 'completed', what, { since, until, dose });
  }

  /** `unit` is UCUM; people read `words` where the two differ. */
  result(what, value, unit, daysAgo, { high, low, words = unit } = {}) {
    const amount = (one) => ({ value: one, unit: words, system: 'http://unitsofmeasure.org', code: unit });
    const range = { ...(low === undefined ? {} : { low: amount(low) }), ...(high === undefined ? {} : { high: amount(high) }) };
    return this.#add('result', {
      resourceType: 'Observation', status: 'final', category: [concept('observation-category', 'laboratory', 'Laboratory')],
      code: this.code(what), subject: this.#subject, effectiveDateTime: this.day(daysAgo), valueQuantity: amount(value),
      ...(Object.keys(range).length ? { referenceRange: [range] } : {}),
    });
  }

  /** A score that the patient gave, 0 to 10. */
  score(what, value, daysAgo) {
    return this.#add('score', {
      resourceType: 'Observation', status: 'final', category: [concept('observation-category', 'survey', 'Survey')],
      code: this.code(what), subject: this.#subject, effectiveDateTime: this.day(daysAgo), valueInteger: value,
    });
  }

  bundle() {
    return { resourceType: 'Bundle', id: this.id, type: 'collection', entry: this.entries.map((resource) => ({ resource })) };
  }
}
