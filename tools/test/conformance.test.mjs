import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { evidence, faults, filled, idsIn, named, page, rows } from '../lib/conformance.mjs';

const text = readFileSync(page, 'utf8');

test('every check that binds the service is named in a test', () => {
  assert.equal(rows(text).length, 244);
  assert.deepEqual(faults(text, evidence()), []);
});

test('the page names tests that there are', () => {
  const names = new Set([...evidence().values()].flat());
  const gone = rows(text).flatMap(({ id, tests }) => [...tests.matchAll(/`([^`]+)`/g)]
    .filter(([, name]) => !names.has(name)).map(([, name]) => `${id}: ${name}`));
  assert.deepEqual(gone, [], 'run: node tools/conformance.mjs');
});

test('ranges name what lies between', () => {
  assert.deepEqual(idsIn('CH-009 to CH-011, CH-200'), ['CH-009', 'CH-010', 'CH-011', 'CH-200']);
});

test('an id belongs to its test, else to its file', () => {
  const source = ['// Of the file: CH-001.', '', '// CH-002', 'TEST(A, B) {  // CH-003', '  // CH-004', '}',
    'void helper() {  // CH-005', '}'].join('\n');
  assert.deepEqual(named(source, 'f'),
    [['CH-001', 'f'], ['CH-002', 'A.B'], ['CH-003', 'A.B'], ['CH-004', 'A.B'], ['CH-005', 'f']]);
});

test('an unproved, an unknown and a misplaced check are faults', () => {
  const broken = '| CH-001 | a | yes |  |\n| CH-003 | b | document: [x](none.md) |  |';
  assert.deepEqual(faults(broken, new Map([['CH-009', ['t']]])), [
    'CH-003 stands in place 2', 'no test names CH-001: a', 'CH-003: there is no none.md',
    'tests name CH-009, which is no check']);
  assert.equal(filled('| CH-001 | a | yes | old |', new Map([['CH-001', ['A.B']]])), '| CH-001 | a | yes | `A.B` |');
});
