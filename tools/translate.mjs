#!/usr/bin/env node
// CQL to ELM for knowledge packages:
//   translate.mjs [--check] [PACKAGE-DIR…]
// compiles PACKAGE/cql/*.cql to PACKAGE/elm/*.json; with --check nothing is written and stale files are named.
// Faults stand as file:line:column: message; then nothing of that package is written. Exit status 1 on any.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
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

const current = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/** The files that a package's elm folder should hold: [path, text]; null when it does not compile. */
function compiled(folder) {
  const results = compile(filesIn(join(folder, 'cql'), '.cql'));
  const problems = results.flatMap((r) => r.problems);
  report(problems);
  if (problems.some((p) => p.severity === 'error')) return null;
  return results.map((r) => [join(folder, 'elm', `${basename(r.file, '.cql')}.json`), elmText(r.elm)]);
}

function refresh(folder, wanted) {
  mkdirSync(join(folder, 'elm'), { recursive: true });
  const stale = staleFiles(folder, wanted);
  const texts = new Map(wanted);
  for (const path of stale) {
    if (texts.has(path)) writeFileSync(path, texts.get(path));
    else rmSync(path);
  }
  console.log(`${shown(folder)}: ${wanted.length} libraries, ${stale.length} files changed`);
}

/** Files that are missing, differ, or belong to a library that is gone. */
function staleFiles(folder, wanted) {
  const names = new Set(wanted.map(([path]) => path));
  const gone = filesIn(join(folder, 'elm'), '.json').filter((path) => !names.has(path));
  return [...wanted.filter(([path, text]) => current(path) !== text).map(([path]) => path), ...gone];
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
  } else if (!values.check) {
    refresh(folder, wanted);
  } else {
    for (const path of staleFiles(folder, wanted)) {
      failed = true;
      console.error(`${shown(path)}: stale; run ./dev rules`);
    }
  }
}
process.exitCode = failed ? 1 : 0;
