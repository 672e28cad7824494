// The committed value sets against the table they are made from; and that table against the preparation's own list,
// where that is present (CRAMP_SHARED, or ../shared beside the checkout).
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allParts } from '../lib/code-parts.mjs';
import { readJson } from '../lib/json-files.mjs';
import { ownTerminology } from '../lib/own-terminology.mjs';
import { filesIn, root } from '../lib/paths.mjs';

const kBase = 'https://cramp-cds.org/fhir/ValueSet/';
const sets = new Map(filesIn(join(root, 'profiles/valuesets'), '.json').map((path) => {
  const resource = readJson(path);
  return [resource.id, resource];
}));

/** "system code" or "system code*" for every code and prefix of a set. */
function members(id) {
  const includes = sets.get(id).compose.include;
  return includes.flatMap(({ system, concept = [], filter = [] }) => [
    ...concept.map((c) => `${system} ${c.code}`), ...filter.map((f) => `${system} ${f.value}*`)]).sort();
}

const rowsOf = (path) => readFileSync(path, 'utf8').split('\n').slice(1, -1).map((line) => {
  const [group, system, code, display, source, note] = line.split('\t');
  const marks = note.split(';').map((m) => m.trim());
  return { group, system, code, display, source, marks, member: `${system} ${code}${marks.includes('prefix') ? '*' : ''}` };
});

const table = rowsOf(join(root, 'profiles/codes.tsv'));
const groups = [...new Set(table.map((row) => row.group))];
const apart = (row) => allParts().some((p) => p.apart && p.group === row.group && p.codes.includes(row.code));

test('every group has exactly its codes, without those kept apart', () => {
  for (const group of groups) {
    const wanted = table.filter((row) => row.group === group && !apart(row)).map((row) => row.member).sort();
    assert.deepEqual(members(group), wanted, group);
  }
});

test('every part of a group has exactly the codes named for it', () => {
  for (const part of allParts()) {
    const wanted = table.filter((row) => row.group === part.group && part.codes.includes(row.code));
    assert.deepEqual(members(part.set), wanted.map((row) => row.member).sort(), part.set);
    assert.equal(new Set(wanted.map((row) => row.code)).size, part.codes.length, part.set);
  }
});

test('every ingredient set has exactly the rows that name the ingredient', () => {
  const named = new Map();
  for (const row of table) {
    const mark = row.marks.find((m) => m.startsWith('ingredient='));
    for (const name of mark ? mark.slice(11).split('+') : []) {
      const id = `${row.group}-${name.replaceAll(' ', '-')}`;
      named.set(id, [...(named.get(id) ?? []), row.member]);
    }
  }
  assert.ok(named.size > 40);
  for (const [id, wanted] of named) assert.deepEqual(members(id), wanted.sort(), id);
});

test('there is no other set', () => {
  const ingredient = (id) => groups.some((group) => id.startsWith(`${group}-`));
  const parts = new Set(allParts().map((p) => p.set));
  const others = [...sets.keys()].filter((id) => !groups.includes(id) && !parts.has(id) && !ingredient(id));
  const own = ownTerminology().map((resource) => resource.id);
  assert.deepEqual(others.filter((id) => !own.includes(id)), []);
});

test('every override reason has one meaning in the codes of HL7', () => { // CH-112
  const find = (id) => ownTerminology().find((resource) => resource.id === id);
  const [{ element }] = find('override-reason-to-hl7').group;
  assert.deepEqual(element.map((e) => e.code), find('override-reason').concept.map((c) => c.code));
  assert.ok(element.every((e) => e.target.length === 1));
});

test('ids, canonicals and displays agree', () => {
  for (const [id, set] of sets) assert.equal(set.url, kBase + id);
  const displays = new Map(table.map((row) => [`${row.group} ${row.code}`, row.display]));
  for (const group of groups) {
    for (const { concept = [] } of sets.get(group).compose.include) {
      for (const c of concept) assert.equal(c.display, displays.get(`${group} ${c.code}`));
    }
  }
});

test('a code that nobody confirmed is shipped only where the rules say so', () => {
  assert.deepEqual(table.filter((row) => row.source === 'recalled').map((row) => row.code), ['449917004']);
});

const prepared = [process.env.CRAMP_SHARED ?? join(root, '../shared')]
  .map((folder) => join(folder, 'clinical/codes.tsv')).find((path) => existsSync(path));

test('the table holds every confirmed code of the preparation and nothing else', { skip: !prepared }, () => {
  const wanted = rowsOf(prepared).filter((row) => row.source !== 'recalled' || row.code === '449917004');
  assert.deepEqual(table, wanted);
});
