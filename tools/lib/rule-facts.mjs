// What a package's rules.json says about its rules, with what the package itself says: cases, CQL, activities. What does
// not agree is a fault.
import { basename, join } from 'node:path';
import { ElmIndex, shortHash } from './elm-index.mjs';
import { readJson } from './json-files.mjs';
import { filesIn, root } from './paths.mjs';

const byId = (folder) => new Map(filesIn(folder, '.json').map((path) => [basename(path, '.json'), readJson(path)]));

/** What a case may show of a rule; each rule has a case of each kind. */
export const kinds = ['fires', 'silent', 'unknown', 'suppressed'];

/** Map of rule id to [{kind, id, title}]: what each case shows about it, as `cramp-cds test` counts. */
function casesByRule(folder) {
  const rules = new Map();
  const add = (kind, ids, { id, title }) => {
    for (const rule of ids ?? []) {
      if (!rules.has(rule)) rules.set(rule, []);
      const list = rules.get(rule);
      if (list.at(-1)?.id !== id) list.push({ kind, id, title });
    }
  };
  for (const test of filesIn(join(folder, 'cases'), '.json').flatMap((file) => [readJson(file)].flat())) {
    const { cards = [], suppressed, unknown, notRules } = test.expected;
    for (const card of cards) add('fires', card.rules, test);
    add('suppressed', suppressed, test);
    add('unknown', unknown, test);
    add(test.unavailable?.length ? 'unknown' : test.history?.length ? 'suppressed' : 'silent', notRules, test);
  }
  return rules;
}

function faultsOf(rule, { references, sections, elm, texts, activities, sets }) {
  const faults = [];
  const check = (ok, text) => { if (!ok) faults.push(`${rule.id}: ${text}`); };
  check(sections.has(rule.section), `there is no section ${rule.section}`);
  for (const { ref } of rule.evidence) check(references[ref], `there is no reference ${ref}`);
  for (const id of [...rule.recommended, ...rule.offered]) check(activities.has(id), `there is no activity ${id}`);
  for (const id of rule.valueSets) check(sets.has(id), `there is no value set ${id}`);
  check(rule.overrideReasons === null || sets.has(rule.overrideReasons), `there is no value set ${rule.overrideReasons}`);
  for (const text of rule.summaries) {
    check(text.length < 140, `the summary has 140 characters or more: ${text}`);
    check(texts.has(text), `no CQL says: ${text}`);
  }
  for (const kind of kinds) check(rule.cases.some((c) => c.kind === kind), `no case shows it: ${kind}`);
  check(elm.has(rule.definition), `there is no definition ${rule.definition}`);
  if (!elm.has(rule.definition)) return faults;
  check(elm.texts(rule.definition).has(rule.id), `${rule.definition} does not name the rule`);
  for (const title of elm.titles(rule.definition)) {
    check(rule.indicator === 'line only' || rule.summaries.includes(title), `the summaries lack: ${title}`);
  }
  const used = elm.valueSets(rule.definition);
  for (const id of rule.valueSets) check(used.has(id), `${rule.definition} does not look for ${id}`);
  const numbers = elm.numbers(rule.definition);
  for (const { valueSet, value, unit } of rule.limits ?? []) {
    check(used.has(valueSet), `${rule.definition} does not look for ${valueSet}`);
    check(numbers.has(value), `no CQL compares with ${value} ${unit}`);
  }
  return faults;
}

/** What changes when a rule changes: its description and all CQL that it rests on. */
export const ruleDigest = (rule, { elm }) => {
  const { cases, ...own } = rule;
  return shortHash(`${JSON.stringify(own)}\n${elm.digest(rule.definition)}`);
};

/** {references, sections, rules, statements, addedForSafety, activities, sets, elm, faults} of a package folder. */
export function ruleFacts(folder) {
  const described = readJson(join(folder, 'rules.json'));
  const sections = new Map(described.sections.map((section) => [section.id, section]));
  const cases = casesByRule(folder);
  const elm = new ElmIndex(folder);
  const rules = described.rules.map((rule) => ({
    hooks: sections.get(rule.section)?.hooks,
    overrideReasons: sections.get(rule.section)?.overrideReasons,
    ...rule,
    cases: cases.get(rule.id) ?? [],
  }));
  const known = {
    references: described.references, sections, elm,
    texts: new Set(elm.names().flatMap((name) => [...elm.texts(name)])),
    activities: byId(join(folder, 'activities')),
    sets: byId(join(root, 'profiles/valuesets')),
  };
  const ids = new Set(rules.map((rule) => rule.id));
  const strange = [...cases.keys(), ...described.statements.flatMap((s) => s.rules)].filter((id) => !ids.has(id));
  const faults = [
    ...rules.flatMap((rule) => faultsOf(rule, known)),
    ...[...new Set(strange)].map((id) => `${id}: named by a case or statement, and not in rules.json`),
  ];
  return { ...described, ...known, rules, faults };
}
