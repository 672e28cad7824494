#!/usr/bin/env node
// CQL to ELM for knowledge packages:
//   translate.mjs [--check] [PACKAGE-DIR…]
// compiles PACKAGE/cql/*.cql to PACKAGE/elm/*.json; with --check nothing is written and stale files are named.
// Faults stand as file:line:column: message; then nothing of that package is written. Exit status 1 on any.
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportStale, settle } from './lib/generated.mjs';
import { layout } from './lib/layout.mjs';
import { filesIn, packages, shown } from './lib/paths.mjs';
import { compile } from './lib/translator.mjs';

// Members that the translator writes although they are empty; absent means the same in ELM.
const kEmptyMembers = new Set(['annotation', 'signature', 'include', 'codeFilter', 'dateFilter', 'otherFilter', 't']);

// The narrative (`s`) repeats the source text around ids; nobody reads it here.
const kWholeMembers = new Set(['s']);

const withoutEmptyMembers = (elm) => JSON.parse(JSON.stringify(elm), (key, value) => (
  Array.isArray(value) && value.length === 0 && kEmptyMembers.has(key) ? undefined : value));

const elmText = (elm) => layout(withoutEmptyMembers(elm), kWholeMembers);

/** The translator repeats a fault for every place that meets it. */
const unique = (list) => [...new Set(list)];

function report(problems) {
  const text = (p) => `${shown(p.file)}:${p.line}:${p.column}: ${p.severity}: ${p.message}`;
  for (const line of unique(problems.map(text))) console.error(line);
}

/** The files that a package's elm folder should hold: Map of path to text; null when it does not compile. */
function compiled(folder) {
  const results = compile(filesIn(join(folder, 'cql'), '.cql'));
  const problems = results.flatMap((r) => r.problems);
  report(problems);
  if (problems.some((p) => p.severity === 'error')) return null;
  return new Map(results.map((r) => [join(folder, 'elm', `${basename(r.file, '.cql')}.json`), elmText(r.elm)]));
}

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
let failed = false;
for (const folder of packages(positionals)) {
  const wanted = compiled(folder);
  if (wanted === null) {
    failed = true;
    continue;
  }
  const differing = settle(wanted, filesIn(join(folder, 'elm'), '.json'), values);
  if (values.check) failed = reportStale(differing, './dev rules') || failed;
  else console.log(`${shown(folder)}: ${wanted.size} libraries, ${differing.length} files changed`);
}
process.exitCode = failed ? 1 : 0;
