#!/usr/bin/env node
// Value sets from a table of codes:
//   valuesets.mjs [--check] [CODES.tsv]
// writes profiles/codes.tsv (the rows that are shipped, each with its source) and profiles/valuesets/*.json.
// Without an argument the sets are made again from profiles/codes.tsv. --check writes nothing and names what differs.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { columns, isShipped, readCodes, setsFrom } from './lib/codes.mjs';
import { layout } from './lib/layout.mjs';
import { ownTerminology } from './lib/own-terminology.mjs';
import { filesIn, root, shown } from './lib/paths.mjs';
import { valueSet } from './lib/valueset.mjs';

const profiles = join(root, 'profiles');
const shippedTable = join(profiles, 'codes.tsv');

const tableText = (rows) => [columns.join('\t'), ...rows.map((row) => columns.map((c) => row[c]).join('\t')), ''].join('\n');

/** Every file that this tool owns: Map of path to text. */
function wantedFiles(rows) {
  const files = new Map([[shippedTable, tableText(rows.filter(isShipped))]]);
  const add = (resource) => {
    const folder = resource.resourceType === 'CodeSystem' ? 'codesystems' : 'valuesets';
    files.set(join(profiles, folder, `${resource.id}.json`), layout(resource));
  };
  for (const [id, members] of setsFrom(rows)) add(valueSet(id, members));
  ownTerminology().forEach(add);
  return files;
}

const current = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const wanted = wantedFiles(readCodes(positionals[0] ?? shippedTable));
const present = ['valuesets', 'codesystems'].flatMap((f) => filesIn(join(profiles, f), '.json'));
const gone = present.filter((path) => !wanted.has(path));
const changed = [...wanted].filter(([path, text]) => current(path) !== text);
if (values.check) {
  for (const path of [...changed.map(([p]) => p), ...gone]) console.error(`${shown(path)}: stale; run valuesets.mjs`);
  process.exitCode = changed.length + gone.length ? 1 : 0;
} else {
  for (const folder of ['valuesets', 'codesystems']) mkdirSync(join(profiles, folder), { recursive: true });
  for (const [path, text] of changed) writeFileSync(path, text);
  for (const path of gone) rmSync(path);
  console.log(`${wanted.size} files, ${changed.length} written, ${gone.length} removed`);
}
