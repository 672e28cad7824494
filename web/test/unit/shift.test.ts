import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysBetween, renamePatient, shiftDates } from '../../src/shared/shift.ts';

test('dates move, times stay, other texts are left alone', () => {
  const chart = { onsetDateTime: '2026-11-20', period: { start: '2026-02-28T09:30:00+01:00' }, text: 'since 2026-11-20', value: 3.5, none: null };
  assert.deepEqual(shiftDates(chart, 9), {
    onsetDateTime: '2026-11-29', period: { start: '2026-03-09T09:30:00+01:00' }, text: 'since 2026-11-20', value: 3.5, none: null,
  });
});

test('over leap days and back', () => {
  assert.equal(shiftDates('2028-02-28', 1), '2028-02-29');
  assert.equal(shiftDates(shiftDates('2026-11-24', 400), -400), '2026-11-24');
});

test('a year or a month alone is no day', () => {
  assert.equal(shiftDates('2026', 9), '2026');
  assert.equal(shiftDates('2026-11', 9), '2026-11');
  assert.equal(shiftDates('2026-11-24x', 9), '2026-11-24x');
});

test('days between days, over the change of clocks', () => {
  assert.equal(daysBetween('2026-03-28', '2026-03-30'), 2);
  assert.equal(daysBetween('2026-10-24', '2026-10-26'), 2);
  assert.equal(daysBetween('2026-11-24', '2026-11-20'), -4);
});

test('the patient is renamed wherever it is named, and nothing else', () => {
  const chart = [
    { resourceType: 'Patient', id: 'a' }, { resourceType: 'Condition', id: 'a', subject: { reference: 'Patient/a' } },
    { resourceType: 'Condition', id: 'b', subject: { reference: 'Patient/ab' } },
  ];
  assert.deepEqual(renamePatient(chart, 'a', 'a-1'), [
    { resourceType: 'Patient', id: 'a-1' }, { resourceType: 'Condition', id: 'a', subject: { reference: 'Patient/a-1' } },
    { resourceType: 'Condition', id: 'b', subject: { reference: 'Patient/ab' } },
  ]);
});
