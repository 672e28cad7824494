#!/usr/bin/env node
// Random expressions and random patients through the engine and through cql-execution:
//   differential.mjs [--seed N] [--count M] [--binary FILE] [--show N] [--verbose]
//   differential.mjs --expression CQL [--patients SEED]      one expression again
// Prints each difference in its smallest form, then what was compared; exit status 1 on a difference that
// differential-exclusions.json does not declare. The same seed and count make the same expressions.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engines } from './lib/differential/engines.mjs';
import { Exclusions } from './lib/differential/exclusions.mjs';
import { Generator, Grammar, textOf } from './lib/differential/generator.mjs';
import { fhirGrammar, fhirLeaf } from './lib/differential/grammar-fhir.mjs';
import { systemGrammar } from './lib/differential/grammar.mjs';
import { leaf } from './lib/differential/literals.mjs';
import { randomPatients } from './lib/differential/patients.mjs';
import { Session, shown } from './lib/differential/session.mjs';
import { shrink } from './lib/differential/shrink.mjs';
import { root } from './lib/paths.mjs';

const kBatch = 1000;
const kSeedsApart = 100_000; // batches of one seed are no batches of the next
const kPatients = 6;
const kMostFaults = 0.02; // of the expressions: beyond, the grammar is wrong

const { values: options } = parseArgs({ options: {
  binary: { type: 'string', default: process.env.CRAMP_CDS ?? join(root, 'build/release/cramp-cds') },
  seed: { type: 'string', default: '1' },
  count: { type: 'string', default: '2000' },
  show: { type: 'string', default: '10' },
  expression: { type: 'string' },
  patients: { type: 'string' },
  verbose: { type: 'boolean', default: false },
} });

/** Three quarters of a batch need no data, the rest has patients of its own. */
const kKinds = [
  { share: 0.75, grammar: new Grammar(systemGrammar), leafOf: leaf, patientsOf: () => [], again: () => '' },
  {
    share: 0.25, grammar: new Grammar(systemGrammar, fhirGrammar), leafOf: fhirLeaf,
    patientsOf: (seed) => randomPatients(seed, kPatients), again: (seed) => ` --patients ${seed}`,
  },
];

class Report {
  #shown = Number(options.show);
  found = 0;
  faults = new Map();
  totals = { compared: 0, values: 0, untold: 0, declared: 0 };

  add(session) {
    for (const name of Object.keys(this.totals)) this.totals[name] += session[name];
    for (const [text, message] of session.faults) this.faults.set(text, message);
  }

  async difference(session, { leafOf, again }, seed, difference) {
    const differs = async (texts) => (await session.check(texts, difference.patient)).map((result) => result.differs);
    const tree = await shrink(difference.node, differs, leafOf);
    if (await session.isDeclared(difference, tree)) return;
    this.found += 1;
    if (this.found > this.#shown) return;
    const text = textOf(tree);
    const [{ expected, actual }] = await session.check([text], difference.patient);
    console.log(`${tree.operator}: ${text}\n  cql-execution ${shown(expected)}\n  cramp-cds     ${shown(actual)}`);
    console.log(`  again: node tools/differential.mjs --expression ${JSON.stringify(text)}${again(seed)}  # ${difference.patient}`);
  }
}

async function runKind(kind, seed, count, exclusions, report) {
  const engines = new Engines(options.binary, kind.patientsOf(seed));
  const session = new Session(engines, exclusions);
  const generator = new Generator(kind.grammar, seed, kind.leafOf);
  const definitions = Array.from({ length: count }, () => generator.next());
  try {
    for (const difference of await session.run(definitions)) await report.difference(session, kind, seed, difference);
  } finally {
    engines.close();
  }
  report.add(session);
}

async function runSeeds(exclusions, report) {
  for (let left = Number(options.count), seed = Number(options.seed) * kSeedsApart; left > 0; left -= kBatch, seed += 1) {
    for (const kind of kKinds) await runKind(kind, seed, Math.ceil(Math.min(kBatch, left) * kind.share), exclusions, report);
  }
}

async function runExpression(text) {
  const engines = new Engines(options.binary, options.patients ? randomPatients(Number(options.patients), kPatients) : []);
  const { answers, faults } = await engines.run([{ name: 'e', text }]);
  engines.close();
  if (faults.size) throw new Error(faults.get('e'));
  for (const { patient, expected, actual } of answers.get('e')) {
    console.log(`${patient}\n  cql-execution ${shown(expected)}\n  cramp-cds     ${shown(actual)}`);
  }
}

function printReport({ found, faults, totals }, exclusions) {
  if (options.verbose) {
    for (const [row, count] of exclusions.counts()) console.log(`${String(count).padStart(7)}  ${row.operator}: ${row.reason}`);
    for (const row of exclusions.unused()) console.log(`never met: ${row.operator}: ${row.reason}`);
    for (const [text, message] of faults) console.log(`does not translate: ${text}: ${message}`);
  }
  console.log(`${totals.compared} expressions compared, ${totals.values} values not null, ${totals.untold} with an operand that `
    + `differs already, ${totals.declared} declared differences, ${faults.size} not translated`);
  console.log(`${totals.compared - found} passed, ${found} failed`);
  const faulty = faults.size > kMostFaults * Number(options.count);
  if (faulty) console.log('too many expressions do not translate: see --verbose');
  process.exitCode = found || faulty ? 1 : 0;
}

if (options.expression) {
  await runExpression(options.expression);
} else {
  const [exclusions, report] = [new Exclusions(), new Report()];
  await runSeeds(exclusions, report);
  printReport(report, exclusions);
}
