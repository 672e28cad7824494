#!/usr/bin/env node
// The engine against cql-execution on the same libraries and the same patients, evaluation only:
//   compare.mjs BUILD-DIR [--seconds N] [--rounds N] [PACKAGE-DIR]
// Patients are the Bundles of $CRAMP_PATIENTS (or ../shared/synthea) where there are some, else those of the package's
// cases. Both sides have their libraries built and their patients loaded, and both are warm; cql-execution shares contexts
// between libraries and keeps what it has read of a patient from round to round. Rounds alternate. Exit status 1 when a
// value differs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { codeService } from '../tools/lib/code-service.mjs';
import { readJson } from '../tools/lib/json-files.mjs';
import { Libraries, evaluate, evaluateLoaded, patientOf } from '../tools/lib/oracle-engine.mjs';
import { bundlePatients, casePatients } from '../tools/lib/patients.mjs';
import { root } from '../tools/lib/paths.mjs';
import { same } from '../tools/lib/same-value.mjs';

const { values: options, positionals: [build, folder = join(root, 'rules/leg-cramps')] } = parseArgs({
  options: { seconds: { type: 'string', default: '4' }, rounds: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const valueSets = join(root, 'profiles/valuesets');
const kShown = 20;
const exclusions = readJson(join(root, 'tools/oracle-exclusions.json'));

function patients() {
  const bundles = process.env.CRAMP_PATIENTS ?? join(root, '../shared/synthea');
  return existsSync(bundles) ? bundlePatients([bundles], '2026-03-01T12:00:00+00:00') : casePatients(folder);
}

function differences(name, expected, actual, known) {
  let count = 0;
  for (const [library, definitions] of expected) {
    for (const [definition, value] of Object.entries(definitions)) {
      if (same(value, actual[library][definition])) continue;
      count += 1;
      if (known + count <= kShown) console.log(`${name}: ${library}."${definition}" differs`);
    }
  }
  return count;
}

/** Patients evaluated a second, in rounds over all of them. */
async function throughput(libraries, names, loaded, codes, seconds) {
  const start = performance.now();
  let evaluated = 0;
  do {
    for (const { patient, call } of loaded) await evaluateLoaded(libraries, names, patient, call, codes, () => {});
    evaluated += loaded.length;
  } while (performance.now() - start < seconds * 1000);
  return evaluated * 1000 / (performance.now() - start);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function compare(work) {
  const all = patients();
  const file = join(work, 'patients.ndjson');
  writeFileSync(file, all.map((patient) => `${JSON.stringify(patient)}\n`).join(''));
  const native = (seconds, ...more) => JSON.parse(execFileSync(
    join(build, 'bench_evaluate'), [folder, valueSets, file, String(seconds), ...more], { encoding: 'utf8' }));

  const valuesFile = join(work, 'values.ndjson');
  native(0, valuesFile);
  const lines = readFileSync(valuesFile, 'utf8').split('\n').filter((line) => line !== '');
  const values = new Map(lines.map((line) => JSON.parse(line)).map((line) => [line.name, line.values]));

  const libraries = new Libraries(join(folder, 'elm'));
  const names = libraries.names().filter((name) => libraries.definitions(name).length > 0);
  const codes = codeService([valueSets]);
  let compared = 0;
  let differing = 0;
  for (const patient of all.filter(({ name }) => !(name in exclusions))) {
    const expected = await evaluate(libraries, names, patient, codes);
    for (const definitions of expected.values()) compared += Object.keys(definitions).length;
    differing += differences(patient.name, expected, values.get(patient.name), differing);
  }
  console.log(`${all.length} patients, ${compared} values compared, ${differing} differ`);

  const loaded = all.map((call) => ({ patient: patientOf(call.bundle), call }));
  await throughput(libraries, names, loaded, codes, 0);
  const rates = { native: [], other: [], compile: [] };
  for (let round = 0; round < Number(options.rounds); round += 1) {
    rates.other.push(await throughput(libraries, names, loaded, codes, Number(options.seconds)));
    const { perSecond, compileMs } = native(options.seconds);
    rates.native.push(perSecond);
    rates.compile.push(compileMs);
  }
  const [ours, theirs] = [median(rates.native), median(rates.other)];
  console.log(`cramp-cds      ${ours.toFixed(0).padStart(9)} patients/s   ${(1e6 / ours).toFixed(0)} us each`);
  console.log(`cql-execution  ${theirs.toFixed(1).padStart(9)} patients/s   ${(1e6 / theirs).toFixed(0)} us each`);
  console.log(`ratio          ${(ours / theirs).toFixed(0).padStart(9)}`);
  console.log(`compile        ${Math.min(...rates.compile).toFixed(1).padStart(9)} ms: elm::load and link of the package`);
  return differing;
}

const work = mkdtempSync(join(tmpdir(), 'compare-'));
try {
  process.exitCode = (await compare(work)) ? 1 : 0;
} finally {
  rmSync(work, { recursive: true });
}
