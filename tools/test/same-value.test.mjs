import assert from 'node:assert/strict';
import { test } from 'node:test';
import { same, temporal } from '../lib/same-value.mjs';

const equal = [
  [null, undefined], [1, 1 + 5e-9], ['a', 'a'], [true, true], [[], []], [[1, 'a'], [1, 'a']],
  ['2026-03-01T12:00:00.000+00:00', '2026-03-01T13:00:00.000+01:00'],
  ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00+00:00'],
  ['10:30:00.000', 'T10:30:00.000'],
  [{ value: 1, unit: '1' }, { value: 1, unit: null }],
  [{ low: null, high: 2, lowClosed: true, highClosed: false }, { low: null, high: 2, lowClosed: true, highClosed: false }],
  [{ a: 1, b: null }, { a: 1 }],
  [{ resourceType: 'Condition', id: 'c', code: {} }, { resourceType: 'Condition', id: 'c' }],
  [{ error: 'one' }, { error: 'other' }], [{ text: 'a', coding: [] }, { text: 'a' }],
];
const different = [
  [null, false], [null, {}], [null, []], [1, 1 + 2e-8], [1, '1'], [true, 'true'], ['a', 'b'], [[1], [1, 1]], [[1, 2], [2, 1]],
  [[], {}], ['2026-03', '2026-03-01'], ['2026-03-01', '2026-03-01T00:00:00.000+00:00'],
  ['2026-03-01T12:00:00+00:00', '2026-03-01T12:00:00.000+00:00'],
  ['2026-03-01T12:00:00+00:00', '2026-03-01T12:00:00+01:00'],
  [{ value: 1, unit: 'mg' }, { value: 1, unit: 'g' }], [{ value: 1, unit: 'mg' }, { value: 2, unit: 'mg' }],
  [{ low: 1, high: 2, lowClosed: true, highClosed: true }, { low: 1, high: 2, lowClosed: true, highClosed: false }],
  [{ a: 1 }, { a: 1, b: 0 }], [{ a: [] }, { a: null }], [{ a: [1] }, {}], [{ error: 'x' }, null], [{ error: 'x' }, {}],
  [{ resourceType: 'Condition', id: 'c' }, { resourceType: 'Condition', id: 'd' }],
];
for (const [a, b] of equal) {
  test(`same: ${JSON.stringify([a, b])}`, () => {
    assert.equal(same(a, b), true);
    assert.equal(same(b, a), true);
  });
}
for (const [a, b] of different) {
  test(`different: ${JSON.stringify([a, b])}`, () => {
    assert.equal(same(a, b), false);
    assert.equal(same(b, a), false);
  });
}

test('text that is no date is no temporal', () => {
  for (const text of ['', '12', '2026-1-1', 'abc', '12:60x']) assert.equal(temporal(text), null);
});
