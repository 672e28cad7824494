import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rule } from '../../src/shared/api.ts';
import { ageOf, ago, textOf } from '../../src/shared/fhir.ts';
import { chartOf, shownUnit } from '../../src/workbench/chart.ts';

const kRules = [{
  id: 'low', limits: [{ valueSet: 'lab-potassium', is: 'below', value: 3.5, unit: 'mmol/L' }, { valueSet: 'lab-potassium', is: 'at least', value: 6.5, unit: 'mmol/L' }],
}] as unknown as Rule[];

const potassium = (id: string, value: number, unit = 'mmol/L', more = {}) => ({
  resourceType: 'Observation', id, code: { coding: [{ code: '2823-3', display: 'Potassium [Moles/volume] in Serum or Plasma' }] },
  effectiveDateTime: `2026-01-0${id}`, valueQuantity: { value, unit, code: unit }, ...more,
});
const kSets = Object.fromEntries([1, 2, 3, 4].map((id) => [`Observation/${id}`, ['lab-potassium']]));

test('both sides of the limits of the content, in their own unit only', () => {
  const results = (...own: ReturnType<typeof potassium>[]) => chartOf(own, kSets, kRules).analytes.flatMap((analyte) => analyte.results);
  const isOut = (value: number, unit?: string) => results(potassium('1', value, unit))[0]?.isOut;
  assert.equal(isOut(3.4), true);
  assert.equal(isOut(3.5), false);
  assert.equal(isOut(6.4), false);
  assert.equal(isOut(6.5), true);
  assert.equal(isOut(3.4, 'mg/dL'), false);
});

test('limits that the laboratory sent count too', () => {
  const [result] = chartOf([potassium('1', 5.4, 'mmol/L', { referenceRange: [{ high: { value: 5.1 } }] })], kSets, kRules).analytes[0]?.results ?? [];
  assert.equal(result?.isOut, true);
});

test('results of one test stand together, newest first', () => {
  const [analyte] = chartOf([potassium('2', 4), potassium('4', 3), potassium('3', 5)], kSets, kRules).analytes;
  assert.equal(analyte?.name, 'Potassium');
  assert.deepEqual(analyte?.results.map(({ value }) => value), [3, 5, 4]);
});

test('conditions are cramps, problems or findings', () => {
  const condition = (id: string, category: string) => ({
    resourceType: 'Condition', id, category: [{ coding: [{ code: category }] }], code: { text: id }, onsetDateTime: '2026-01-01',
  });
  const chart = chartOf([condition('cramp', 'encounter-diagnosis'), condition('diabetes', 'problem-list-item'), condition('numb', 'encounter-diagnosis')],
    { 'Condition/cramp': ['cramp-complaint'] }, []);
  assert.deepEqual([chart.episodes, chart.problems, chart.findings].map((rows) => rows.map(({ text }) => text)), [['cramp'], ['diabetes'], ['numb']]);
});

test('a visit for cramps is one of their records, another visit is not', () => {
  const visit = (id: string) => ({ resourceType: 'Encounter', id, status: 'in-progress', period: { start: '2026-01-02' }, reasonCode: [{ text: `for ${id}` }] });
  const { episodes } = chartOf([visit('cramps'), visit('cough')], { 'Encounter/cramps': ['cramp-complaint'] }, []);
  assert.deepEqual(episodes.map(({ ref, text, date, note }) => [ref, text, date, note]), [['Encounter/cramps', 'for cramps', '2026-01-02', 'reason of the visit']]);
});

test('a medicine that was stopped ends where its supply ended', () => {
  const chart = chartOf([
    { resourceType: 'MedicationRequest', id: 'a', status: 'active', authoredOn: '2026-01-02', medicationCodeableConcept: { text: 'A' } },
    { resourceType: 'MedicationRequest', id: 'b', status: 'completed', authoredOn: '2025-01-02', medicationCodeableConcept: { text: 'B' },
      dispenseRequest: { validityPeriod: { end: '2025-03-02' } } },
  ], {}, []);
  assert.deepEqual(chart.medicines.map(({ text, start, end }) => [text, start, end]), [['A', '2026-01-02', null], ['B', '2025-01-02', '2025-03-02']]);
});

test('words of people', () => {
  assert.equal(textOf({ coding: [{ code: '1' }, { code: '2', display: 'Cramp in lower leg (finding)' }] }), 'Cramp in lower leg');
  assert.equal(shownUnit('mL/min/{1.73_m2}'), 'mL/min/1.73 m²');
  assert.equal(ago('2026-11-24', '2026-11-24'), 'today');
  assert.equal(ago('2026-11-23', '2026-11-24'), '1 day ago');
  assert.equal(ago('2026-05-24', '2026-11-24'), '6 months ago');
  assert.equal(ago('2026-11-26', '2026-11-24'), 'in 2 days');
  assert.equal(ageOf('1959-11-25', '2026-11-24'), 66);
  assert.equal(ageOf('1959-11-24', '2026-11-24'), 67);
  assert.equal(ageOf(undefined, '2026-11-24'), undefined);
});
