import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layout } from '../lib/layout.mjs';

test('what fits stands on one line', () => assert.equal(layout({ a: [1, 'x', null] }), '{"a":[1,"x",null]}\n'));

test('what does not fit is broken and stays the same value', () => {
  const value = { list: Array.from({ length: 40 }, (_, i) => ({ i, text: 'a, "b"' })), empty: [], none: {} };
  const text = layout(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.ok(text.split('\n').every((line) => line.length <= 120));
  assert.match(text, /^ {2}\{"i":0,/m);
});

test('a whole member stays on its line', () => {
  const long = 'x'.repeat(200);
  assert.equal(layout({ s: { a: long } }, new Set(['s'])), `{\n "s": {"a":"${long}"}\n}\n`);
});
