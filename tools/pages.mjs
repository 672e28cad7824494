#!/usr/bin/env node
// The pages of docs/clinical, one a rule, from rules/leg-cramps and its rules.json:
//   pages.mjs [--check]     writes docs/clinical/README.md and docs/clinical/rules/*.md, or names those that differ;
// and rules/leg-cramps/changes.json: since when each rule is as it is.
// rules.json is held against the package first: a summary that no CQL says, a value set that the rule's definition does
// not look for, an unknown rule in a case are faults. Exit status 1 on a fault or, with --check, a stale page.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCodes } from './lib/codes.mjs';
import { reportStale, settle } from './lib/generated.mjs';
import { readJson } from './lib/json-files.mjs';
import { layout } from './lib/layout.mjs';
import { filesIn, root } from './lib/paths.mjs';
import { ruleDigest, ruleFacts } from './lib/rule-facts.mjs';
import { overviewPage, rulePage } from './lib/rule-pages.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const facts = ruleFacts(join(root, 'rules/leg-cramps'));
for (const fault of facts.faults) console.error(`rules.json: ${fault}`);
if (facts.faults.length) process.exit(1);

/** The day of each rule's last change: today for one that is not as it was. */
function changesOf(path) {
  const before = existsSync(path) ? readJson(path) : {};
  const today = new Date().toISOString().slice(0, 10);
  return Object.fromEntries(facts.rules.map((rule) => {
    const digest = ruleDigest(rule, facts);
    return [rule.id, before[rule.id]?.digest === digest ? before[rule.id] : { changed: today, digest }];
  }));
}

const sources = new Map(readCodes(join(root, 'profiles/codes.tsv')).map((row) => [`${row.system} ${row.code}`, row]));
const docs = join(root, 'docs/clinical');
const changes = join(root, 'rules/leg-cramps/changes.json');
const wanted = new Map([
  [changes, layout(changesOf(changes))],
  [join(docs, 'README.md'), overviewPage(facts)],
  ...facts.rules.map((rule) => [join(docs, 'rules', `${rule.id}.md`), rulePage(rule, { ...facts, sources })]),
]);
const differing = settle(wanted, filesIn(join(docs, 'rules'), '.md'), values);
if (!values.check) console.log(`${wanted.size} pages, ${differing.length} changed`);
else if (reportStale(differing, './dev rules')) process.exitCode = 1;
