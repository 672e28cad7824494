// What the data requirements ask for against what the rules read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readJson } from '../lib/json-files.mjs';
import { filesIn, root } from '../lib/paths.mjs';
import { requirements } from '../lib/requirements.mjs';

const queryOf = (key) => requirements().find((r) => r.id === key).extension.find((e) => e.valueString).valueString;
const asked = new Set(new URLSearchParams(queryOf('findings').split('?')[1]).get('code').split(','));

/** Value sets by which the CQL retrieves observations; results and panels come by their category. */
const retrieved = new Set(filesIn(join(root, 'rules/leg-cramps/cql'), '.cql')
  .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\[Observation: (?:\w+\.)?"([^"]+)"\]/g)])
  .map(([, set]) => set).filter((set) => !/^(lab|panel)-/.test(set)));

test('each code of an observation that a rule reads is asked for', () => {
  assert.ok(retrieved.has('myalgia') && retrieved.has('numbness'));
  for (const set of retrieved) {
    const { include } = readJson(join(root, 'profiles/valuesets', `${set}.json`)).compose;
    for (const { concept = [] } of include) {
      for (const { code, display } of concept) assert.ok(asked.has(code), `${set}: ${code} ${display}`);
    }
  }
});

test('the address stays one that every server takes', () => assert.ok(queryOf('findings').length < 1500));
