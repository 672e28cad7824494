import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bundle } from '../../src/shared/fhir.ts';
import { bundleOf, contextOf, draftOrder, draftsWanted, faultOf, openBundle, openCase, openShipped } from '../../src/workbench/visit.ts';
import { curlOf } from '../../src/workbench/messages.tsx';
import { kindFor } from '../../src/rules/cases.ts';

const kBundle: Bundle = { resourceType: 'Bundle', entry: [
  { resource: { resourceType: 'Patient', id: 'p' } },
  { resource: { resourceType: 'Encounter', id: 'e', status: 'in-progress' } },
  { resource: { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/p' }, onsetDateTime: '2026-11-20' } },
] };

test('a shipped chart is of today and of a new patient', () => {
  const shipped = { id: 's', title: '', story: '', hook: 'patient-view', expects: { rules: [], indicator: 'info' }, bundle: kBundle };
  const { resources, encounterId } = openShipped(shipped, '2026-11-24', '2026-12-24', 'x1');
  assert.equal(encounterId, 'e');
  assert.deepEqual(resources[2], { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/p-x1' }, onsetDateTime: '2026-12-20' });
});

test('a chart of one\'s own is left as it is', () => {
  assert.deepEqual(bundleOf(openBundle(kBundle, 'mine')).entry, kBundle.entry);
});

test('a case is moved from its day to today', () => {
  const visit = openCase({ id: '1', title: 't', service: 'leg-cramp-order-sign', now: '2026-11-24T12:00:00+00:00', data: [{ resourceType: 'Condition', onsetDateTime: '2026-11-20' }] }, '2026-11-25', 'x');
  assert.equal(visit.hook, 'order-sign');
  assert.equal(visit.resources[0]?.['onsetDateTime'], '2026-11-21');
});

test('what is no chart says why', () => {
  assert.match(faultOf(null) ?? '', /no FHIR Bundle/);
  assert.match(faultOf([1]) ?? '', /no FHIR Bundle/);
  assert.match(faultOf({ resourceType: 'Bundle', entry: [...kBundle.entry ?? [], { resource: { resourceType: 'Patient', id: 'q' } }] }) ?? '', /2 Patient/);
  assert.equal(faultOf(kBundle), null);
});

test('each hook gets the context that it wants', () => {
  const visit = openBundle(kBundle, 'mine');
  const draft = draftOrder({ code: '1' }, 'p');
  assert.deepEqual(contextOf('patient-view', visit, [draft]), { encounterId: 'e' });
  const select = contextOf('order-select', visit, [draft]);
  assert.deepEqual(select['selections'], [`MedicationRequest/${draft.id}`]);
  assert.equal((select['draftOrders'] as Bundle).entry?.length, 1);
  assert.equal(contextOf('order-sign', visit, [draft])['selections'], undefined);
  assert.equal((contextOf('problem-list-item-create', visit, [draft])['conditions'] as Bundle).entry?.length, 1);
  assert.deepEqual(['patient-view', 'order-sign', 'problem-list-item-create'].map(draftsWanted), [null, 'order', 'problem']);
});

test('curl survives quotes in the chart', () => {
  assert.match(curlOf('http://x', 's', { name: "O'Hara" }), /<<'JSON'\n\{\n {2}"name": "O'Hara"\n\}\nJSON\n$/);
});

test('what a case shows of a rule', () => {
  const base = { id: '', title: '', service: '', fires: [], notRules: ['a'], unknown: [], suppressed: [], unavailable: false, history: false };
  assert.equal(kindFor(base, 'a'), 'silent');
  assert.equal(kindFor({ ...base, unavailable: true }, 'a'), 'unknown');
  assert.equal(kindFor({ ...base, history: true }, 'a'), 'suppressed');
  assert.equal(kindFor({ ...base, fires: ['a'] }, 'a'), 'fires');
  assert.equal(kindFor(base, 'b'), null);
});
