import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { codeService } from '../lib/code-service.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sets-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'x.json'), JSON.stringify({
  resourceType: 'ValueSet', url: 'urn:x', version: '1', compose: { include: [
    { system: 'sct', concept: [{ code: '1' }] },
    { system: 'icd', filter: [{ property: 'concept', op: 'is-a', value: 'E11.4' }] },
  ] },
}));
const set = codeService([folder]).findValueSet('urn:x');
const code = (system, value) => ({ system, code: value });

test('matches by system and code', () => {
  assert.equal(set.hasMatch(code('sct', '1')), true);
  assert.equal(set.hasMatch(code('icd', '1')), false);
  assert.equal(set.hasMatch(code('sct', '11')), false);
  assert.equal(set.hasMatch(null), false);
});

test('a prefix matches itself and longer codes, with and without the dot', () => {
  for (const value of ['E11.4', 'E114', 'E11.40', 'E1149']) assert.equal(set.hasMatch(code('icd', value)), true, value);
  for (const value of ['E11', 'E11.5', 'E1.14', 'XE11.4']) {
    assert.equal(set.hasMatch(code('icd', value)), value === 'E1.14', value);
  }
  assert.equal(set.hasMatch(code('sct', 'E11.4')), false);
});

test('looks into lists and concepts', () => {
  assert.equal(set.hasMatch([code('sct', '9'), code('sct', '1')]), true);
  assert.equal(set.hasMatch([{ isConcept: true, codes: [code('icd', 'E11.42')] }]), true);
  assert.equal(set.hasMatch([]), false);
});

test('an unknown set is null, not empty', () => assert.equal(codeService([folder]).findValueSet('urn:y'), null));

test('a set that includes another has its codes', () => {
  writeFileSync(join(folder, 'y.json'), JSON.stringify({
    resourceType: 'ValueSet', url: 'urn:y', version: '1', compose: { include: [{ valueSet: ['urn:x'] }] },
  }));
  const outer = codeService([folder]).findValueSet('urn:y');
  assert.equal(outer.hasMatch(code('sct', '1')), true);
  assert.equal(outer.hasMatch(code('sct', '2')), false);
});
