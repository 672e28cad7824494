// What is committed is what the tools make; the packages' ELM and pages are looked at by `npm run rules:check`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sources } from '../lib/cited-sources.mjs';
import { settle } from '../lib/generated.mjs';
import { root } from '../lib/paths.mjs';

for (const tool of ['valuesets', 'extensions', 'plans', 'structures', 'ucum-table', 'ucum-agreement']) {
  test(`${tool}.mjs --check finds nothing stale`, () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools', `${tool}.mjs`), '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
}

test('every source that the logic links to is among the documentation of the plans', () => {
  const logic = readFileSync(join(root, 'rules/leg-cramps/cql/LegCrampEvidence.cql'), 'utf8');
  const cited = new Set(logic.match(/https:\/\/(doi\.org|pubmed)[^']*/g));
  assert.ok(cited.size > 10);
  assert.deepEqual([...cited].sort(), Object.keys(sources).sort());
});

test('settling names, and unless it only checks writes and removes, what differs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'generated-'));
  const [same, old, gone, added] = ['same', 'old', 'gone', 'added'].map((n) => join(folder, n));
  for (const path of [same, old, gone]) writeFileSync(path, 'before');
  const wanted = new Map([[same, 'before'], [old, 'after'], [added, 'new']]);
  const before = readdirSync(folder).sort();
  assert.deepEqual(settle(wanted, [same, old, gone], { check: true }), [old, added, gone]);
  assert.deepEqual(readdirSync(folder).sort(), before);
  assert.deepEqual(settle(wanted, [same, old, gone], { check: false }), [old, added, gone]);
  assert.deepEqual(readdirSync(folder).sort(), ['added', 'old', 'same']);
  assert.equal(readFileSync(old, 'utf8'), 'after');
  assert.deepEqual(settle(wanted, [same, old, added], { check: true }), []);
  rmSync(folder, { recursive: true });
});
