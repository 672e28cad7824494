import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cqlTokens, definitionIn, includedAs, rangeIn } from '../../src/shared/cql.ts';
import { spansOf } from '../../src/shared/cql-view.tsx';

const kSource = `library Demo version '1'

include Facts version '1.0.0' called F

// ------------------------------
// About potassium, "Low" below
// two lines.
define "Low":
  F."Newest" < 3.5
    and not "High"

// Next.
define function "High"(x Integer): x > 5
`;

test('a definition comes with its comment and without the next one', () => {
  assert.deepEqual(definitionIn(kSource, 'Low'), {
    line: 8, text: '// About potassium, "Low" below\n// two lines.\ndefine "Low":\n  F."Newest" < 3.5\n    and not "High"',
  });
  assert.equal(definitionIn(kSource, 'High')?.text, '// Next.\ndefine function "High"(x Integer): x > 5');
  assert.equal(definitionIn(kSource, 'Newest'), null);
});

test('an alias is the library that was included under it', () => {
  assert.equal(includedAs(kSource, 'F'), 'Facts');
  assert.equal(includedAs(kSource, 'G'), null);
});

test('tokens are the text', () => {
  const text = "define \"A\": 'it\\'s' + 3.5 // end";
  const tokens = cqlTokens(text);
  assert.equal(tokens.map((token) => token.text).join(''), text);
  assert.deepEqual(tokens.filter(({ kind }) => kind !== 'plain').map(({ kind }) => kind), ['keyword', 'name', 'string', 'number', 'comment']);
});

const kText = 'define "Low":\n  A < 3\n    and B';

test('a locator covers its own columns, on the first line and on later ones', () => {
  const origin = { line: 10, column: 1 };
  const part = (locator: string) => kText.slice(...rangeIn(kText, origin, locator) ?? [0, 0]);
  assert.equal(part('10:8-10:12'), '"Low"');
  assert.equal(part('11:3-11:7'), 'A < 3');
  assert.equal(part('11:3-12:9'), 'A < 3\n    and B');
  assert.equal(rangeIn(kText, origin, '9:1-9:4'), null);
  assert.equal(rangeIn(kText, origin, '13:1-13:2'), null);
  assert.equal(rangeIn(kText, origin, 'nonsense'), null);
});

test('parts with a value are marked, outer before inner, crossing ones not', () => {
  const spans = spansOf(kText, '10:1-12:9', [
    { operation: 'And', locator: '11:3-12:9', value: false, because: [
      { operation: 'Less', locator: '11:3-11:7', value: true },
      { operation: 'Ref', locator: '11:7-12:7', value: null },
      { operation: 'Ref', locator: '12:9-12:9', kind: 'List' },
    ] },
  ]);
  assert.deepEqual(spans.map(({ from, to, reason }) => [kText.slice(from, to), reason.value]), [['A < 3\n    and B', false], ['A < 3', true]]);
});
