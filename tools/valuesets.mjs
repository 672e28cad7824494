#!/usr/bin/env node
// Value sets from a table of codes:
//   valuesets.mjs [--check] [CODES.tsv]
// writes profiles/codes.tsv (the rows that are shipped, each with its source) and profiles/{valuesets,codesystems,
// conceptmaps}/*.json.
// Without an argument the sets are made again from profiles/codes.tsv. --check writes nothing and names what differs.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { columns, isShipped, readCodes, setsFrom } from './lib/codes.mjs';
import { reportStale, settle } from './lib/generated.mjs';
import { layout } from './lib/layout.mjs';
import { ownTerminology } from './lib/own-terminology.mjs';
import { filesIn, root } from './lib/paths.mjs';
import { valueSet } from './lib/valueset.mjs';

const profiles = join(root, 'profiles');
const shippedTable = join(profiles, 'codes.tsv');

const folders = { ValueSet: 'valuesets', CodeSystem: 'codesystems', ConceptMap: 'conceptmaps' };

const tableText = (rows) => [columns.join('\t'), ...rows.map((row) => columns.map((c) => row[c]).join('\t')), ''].join('\n');

/** Every file that this tool owns: Map of path to text. */
function wantedFiles(rows) {
  const files = new Map([[shippedTable, tableText(rows.filter(isShipped))]]);
  const add = (resource) => {
    files.set(join(profiles, folders[resource.resourceType], `${resource.id}.json`), layout(resource));
  };
  for (const [id, members] of setsFrom(rows)) add(valueSet(id, members));
  ownTerminology().forEach(add);
  return files;
}

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const wanted = wantedFiles(readCodes(positionals[0] ?? shippedTable));
const present = Object.values(folders).flatMap((f) => filesIn(join(profiles, f), '.json'));
const differing = settle(wanted, present, values);
if (!values.check) console.log(`${wanted.size} files, ${differing.length} changed`);
else if (reportStale(differing, 'tools/valuesets.mjs')) process.exitCode = 1;
