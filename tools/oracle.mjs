#!/usr/bin/env node
// Compares the engine with cql-execution, definition by definition:
//   oracle.mjs [--binary FILE] [--data BUNDLE.json|FOLDER]… [--now DATETIME] [--library NAME]… [--no-cases]
//              [--show N] [PACKAGE-DIR…]
// Patients are the packages' test cases and the Bundles named by --data (all at --now). The executable is --binary,
// else $CRAMP_CDS, else build/release/cramp-cds. Prints one line a library, up to N differences, and
// 'N passed, N failed'; exit status 1 on any difference. oracle-exclusions.json names patients for which the other
// engine is known to be wrong, and why; one of them without a difference is an error too.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { codeService } from './lib/code-service.mjs';
import { evaluateFolder, linkTogether } from './lib/native-engine.mjs';
import { readJson } from './lib/json-files.mjs';
import { Libraries, evaluate } from './lib/oracle-engine.mjs';
import { bundlePatients, casePatients, withFolders } from './lib/patients.mjs';
import { packages, root } from './lib/paths.mjs';
import { same } from './lib/same-value.mjs';

const { values: options, positionals } = parseArgs({
  options: {
    binary: { type: 'string', default: process.env.CRAMP_CDS ?? join(root, 'build/release/cramp-cds') },
    data: { type: 'string', multiple: true, default: [] },
    now: { type: 'string', default: '2026-03-01T12:00:00+00:00' },
    library: { type: 'string', multiple: true, default: [] },
    'no-cases': { type: 'boolean', default: false },
    show: { type: 'string', default: '20' },
  },
  allowPositionals: true,
});

// A definition that the engine left out is a difference, also where null is expected.
const kMissing = { missing: true };

const exclusions = readJson(join(root, 'tools/oracle-exclusions.json'));

class Tally {
  #rows = new Map();
  #shown = 0;
  #excluded = new Map(); // patient -> differences, of those that were looked at

  add(library, definition, patient, expected, actual) {
    if (!this.#rows.has(library)) {
      this.#rows.set(library, { definitions: new Set(), patients: new Set(), values: 0, equal: 0 });
    }
    const row = this.#rows.get(library);
    row.definitions.add(definition);
    row.patients.add(patient);
    row.values += expected === null ? 0 : 1;
    const equal = same(expected, actual);
    if (patient in exclusions) this.#excluded.set(patient, (this.#excluded.get(patient) ?? 0) + (equal ? 0 : 1));
    if (equal) row.equal += 1;
    else if (patient in exclusions) row.declared = (row.declared ?? 0) + 1;
    else this.#report(row, [library, definition, patient, expected, actual]);
  }

  #report(row, [library, definition, patient, expected, actual]) {
    row.differing = (row.differing ?? 0) + 1;
    this.#shown += 1;
    if (this.#shown > Number(options.show)) return;
    const text = (v) => (JSON.stringify(v) ?? 'missing').slice(0, 600);
    console.log(`${library}."${definition}" of ${patient}:\n  cql-execution ${text(expected)}\n  cramp-cds     ${text(actual)}`);
  }

  /** Prints the table; returns the number of differences. */
  print() {
    const columns = ['library', 'definitions', 'patients', 'comparisons', 'not null', 'equal', 'differing', 'declared'];
    const rows = [...this.#rows].map(([name, row]) => {
      const [differing, declared] = [row.differing ?? 0, row.declared ?? 0];
      return [name, row.definitions.size, row.patients.size, row.equal + differing + declared, row.values, row.equal,
        differing, declared];
    });
    for (const line of [columns, ...rows]) console.log(line.map((c, i) => (i ? String(c).padStart(12) : c.padEnd(28))).join(''));
    const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
    const idle = [...this.#excluded].filter(([, differences]) => differences === 0).map(([patient]) => patient);
    for (const patient of idle) console.log(`${patient} is declared in oracle-exclusions.json and does not differ: remove it`);
    console.log(`${sum(5)} passed, ${sum(6) + idle.length} failed`);
    return sum(6) + idle.length;
  }
}

async function compareGroup(group, { linked, valuesets, libraries, names, codes }, tally) {
  const answers = evaluateFolder(options.binary, linked, valuesets, group);
  for (const patient of group.patients) {
    const expected = await evaluate(libraries, names, patient, codes);
    const native = answers.get(`${patient.name}.json`) ?? {};
    for (const [name, definitions] of expected) {
      for (const [definition, value] of Object.entries(definitions)) {
        const key = `${name}.${definition}`;
        tally.add(name, definition, patient.name, value, key in native ? native[key] : kMissing);
      }
    }
  }
}

async function comparePackage(folder, tally) {
  const valuesets = join(root, 'profiles/valuesets');
  const libraries = new Libraries(join(folder, 'elm'));
  const wanted = (name) => options.library.length === 0 || options.library.includes(name);
  const names = libraries.names().filter((name) => wanted(name) && libraries.definitions(name).length > 0);
  const codes = codeService([valuesets]);
  const cases = options['no-cases'] ? [] : casePatients(folder);
  await withFolders([...cases, ...bundlePatients(options.data, options.now)], async (groups, spare) => {
    const definitions = new Map(names.map((name) => [name, libraries.definitions(name)]));
    const place = { linked: linkTogether(spare, join(folder, 'elm'), definitions), valuesets, libraries, names, codes };
    for (const group of groups) await compareGroup(group, place, tally);
  });
}

const tally = new Tally();
for (const folder of packages(positionals)) await comparePackage(folder, tally);
process.exitCode = tally.print() ? 1 : 0;
