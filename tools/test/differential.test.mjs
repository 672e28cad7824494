import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agree, isUnrounded, parseExact } from '../lib/differential/exact.mjs';
import { Exclusions } from '../lib/differential/exclusions.mjs';
import { Generator, Grammar, closedText, nodesOf, parseText, textOf } from '../lib/differential/generator.mjs';
import { fhirGrammar, fhirLeaf } from '../lib/differential/grammar-fhir.mjs';
import { systemGrammar } from '../lib/differential/grammar.mjs';
import { randomPatients } from '../lib/differential/patients.mjs';
import { shrink } from '../lib/differential/shrink.mjs';
import { compileText } from '../lib/translator.mjs';

const texts = (seed, count, grammar = new Grammar(systemGrammar), leafOf = undefined) => {
  const generator = new Generator(grammar, seed, leafOf);
  return Array.from({ length: count }, () => closedText(generator.next().node));
};

test('the same seed makes the same expressions and patients, another one others', () => {
  assert.deepEqual(texts(7, 50), texts(7, 50));
  assert.notDeepEqual(texts(7, 50), texts(8, 50));
  assert.deepEqual(randomPatients(3, 2), randomPatients(3, 2));
  assert.notDeepEqual(randomPatients(3, 2), randomPatients(4, 2));
});

test('a row is read as words, variables and parts', () => {
  assert.deepEqual(parseText('«List<T>» $1 where «Boolean|$1:T» «=a|b»'), [
    { type: 'List<T>', variables: [] }, ' ', { variable: '$1' }, ' where ', { type: 'Boolean', variables: [['$1', 'T']] }, ' ',
    { words: ['a', 'b'] }]);
});

test('most expressions are well typed', () => {
  const lines = texts(11, 60).map((text, i) => `define "d${i}": ${text}`);
  const { problems } = compileText(["library T version '1'", '', ...lines].join('\n'));
  assert.ok(problems.length <= 2, JSON.stringify(problems));
});

test('every row of the grammars is met', () => {
  const grammar = new Grammar(systemGrammar, fhirGrammar);
  const generator = new Generator(grammar, 5, fhirLeaf);
  const met = new Set(Array.from({ length: 20000 }, () => generator.next().node.operator));
  assert.deepEqual(grammar.operators().filter((operator) => !met.has(operator)), []);
});

test('variables stay where they are made', () => {
  const generator = new Generator(new Grammar(systemGrammar), 21);
  for (let i = 0; i < 300; ++i) {
    const text = closedText(generator.next().node);
    for (const [name] of text.matchAll(/V\d+/g)) {
      assert.match(text, new RegExp(`\\) ${name}\\b|let ${name}:|aggregate (all |distinct )?${name}\\b`), text);
    }
  }
});

test('values agree exactly', () => {
  const cases = [
    [1, '1', true], [1, '2', false], [0.1, '0.1', true], [0.1, '0.10000002', false], [9007199254740993n, '9007199254740993', true],
    [9007199254740992n, '9007199254740993', false], [1, '1.0', true], [null, 'null', true], [null, '[]', false], [true, '1', false],
    [[1, null], '[1,null]', true], [[1], '[1,1]', false], ['a', '"b"', false], ['2024-01-01', '"2024-01"', false],
    ['2024-01-01T01:00:00+01:00', '"2024-01-01T00:00:00+00:00"', true], [{ error: 'x' }, '{"error":"y"}', true],
    [{ error: 'x' }, 'null', false], [{ value: 1, unit: 'cm.a' }, '{"value":1.0,"unit":"a.cm"}', true],
    [{ value: 1, unit: 'cm' }, '{"value":1.0,"unit":"m"}', false], [{ a: 1 }, '{"a":1,"b":null}', true], ['"1"', '"\\"1\\""', true],
  ];
  for (const [expected, actual, wanted] of cases) assert.equal(agree(expected, parseExact(actual)), wanted, `${expected} ${actual}`);
});

test('a value that was not rounded to eight digits is seen', () => {
  assert.equal(isUnrounded(1.333333333333), true);
  assert.equal(isUnrounded([{ value: 1 / 3 }]), true);
  assert.equal(isUnrounded(0.12345678), false);
  assert.equal(isUnrounded('1.3333333333'), false);
});

test('a difference is shrunk to what makes it', async () => {
  const generator = new Generator(new Grammar(systemGrammar), 33);
  const found = Array.from({ length: 400 }, () => generator.next()).find(({ node }) => /@9999-12-31/.test(closedText(node))
    && nodesOf(node).length > 2);
  const differs = async (candidates) => candidates.map((text) => text.includes('@9999-12-31'));
  const small = textOf(await shrink(found.node, differs));
  assert.ok(small.includes('@9999-12-31') && small.length < closedText(found.node).length, small);
});

test('an exclusion covers what it names and nothing beside it', () => {
  const exclusions = new Exclusions([
    { operator: 'Add', types: 'Date', when: 'reference is null', engine: 'not within', clause: 'c', reason: 'r' }]);
  const difference = { operator: 'Add', types: ['Date'], text: 'x', operands: [], expected: null, actual: { error: 'not within' } };
  assert.equal(exclusions.unused().length, 1);
  assert.equal(exclusions.covers(difference), true);
  assert.equal(exclusions.unused().length, 0);
  for (const change of [{ operator: 'Subtract' }, { types: ['Time'] }, { expected: 1 }, { actual: { error: 'other' } }]) {
    assert.equal(exclusions.covers({ ...difference, ...change }), false, JSON.stringify(change));
  }
  assert.deepEqual(exclusions.counts().map(([, count]) => count), [1]);
  assert.throws(() => new Exclusions([{ operator: 'Add', when: 'the moon is full' }]), /no situation/);
});

test('every declared difference names its clause and its reason', async () => {
  const { readJson } = await import('../lib/json-files.mjs');
  for (const row of readJson(new URL('../differential-exclusions.json', import.meta.url))) {
    assert.ok(row.clause && row.reason && (row.operator || row.engine || row.when), JSON.stringify(row));
  }
});
