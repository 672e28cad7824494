// Every vignette of the preparation's list has its case, where that list is present (CRAMP_SHARED, or ../shared beside the
// checkout). A row's letters are variants; a row of both order hooks has a case for each.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { filesIn, root } from '../lib/paths.mjs';

const list = join(process.env.CRAMP_SHARED ?? join(root, '../shared'), 'clinical/cases.md');
const ids = new Set(filesIn(join(root, 'rules/leg-cramps/cases'), '.json').map((path) => basename(path, '.json')));

/** a, b, c … as far as a row names them one after the other; [''] for a row without variants. */
function variants(row) {
  const named = new Set([...row.matchAll(/(?<![(\w.]|\(\d+ )([a-z])\)/g)].map(([, letter]) => letter));
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const count = letters.findIndex((letter) => !named.has(letter));
  return count === 0 ? [''] : letters.slice(0, count);
}

test('the variants of a row', () => {
  assert.deepEqual(variants('| 02 | cramp dated a) 30 January (30 d) b) 29 January (31 d) |'), ['a', 'b']);
  assert.deepEqual(variants('| 41 | cirrhosis, last panel 20 November (101 d) |'), ['']);
});

test('each vignette has a case', { skip: !existsSync(list) }, () => {
  const rows = readFileSync(list, 'utf8').split('\n').filter((line) => /^\| \d\d \|/.test(line));
  assert.ok(rows.length > 40);
  const wanted = rows.flatMap((row) => {
    const hooks = row.includes('| OS, SG |') ? ['-os', '-sg'] : [''];
    return variants(row).flatMap((letter) => hooks.map((hook) => row.slice(2, 4) + letter + hook));
  });
  assert.deepEqual(wanted.filter((id) => !ids.has(id)), []);
});
