// The checklist of docs/conformance.md and the tests that name its ids.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filesBelow, root } from './paths.mjs';

export const page = join(root, 'docs/conformance.md');
const row = /^\| (CH-\d{3}) \| (.+) \| (.+) \| (.*) \|$/;
const shownTests = 3;

/** Ids that a text names; "CH-013 to CH-015" names three. */
export function idsIn(text) {
  const ids = [];
  for (const [, from, to] of text.matchAll(/CH-(\d{3})(?: to CH-(\d{3}))?/g)) {
    for (let n = Number(from); n <= Number(to ?? from); n += 1) ids.push(`CH-${String(n).padStart(3, '0')}`);
  }
  return ids;
}

/**
 * What names ids in the text of a test file: [id, test or file]. A comment before a test belongs to it, one elsewhere
 * to the file.
 */
export function named(text, file) {
  const found = [];
  const lines = text.split('\n');
  let test = null;
  for (const [i, line] of lines.entries()) {
    test = testOf(line) ?? test;
    const ids = idsIn(line);
    const before = test === null && line.startsWith('//') ? nextTest(lines, i) : null;
    for (const id of ids) found.push([id, test ?? before ?? file]);
    if (/^\}/.test(line)) test = null;
  }
  return found;
}

function testOf(line) {
  const cpp = /^TEST(?:_F|_P)?\((\w+), (\w+)\)/.exec(line);
  if (cpp) return `${cpp[1]}.${cpp[2]}`;
  return /^test\('([^']+)'/.exec(line)?.[1] ?? null;
}

function nextTest(lines, from) {
  const next = lines.slice(from).find((line) => !line.startsWith('//'));
  return next === undefined ? null : testOf(next);
}

/** id → names of tests, sorted. */
export function evidence() {
  const files = [...filesBelow(join(root, 'tests'), '.cpp'), ...filesBelow(join(root, 'tests'), '.hpp'),
    ...filesBelow(join(root, 'tools/test'), '.mjs').filter((file) => !file.endsWith('conformance.test.mjs'))];
  const tests = new Map();
  for (const file of files) {
    for (const [id, name] of named(readFileSync(file, 'utf8'), relative(root, file))) {
      tests.set(id, new Set(tests.get(id)).add(name));
    }
  }
  return new Map([...tests].map(([id, names]) => [id, [...names].sort()]));
}

function cell(names = []) {
  const some = names.slice(0, shownTests).map((name) => `\`${name}\``).join(', ');
  return names.length > shownTests ? `${some} and ${names.length - shownTests} more` : some;
}

export const rows = (text) => text.split('\n').map((line) => row.exec(line)).filter(Boolean)
  .map(([, id, what, bound, tests]) => ({ id, what, bound, tests }));

/** The page with its last column as the tests are now. */
export function filled(text, tests) {
  return text.split('\n').map((line) => {
    const found = row.exec(line);
    return found ? `| ${found[1]} | ${found[2]} | ${found[3]} | ${cell(tests.get(found[1]))} |` : line;
  }).join('\n');
}

/** What is wrong with the checklist. */
export function faults(text, tests) {
  const all = rows(text);
  const wrong = [];
  for (const [i, { id }] of all.entries()) {
    if (id !== `CH-${String(i + 1).padStart(3, '0')}`) wrong.push(`${id} stands in place ${i + 1}`);
  }
  for (const { id, what, bound } of all) {
    if (bound === 'yes' && !tests.has(id)) wrong.push(`no test names ${id}: ${what}`);
    for (const [, link] of bound.matchAll(/\]\(([^)#]+)/g)) {
      if (!existsSync(join(dirname(page), link))) wrong.push(`${id}: there is no ${link}`);
    }
  }
  const known = new Set(all.map(({ id }) => id));
  for (const id of tests.keys()) if (!known.has(id)) wrong.push(`tests name ${id}, which is no check`);
  return wrong;
}
