#!/usr/bin/env node
// Runs HL7's CQL test suite (github.com/cqframework/cql-tests) on the engine:
//   cql-suite.mjs [--binary FILE] [--suite FOLDER] [--json FILE]
// FOLDER holds the suite's XML files: --suite, else $CQL_SUITE, else ../shared/cql-conformance/suite; without one, nothing
// is run. The executable is --binary, else $CRAMP_CDS, else build/release/cramp-cds. Every test is translated once and
// evaluated twice: on ELM as it comes, with result types and signatures, and on ELM without them.
//
// tests/conformance/exclusions.json declares the tests that are not passed, each with the clause that decides it. Exit
// status 1 for a failure that is not declared, a declared test that passes, and a declaration of no test.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { literal, matches, parseExact } from './lib/elm-literal.mjs';
import { readJson } from './lib/json-files.mjs';
import { root } from './lib/paths.mjs';
import { readTests, suiteFiles, translate } from './lib/suite-tests.mjs';

const kNow = '2026-01-15T12:00:00.000+00:00';
const kForms = { 'with types': (elm) => elm, 'without types': withoutTypes };
const kTypeMembers = new Set(['resultTypeName', 'resultTypeSpecifier', 'signature']);

const { values: options } = parseArgs({
  options: {
    binary: { type: 'string', default: process.env.CRAMP_CDS ?? join(root, 'build/release/cramp-cds') },
    suite: { type: 'string', default: process.env.CQL_SUITE ?? join(root, '../shared/cql-conformance/suite') },
    json: { type: 'string' },
  },
});

function withoutTypes(elm) {
  return JSON.parse(JSON.stringify(elm), (key, value) => (kTypeMembers.has(key) ? undefined : value));
}

/** The tests of one file with their ELM: `definition` and `expected`, or `refused` by the translator. */
function prepare(file) {
  const chapter = basename(file, '.xml');
  const tests = readTests(file).map((test, i) => ({ ...test, chapter, definition: `t${i}` }));
  const { elm, refused } = translate(chapter, tests.map((test) => ({ name: test.definition, cql: test.expression })));
  const outputs = tests.filter((test) => test.output !== null && !test.invalid && !refused.has(test.definition));
  const wanted = outputs.map((test) => ({ name: test.definition, cql: test.output }));
  const strict = translate('Outputs', wanted);
  // Some outputs are written as an item where a list is meant.
  const loose = translate('Outputs', wanted.filter(({ name }) => strict.refused.has(name)), { listPromotion: true });
  const values = new Map();
  for (const { library } of [strict.elm, loose.elm]) {
    for (const def of library.statements?.def ?? []) values.set(def.name, literal(def.expression));
  }
  for (const test of tests) {
    test.refused = refused.get(test.definition);
    test.expected = values.get(test.definition);
  }
  return { chapter, elm, tests };
}

function evaluate(file, definitions = []) {
  const wanted = definitions.flatMap((name) => ['--expression', name]);
  const output = execFileSync(options.binary, ['eval', '--library', file, ...wanted, '--now', kNow],
    { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 60000, stdio: ['ignore', 'pipe', 'pipe'] });
  return parseExact(output);
}

/** Answers by definition. When the process gives none, each definition gets a process of its own. */
function answers(file, tests) {
  const definitions = tests.filter((test) => !test.refused).map((test) => test.definition);
  try {
    return evaluate(file);
  } catch {
    return Object.fromEntries(definitions.map((definition) => {
      try {
        return [definition, evaluate(file, [definition])[definition]];
      } catch (e) {
        return [definition, { crash: e.message.split('\n').slice(0, 2).join(' ') }];
      }
    }));
  }
}

/** 'pass', 'rejected' (by the translator, as the suite expects), or what is wrong. */
function verdict(test, answer) {
  if (test.refused) return test.invalid ? 'rejected' : `not translated: ${test.refused}`;
  if (answer === undefined || (answer && answer.crash)) return `no answer: ${answer?.crash ?? ''}`;
  const failed = answer !== null && typeof answer === 'object' && typeof answer.error === 'string';
  if (test.invalid) return failed ? 'pass' : `gives ${JSON.stringify(answer)} where an error is expected`;
  if (failed) return `fails: ${answer.error}`;
  return matches(test.expected, answer) ? 'pass' : `gives ${JSON.stringify(answer)}, expected ${JSON.stringify(test.expected)}`;
}

function run(folder) {
  const verdicts = new Map(); // test id -> {form: verdict}
  const work = mkdtempSync(join(tmpdir(), 'cql-suite-'));
  try {
    for (const file of suiteFiles(folder)) {
      const { chapter, elm, tests } = prepare(file);
      for (const [form, shape] of Object.entries(kForms)) {
        const path = join(work, `${chapter}.json`);
        writeFileSync(path, JSON.stringify(shape(elm)));
        const found = answers(path, tests);
        for (const test of tests) {
          verdicts.set(test.id, { ...verdicts.get(test.id), [form]: verdict(test, found[test.definition]) });
        }
      }
    }
  } finally {
    rmSync(work, { recursive: true });
  }
  return verdicts;
}

function printScores(verdicts) {
  const rows = new Map();
  for (const [id, byForm] of verdicts) {
    const chapter = id.split('/')[0];
    const row = rows.get(chapter) ?? [0, ...Object.keys(kForms).map(() => 0), 0, 0];
    rows.set(chapter, row);
    const all = Object.values(byForm);
    row[0] += 1;
    all.forEach((one, i) => { row[i + 1] += one === 'pass' ? 1 : 0; });
    row[all.length + 1] += all[0] === 'rejected' ? 1 : 0;
    row[all.length + 2] += all[0].startsWith('not translated') ? 1 : 0;
  }
  const total = [...rows.values()].reduce((sum, row) => sum.map((n, i) => n + row[i]));
  const columns = ['tests', ...Object.keys(kForms), 'rejected', 'untranslated'];
  for (const [name, row] of [['chapter', columns], ...rows, ['total', total]]) {
    console.log(name.padEnd(36) + row.map((cell) => String(cell).padStart(15)).join(''));
  }
}

/** Prints what is not as declared; the number of it. */
function judge(verdicts, exclusions) {
  const faults = [];
  for (const [id, byForm] of verdicts) {
    const bad = Object.entries(byForm).filter(([, one]) => one !== 'pass' && one !== 'rejected');
    if (bad.length && !(id in exclusions)) faults.push(...bad.map(([form, one]) => `${id} (${form}) ${one}`));
    if (bad.length < Object.keys(byForm).length && id in exclusions) faults.push(`${id} is declared and passes: take it out`);
  }
  for (const id of Object.keys(exclusions)) if (!verdicts.has(id)) faults.push(`${id} is declared and no test of the suite`);
  for (const fault of faults) console.log(fault);
  return faults.length;
}

if (!existsSync(options.suite)) {
  console.log(`HL7's CQL test suite is not at ${options.suite} (CQL_SUITE): skipped`);
} else {
  const exclusions = readJson(join(root, 'tests/conformance/exclusions.json'));
  const verdicts = run(options.suite);
  if (options.json) writeFileSync(options.json, JSON.stringify(Object.fromEntries(verdicts), null, 1));
  printScores(verdicts);
  const faults = judge(verdicts, exclusions);
  console.log(`${Object.keys(exclusions).length} declared exclusions, ${faults} faults`);
  process.exitCode = faults ? 1 : 0;
}
