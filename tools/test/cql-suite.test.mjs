import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { literal, matches, parseExact } from '../lib/elm-literal.mjs';
import { readTests, translate } from '../lib/suite-tests.mjs';

const kSuite = `<?xml version="1.0"?><tests><group name="G">
  <!-- <test name="Gone"><expression>0</expression></test> -->
  <test name="One" version="1.0"><capability code="c"/><expression>1 &lt; 2</expression><output>true</output></test>
  <test name="Two"><expression invalid="true">1 / 0</expression></test>
  <test name="Three"><expression invalid="false">'a'</expression><output>&#39;a&#39;</output></test></group></tests>`;

test('the tests of a file are read, without what is commented out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cql-suite-test-'));
  try {
    writeFileSync(join(folder, 'Chapter.xml'), kSuite);
    assert.deepEqual(readTests(join(folder, 'Chapter.xml')), [
      { id: 'Chapter/G/One', expression: '1 < 2', output: 'true', invalid: '' },
      { id: 'Chapter/G/Two', expression: '1 / 0', output: null, invalid: 'true' },
      { id: 'Chapter/G/Three', expression: "'a'", output: "'a'", invalid: '' },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what does not translate is left out, and the rest is kept', () => {
  const definitions = ["1 + 'a'", '2', '(3', '4', '5 ~'].map((cql, i) => ({ name: `t${i}`, cql }));
  const { elm, refused } = translate('L', definitions);
  assert.deepEqual([...refused.keys()].sort(), ['t0', 't2', 't4']);
  assert.deepEqual(elm.library.statements.def.map((def) => def.name), ['t1', 't3']);
});

const valueOf = (cql) => literal(translate('L', [{ name: 'v', cql }]).elm.library.statements.def[0].expression);
const same = [
  ['null', 'null'], ['-1', '-1'], ['1.5', '1.500000001'], ["'x'", '"x"'], ['@2020-01', '"2020-01"'], ['@T10', '"10"'],
  ['@2020-01-01T10:00:00.000Z', '"2020-01-01T11:00:00.000+01:00"'], ["2 'mg'", '{"value":2.0,"unit":"mg"}'],
  ['1 day', '{"value":1,"unit":"days"}'], ["1 'mg':2 'mL'", '{"numerator":{"value":1,"unit":"mg"},"denominator":{"value":2,"unit":"mL"}}'],
  ['Interval[1, 4)', '{"low":1,"high":4,"lowClosed":true,"highClosed":false}'], ['{1, null}', '[1,null]'],
  ["Tuple{a: 1, b: null}", '{"a":1}'], ['9223372036854775807L', '9223372036854775807'],
];
const different = [
  ['null', 'false'], ['1', '2'], ['1', '"1"'], ['1.5', '1.50000001'], ["'x'", '"y"'], ['@2020-01', '"2020-01-01"'],
  ["2 'mg'", '{"value":2.0,"unit":"g"}'], ['Interval[1, 4)', '{"low":1,"high":4,"lowClosed":true,"highClosed":true}'],
  ['{1, 2}', '[2,1]'], ['{1}', '[1,1]'], ["Tuple{a: 1}", '{"a":1,"b":2}'], ['9223372036854775807L', '9223372036854775806'],
  ['true', '{"error":"x"}'], ['1', 'null'],
];
for (const [cql, json] of same) test(`${cql} is ${json}`, () => assert.equal(matches(valueOf(cql), parseExact(json)), true));
for (const [cql, json] of different) {
  test(`${cql} is not ${json}`, () => assert.equal(matches(valueOf(cql), parseExact(json)), false));
}
