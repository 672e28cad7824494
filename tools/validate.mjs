#!/usr/bin/env node
// Validates FHIR R4 JSON:
//   validate.mjs [FILE|FOLDER|-]…
// Without arguments: every resource of profiles/ and rules/ (except ELM), the data of test cases included. A file may
// also be a Bundle or a CDS Hooks response, whose drafted resources are checked; '-' reads standard input, one JSON
// document or one a line. Ends with 'N passed, N failed'; exit status 1 when anything failed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Validator } from './lib/fhir-validator.mjs';
import { jsonFiles, readJson } from './lib/json-files.mjs';
import { filesBelow, filesIn, root, shown } from './lib/paths.mjs';
import { resourcesIn } from './lib/resources-in.mjs';
import { base } from './lib/valueset.mjs';

const { positionals } = parseArgs({ allowPositionals: true });

const shipped = () => ['profiles', 'rules']
  .flatMap((folder) => filesBelow(join(root, folder), '.json'))
  .filter((path) => !/[\\/]elm[\\/]/.test(path));

function parsed(text) {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
  }
}

function* documents() {
  const paths = positionals.length
    ? positionals.flatMap((p) => (p === '-' ? ['-'] : jsonFiles(p)))
    : shipped();
  for (const path of paths) {
    const found = path === '-' ? parsed(readFileSync(0, 'utf8')) : [readJson(path)];
    for (const [i, document] of found.entries()) {
      const name = path === '-' ? `line ${i + 1}` : shown(path);
      yield* resourcesIn(document, name);
    }
  }
}

const definitions = filesIn(join(root, 'profiles/extensions'), '.json').map(readJson);
const validator = new Validator(`${base}/`, definitions);
let passed = 0;
let failed = 0;
for (const [where, resource] of documents()) {
  const faults = validator.faults(resource);
  if (faults.length) failed += 1;
  else passed += 1;
  for (const fault of faults) console.log(`${where} ${resource?.resourceType ?? ''}: ${fault}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
