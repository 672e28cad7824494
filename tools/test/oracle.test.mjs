import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { codeService } from '../lib/code-service.mjs';
import { Libraries, evaluate } from '../lib/oracle-engine.mjs';
import { casePatients, withFolders } from '../lib/patients.mjs';
import { root } from '../lib/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'package-'));
after(() => rmSync(folder, { recursive: true }));
for (const part of ['cql', 'cases']) mkdirSync(join(folder, part));
copyFileSync(join(root, 'rules/leg-cramps/cql/FHIRHelpers.cql'), join(folder, 'cql/FHIRHelpers.cql'));
const kHead = `using FHIR version '4.0.1'\ninclude FHIRHelpers version '4.0.1' called FHIRHelpers\n`;
writeFileSync(join(folder, 'cql/Shared.cql'), `library Shared version '1'\n${kHead}
valueset "Cramp": 'https://cramp-cds.org/fhir/ValueSet/cramp-complaint'
parameter "Unavailable Data" List<String>
context Patient
define "Cramps": [Condition: "Cramp"]
define "Nothing set": "Unavailable Data" is null
define private "Hidden": 1
`);
writeFileSync(join(folder, 'cql/Main.cql'), `library Main version '1'\n${kHead}
include Shared version '1' called Shared
parameter "Encounter Id" String
context Patient
define "Onsets": Shared."Cramps" C return FHIRHelpers.ToDateTime(C.onset as FHIR.dateTime)
define "Birth date": Patient.birthDate
define "Result": First([Observation] O return FHIRHelpers.ToQuantity(O.value as FHIR.Quantity))
define "Bounded result": First([Observation] O return FHIRHelpers.ToInterval(O.value as FHIR.Quantity))
define "Encounter": "Encounter Id"
define "Missing data": Shared."Unavailable Data"
define "Broken": singleton from ({1, 2})
define "After the broken": 2
define "Now in UTC": Now()
define "Found": Shared."Cramps"
`);
const data = (comparator) => [
  { resourceType: 'Patient', id: 'p', birthDate: '1950' },
  { resourceType: 'Condition', id: 'c', onsetDateTime: '2026-02-01', subject: { reference: 'Patient/p' },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'R25.2' }] } },
  { resourceType: 'Condition', id: 'other', subject: { reference: 'Patient/p' },
    code: { coding: [{ system: 'http://snomed.info/sct', code: 'R25.2' }] } },
  { resourceType: 'Observation', id: 'o', status: 'final', code: { text: 'x' },
    valueQuantity: { value: 3.4, code: 'mmol/L', system: 'http://unitsofmeasure.org', comparator } },
];
const testCase = (id, comparator, more) => ({
  id, service: 's', now: '2026-03-01T13:00:00+01:00', data: data(comparator), ...more });
writeFileSync(join(folder, 'cases/a.json'), JSON.stringify([testCase('1', undefined, { context: { encounterId: 'e' } })]));
writeFileSync(join(folder, 'cases/b.json'), JSON.stringify(testCase('2', '<', { unavailable: ['labs'] })));
const translated = spawnSync(process.execPath, [join(root, 'tools/translate.mjs'), folder], { encoding: 'utf8' });
assert.equal(translated.status, 0, translated.stderr);

const libraries = new Libraries(join(folder, 'elm'));
const codes = codeService([join(root, 'profiles/valuesets')]);
const [first, second] = casePatients(folder);
const valuesOf = async (patient) => Object.fromEntries(
  [...await evaluate(libraries, ['Main', 'Shared'], patient, codes)].flatMap(([, values]) => Object.entries(values)));

test('evaluates public definitions to plain values', async () => {
  const { Broken, ...values } = await valuesOf(first);
  assert.match(Broken.error, /SingletonFrom/);
  assert.deepEqual(values, {
    Onsets: ['2026-02-01'], 'Birth date': '1950', Result: { value: 3.4, unit: 'mmol/L' },
    'Bounded result': { low: { value: 3.4, unit: 'mmol/L' }, high: { value: 3.4, unit: 'mmol/L' }, lowClosed: true, highClosed: true },
    Encounter: 'e', 'Missing data': [], 'After the broken': 2, 'Now in UTC': '2026-03-01T12:00:00.000+00:00',
    Found: [first.bundle.entry[1].resource], Cramps: [first.bundle.entry[1].resource], 'Nothing set': false,
  });
});

test('a parameter that is not set is null, and a comparator bounds the value', async () => {
  const values = await valuesOf(second);
  assert.equal(values.Encounter, null);
  assert.deepEqual(values['Missing data'], ['labs']);
  assert.equal(values.Result, null);
  assert.deepEqual(values['Bounded result'].high, { value: 3.4, unit: 'mmol/L' });
  assert.equal(values['Bounded result'].highClosed, false);
});

test('patients of one instant and the same parameters share a call', async () => {
  const third = { ...first, name: 'case-3' };
  const groups = await withFolders([first, second, third], (all) => all.map((g) => g.patients.map((p) => p.name)));
  assert.deepEqual(groups, [['case-1', 'case-3'], ['case-2']]);
});

/** An executable that answers `eval` with the oracle's values after `change`. */
function standIn(name, change) {
  const path = join(folder, name);
  const url = (file) => JSON.stringify(new URL(`../lib/${file}`, import.meta.url).href);
  writeFileSync(path, `#!${process.execPath}
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { codeService } from ${url('code-service.mjs')};
import { Libraries, evaluate } from ${url('oracle-engine.mjs')};
const text = { type: 'string' };
const { values: o } = parseArgs({ allowPositionals: true, options: { library: text, 'library-path': text, valuesets: text,
  data: text, now: text, parameter: { type: 'string', multiple: true, default: [] } } });
const parameters = Object.fromEntries(o.parameter.map((p) => [p.split('=')[0], JSON.parse(p.slice(p.indexOf('=') + 1))]));
const name = basename(o.library, '.json');
for (const file of readdirSync(o.data)) {
  const bundle = JSON.parse(readFileSync(join(o.data, file), 'utf8'));
  const results = await evaluate(new Libraries(o['library-path']), [name], { bundle, now: o.now, parameters }, codeService([o.valuesets]));
  const values = results.get(name);
  (${change})(values);
  console.log(JSON.stringify({ data: file, values }));
}
`);
  chmodSync(path, 0o755);
  return path;
}

const kChanges = {
  'the same values': [() => {}, 24, 0],
  'a value that differs, a definition left out, a value for an error': [(values) => {
    values['Main.Birth date'] = '1951';
    delete values['Main.Encounter'];
    values['Main.Broken'] = 1;
  }, 18, 6],
};
for (const [name, [change, passed, failed]] of Object.entries(kChanges)) {
  test(`compares engines: ${name}`, () => {
    const binary = standIn(`${basename(name).replaceAll(/[ ,]+/g, '-')}.mjs`, change);
    const { status, stdout, stderr } = spawnSync(
      process.execPath, [join(root, 'tools/oracle.mjs'), '--binary', binary, folder], { encoding: 'utf8' });
    assert.equal(stdout.trimEnd().split('\n').pop(), `${passed} passed, ${failed} failed`, stdout + stderr);
    assert.equal(status, failed ? 1 : 0);
  });
}
