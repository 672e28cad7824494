#!/usr/bin/env node
// Validates FHIR R4 JSON:
//   validate.mjs [FILE|FOLDER|-]…
// Without arguments: every resource of profiles/, rules/ (except ELM) and web/patients/, the data of test cases
// included, and that each of profiles/examples/invalid fails for the reason stated in profiles/examples/invalid.json, and
// for no other. A file may also be a Bundle or a CDS Hooks response, whose drafted resources are checked, orders against
// their profile; files of the ending .ndjson and '-', standard input, hold one document or one a line. What a resource's
// meta.profile names of ours is checked too. Ends with 'N passed, N failed'; exit status 1 when anything failed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Validator } from './lib/fhir-validator.mjs';
import { jsonFiles, readJson } from './lib/json-files.mjs';
import { filesBelow, filesIn, root, shown } from './lib/paths.mjs';
import { wrongExampleFaults } from './lib/wrong-examples.mjs';
import { resourcesIn } from './lib/resources-in.mjs';
import { base } from './lib/valueset.mjs';

const { positionals } = parseArgs({ allowPositionals: true });

const profiles = join(root, 'profiles');
const wrongExamples = join(profiles, 'examples/invalid');

const shipped = () => ['profiles', 'rules', 'web/patients']
  .flatMap((folder) => filesBelow(join(root, folder), '.json'))
  .filter((path) => !/[\\/]elm[\\/]|rules[\\/][^\\/]+[\\/][^\\/]+$/.test(path) && !path.startsWith(wrongExamples));

const isLines = (path) => path === '-' || path.endsWith('.ndjson');

function parsed(text) {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
  }
}

function* documents() {
  const paths = positionals.length
    ? positionals.flatMap((p) => (isLines(p) ? [p] : jsonFiles(p)))
    : shipped();
  for (const path of paths) {
    const found = isLines(path) ? parsed(readFileSync(path === '-' ? 0 : path, 'utf8')) : [readJson(path)];
    for (const [i, document] of found.entries()) {
      yield* resourcesIn(document, isLines(path) ? `line ${i + 1}` : shown(path));
    }
  }
}

const resources = (folder) => filesIn(join(profiles, folder), '.json').map(readJson);
const validator = new Validator(
  `${base}/`, ['extensions', 'structures'].flatMap(resources), resources('valuesets'));

let passed = 0;
let failed = 0;

function count(where, faults) {
  if (faults.length) failed += 1;
  else passed += 1;
  for (const fault of faults) console.log(`${where}: ${fault}`);
}

// Most cases are about the same patient, and the same order is drafted again and again.
const known = new Map();

function faultsOf(resource, wanted) {
  const text = JSON.stringify([wanted, { ...resource, id: undefined }]);
  if (!known.has(text)) known.set(text, validator.faults(resource, wanted));
  return known.get(text);
}

for (const [where, resource, wanted] of documents()) {
  count(`${where} ${resource?.resourceType ?? ''}`, faultsOf(resource, wanted));
}
if (positionals.length === 0) {
  for (const { name, faults } of wrongExampleFaults(validator, wrongExamples)) count(name, faults);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
