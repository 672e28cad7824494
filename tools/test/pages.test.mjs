import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ElmIndex } from '../lib/elm-index.mjs';
import { readJson } from '../lib/json-files.mjs';
import { root } from '../lib/paths.mjs';
import { ruleFacts } from '../lib/rule-facts.mjs';
import { overviewPage, rulePage } from '../lib/rule-pages.mjs';

const shipped = join(root, 'rules/leg-cramps');
const folder = mkdtempSync(join(tmpdir(), 'rules-'));
after(() => rmSync(folder, { recursive: true }));
for (const part of ['elm', 'cql', 'activities']) symlinkSync(join(shipped, part), join(folder, part));
mkdirSync(join(folder, 'cases'));
const fires = { id: '50b', title: 'Potassium 3.4', expected: { cards: [{ rules: ['lab-hypokalaemia'] }] } };
const others = ['notRules', 'unknown', 'suppressed'].map((why) => (
  { id: why, title: why, expected: { cards: [], [why]: ['lab-hypokalaemia'] } }));
const writeCases = (cases) => writeFileSync(join(folder, 'cases/50.json'), JSON.stringify(cases));
writeCases([fires, ...others]);
const described = readJson(join(shipped, 'rules.json'));
const rule = described.rules.find(({ id }) => id === 'lab-hypokalaemia');

/** The facts when lab-hypokalaemia is described like this. */
function factsWith(change) {
  writeFileSync(join(folder, 'rules.json'), JSON.stringify({ ...described, statements: [], rules: [{ ...rule, ...change }] }));
  return ruleFacts(folder);
}

const faulty = {
  'a summary that the CQL does not have': [{ summaries: ['Other'] }, /no CQL says: Other/],
  'a summary that is too long': [{ summaries: ['x'.repeat(140)] }, /140 characters/],
  'a definition that is not there': [{ definition: 'LegCrampLaboratory.Gone' }, /no definition/],
  'a definition of another rule': [{ definition: 'LegCrampLaboratory.Hyperkalaemia' }, /does not name the rule/],
  'a value set that the rule does not use': [{ valueSets: ['statin'] }, /does not look for statin/],
  'a limit that no CQL compares with': [{ limits: [{ valueSet: 'lab-potassium', is: 'below', value: 3.4, unit: 'mmol/L' }] }, /compares with 3.4 mmol/],
  'a limit of what the rule does not read': [{ limits: [{ valueSet: 'lab-tsh', is: 'below', value: 3.5, unit: 'mIU/L' }] }, /does not look for lab-tsh/],
  'an unknown activity': [{ offered: ['surgery'] }, /no activity surgery/],
  'an unknown reference': [{ evidence: [{ ref: 'nobody' }] }, /no reference nobody/],
  'a case of an unknown rule': [{ id: 'lab-other' }, /lab-hypokalaemia: named by a case/],
};
for (const [name, [change, expected]] of Object.entries(faulty)) {
  test(`finds ${name}`, () => assert.match(factsWith(change).faults.join('\n'), expected));
}

test('finds a rule of which no case shows one of the kinds', () => {
  for (const [i, kind] of ['fires', 'silent', 'unknown', 'suppressed'].entries()) {
    writeCases([fires, ...others].filter((_, at) => at !== i));
    assert.deepEqual(factsWith({}).faults, [`lab-hypokalaemia: no case shows it: ${kind}`]);
  }
  writeCases([fires, ...others]);
});

test('a page has the marks, limits, codes, cases and CQL of its rule', () => {
  const facts = factsWith({ evidence: [{ ref: 'ctt-2022' }, { ref: 'stroes-2015' }] });
  assert.deepEqual(facts.faults, []);
  const page = rulePage(facts.rules[0], { ...facts, sources: new Map() });
  for (const text of ['**[R] to be confirmed**', '25694464/) [C]', '| Potassium | below 3.5 and above 2.5 mmol/L (mEq/L) |',
    'Basic metabolic panel (LOINC 24321-2)', '| LOINC | 2823-3 |', '| fires | [50b]', 'define "Hypokalaemia":',
    '// lab-hypokalaemia:']) assert.ok(page.includes(text), text);
  assert.match(overviewPage(facts), /CTT Collaboration.*\| recalled \| \[lab-hypokalaemia\]/);
});

test('the titles that a definition gives', () => {
  const titles = new ElmIndex(shipped).titles('LegCrampDiseases.Other thyroid disorder');
  assert.deepEqual([...titles], ['Leg cramps with a thyroid disorder on record: TSH is more than a year old']);
});

test('what a definition rests on goes through functions and other libraries', () => {
  const elm = new ElmIndex(shipped);
  const reached = elm.reach('LegCrampLaboratory.Hypokalaemia');
  for (const name of ['LegCrampLaboratory.Line', 'LegCrampLaboratoryFacts.Potassium is low before dialysis only']) {
    assert.ok(reached.has(name), name);
  }
  assert.ok(elm.valueSets('LegCrampLaboratory.Hypokalaemia').has('lab-potassium-pre-dialysis'));
  assert.ok(!elm.valueSets('LegCrampLaboratory.Hypokalaemia').has('statin'));
});
