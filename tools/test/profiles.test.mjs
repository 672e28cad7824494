import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readJson } from '../lib/json-files.mjs';
import { filesIn, root } from '../lib/paths.mjs';
import { profileDefinition } from '../lib/profile-definition.mjs';
import { profiles } from '../lib/profiles.mjs';

const folder = join(root, 'profiles');
const byId = (id) => readJson(join(folder, 'structures', `${id}.json`));
const example = (id) => readJson(join(folder, 'examples/valid', `${id}.json`));

test('a profile may only constrain what the base has', () => {
  assert.throws(() => profileDefinition({ ...profiles[0], elements: { 'Condition.colour': {} } }), /no element/);
});

test('a slice has every child of its element, and changes none of the others', () => {
  const { element } = byId('leg-cramp-response').snapshot;
  const below = (id) => element.filter((e) => e.id.startsWith(`${id}.`)).map((e) => e.id.slice(id.length));
  assert.deepEqual(below('QuestionnaireResponse.item:side'), below('QuestionnaireResponse.item'));
  assert.equal(new Set(element.map((e) => e.id)).size, element.length);
  assert.ok(element.filter((e) => e.path === 'QuestionnaireResponse.item.linkId' && !e.patternString).length === 1);
});

test('the questionnaire asks what the profile of its answers has, of the same types', () => {
  const { item } = readJson(join(folder, 'questionnaires/leg-cramp-complaint.json'));
  const types = { boolean: 'boolean', choice: 'Coding', string: 'string', integer: 'integer' };
  const slices = byId('leg-cramp-response').differential.element.filter((e) => e.id.endsWith('.answer.value[x]'));
  assert.deepEqual(
    item.map((i) => [i.linkId, types[i.type], i.answerValueSet]),
    slices.map((e) => [/:([^.]+)/.exec(e.id)[1], e.type[0].code, e.binding?.valueSet]));
  const texts = example('leg-cramp-response').item.map((i) => [i.linkId, i.text]);
  assert.deepEqual(texts, item.map((i) => [i.linkId, i.text]));
});

test('every profile has a valid example and invalid ones', () => {
  const wrong = filesIn(join(folder, 'examples/invalid'), '.json').map(readJson);
  for (const { id } of profiles) {
    const of = (r) => r.meta.profile[0].endsWith(`/${id}`);
    assert.ok(of(example(id)), id);
    assert.ok(wrong.filter(of).length >= 5, id);
  }
});
