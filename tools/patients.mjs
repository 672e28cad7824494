#!/usr/bin/env node
// The synthetic patients that the workbench ships:
//   patients.mjs [--check]     writes web/patients/*.json and web/patients.json, or names those that differ
// Nobody of this name and history exists. Dates are counted back from `asOf`; the page moves them to today. What
// patients.json expects of each is proved by web/test/browser/patients.test.mjs.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ChartParts } from './lib/chart-parts.mjs';
import { readCodes } from './lib/codes.mjs';
import { reportStale, settle } from './lib/generated.mjs';
import { layout } from './lib/layout.mjs';
import { filesIn, root } from './lib/paths.mjs';

const kAsOf = '2026-11-24';

const kCramp = 'sct 449918009';
const kNightCramp = 'sct 102549009';
const kLeg = 'sct 61685007';
const kPotassium = 'loinc 2823-3';
const kSodium = 'loinc 2951-2';
const kCreatinine = 'loinc 2160-0';
const kMagnesium = 'loinc 19123-9';
const kCalcium = 'loinc 17861-6';
const kEgfr = 'loinc 98979-8';
const kEgfrUnit = 'mL/min/{1.73_m2}';
const kEgfrWords = { words: 'mL/min/1.73 m2' };
const kTsh = 'loinc 3016-3';
const kHba1c = 'loinc 4548-4';
const kCk = 'loinc 2157-6';
const kPlatelets = 'loinc 777-3';
const kPain = 'loinc 72514-3';
const kSevere = 'sct 24484000';
const kModerate = 'sct 6736007';
const kMild = 'sct 255604002';

/** id: [story of the chart, what the page opens with, resources]. In the order of the list on the page. */
const kPatients = [
  {
    id: 'almeida', family: 'Almeida', given: 'Ines', gender: 'female', age: 67,
    title: 'Thiazide, potassium 3.3', story: 'Cramps came back seven weeks after a thiazide was started. Potassium is low.',
    expects: { rules: ['lab-hypokalaemia', 'med-thiazide-diuretic'], indicator: 'warning', summary: 'potassium below 3.5' },
    chart(p) {
      p.visit(kCramp);
      p.problem('sct 59621000', 2200);
      p.finding(kCramp, 31, { site: kLeg, severity: kMild });
      p.finding(kCramp, 4, { site: kLeg, severity: kModerate });
      p.takes('rxnorm 310798', 80, '1 tablet in the morning', { reason: 'sct 59621000' });
      p.result(kPotassium, 4.3, 'mmol/L', 330);
      p.result(kPotassium, 4.1, 'mmol/L', 120);
      p.result(kPotassium, 3.6, 'mmol/L', 48);
      p.result(kPotassium, 3.3, 'mmol/L', 12);
      p.result(kSodium, 140, 'mmol/L', 120);
      p.result(kCreatinine, 0.8, 'mg/dL', 120);
    },
  },
  {
    id: 'becker', family: 'Becker', given: 'Jonas', gender: 'male', age: 34,
    title: 'A single cramp', story: 'One cramp in the night after a long run. Nothing else.',
    expects: { rules: ['benign-conservative'], indicator: 'info', summary: 'no risk factor found' },
    chart(p) {
      p.visit();
      p.finding(kNightCramp, 6, { site: kLeg, severity: kMild });
      p.result(kPotassium, 4.4, 'mmol/L', 200);
      p.result(kCreatinine, 0.9, 'mg/dL', 200);
    },
  },
  {
    id: 'okafor', family: 'Okafor', given: 'George', gender: 'male', age: 58,
    title: 'Statin, raised CK', story: 'Muscle pain and cramps since simvastatin. CK nearly five times the upper limit.',
    expects: { rules: ['statin-ck-elevation'], indicator: 'warning', summary: 'CK raised on a statin' },
    order: { valueSet: 'cyp3a4-inhibitor-strong', code: '197517' },
    chart(p) {
      p.visit(kCramp);
      p.problem('sct 55822004', 500);
      p.finding('sct 68962001', 20);
      p.finding(kCramp, 15, { site: kLeg, severity: kModerate });
      p.finding(kCramp, 2, { site: kLeg, severity: kSevere });
      p.takes('rxnorm 198211', 64, '1 tablet at night', { reason: 'sct 55822004' });
      p.result(kCk, 150, 'U/L', 290, { high: 200 });
      p.result(kCk, 940, 'U/L', 5, { high: 200 });
      p.result(kTsh, 2.1, 'mIU/L', 60);
      p.result(kPotassium, 4.5, 'mmol/L', 60);
      p.result(kCreatinine, 1.0, 'mg/dL', 5);
    },
  },
  {
    id: 'santos', family: 'Santos', given: 'Maria', gender: 'female', age: 61,
    title: 'Diabetes with neuropathy', story: 'Burning feet and cramps at night. HbA1c rising, feet last examined long ago.',
    expects: { rules: ['dx-diabetic-neuropathy'], indicator: 'warning', summary: 'diabetes range' },
    chart(p) {
      p.visit(kNightCramp);
      p.problem('sct 44054006', 4100);
      p.problem('sct 368581000119106', 700);
      p.finding(kNightCramp, 75, { site: kLeg });
      p.finding(kNightCramp, 40, { site: kLeg });
      p.finding(kNightCramp, 9, { site: kLeg });
      p.finding('sct 309538000', 40);
      p.result(kHba1c, 7.4, '%', 340);
      p.result(kHba1c, 8.1, '%', 190);
      p.result(kHba1c, 9.2, '%', 20);
      p.result(kPotassium, 4.2, 'mmol/L', 20);
      p.result(kEgfr, 71, kEgfrUnit, 20, kEgfrWords);
    },
  },
  {
    id: 'nygaard', family: 'Nygaard', given: 'Harald', gender: 'male', age: 78,
    title: 'Kidney disease, magnesium drafted', story: 'Somebody drafts magnesium for his cramps. His eGFR is 24.',
    hook: 'order-select', order: { valueSet: 'magnesium-supplement', code: '198741' },
    expects: { hook: 'order-select', rules: ['draft-magnesium-renal'], indicator: 'warning', summary: 'Magnesium drafted with eGFR below 30' },
    chart(p) {
      p.visit();
      p.problem('sct 431857002', 900);
      p.problem('sct 38341003', 5000);
      p.finding(kCramp, 25, { site: kLeg });
      p.finding(kCramp, 3, { site: kLeg });
      p.takes('rxnorm 313988', 400, '1 tablet in the morning');
      p.result(kEgfr, 33, kEgfrUnit, 350, kEgfrWords);
      p.result(kEgfr, 28, kEgfrUnit, 170, kEgfrWords);
      p.result(kEgfr, 24, kEgfrUnit, 16, kEgfrWords);
      p.result(kMagnesium, 2.3, 'mg/dL', 16);
      p.result(kPotassium, 4.9, 'mmol/L', 16);
      p.result(kCreatinine, 2.6, 'mg/dL', 16);
    },
  },
  {
    id: 'demir', family: 'Demir', given: 'Aylin', gender: 'female', age: 49,
    title: 'Hypothyroidism, TSH 14', story: 'Tired, stiff, cramps in both calves. Levothyroxine was never adjusted.',
    expects: { rules: ['dx-hypothyroidism'], indicator: 'warning', summary: 'TSH out of range' },
    chart(p) {
      p.visit(kCramp);
      p.problem('sct 40930008', 800);
      p.finding(kCramp, 50, { site: kLeg });
      p.finding(kCramp, 11, { site: kLeg });
      p.takes('rxnorm 966221', 700, '1 tablet before breakfast', { reason: 'sct 40930008' });
      p.result(kTsh, 6.2, 'mIU/L', 310);
      p.result(kTsh, 9.0, 'mIU/L', 150);
      p.result(kTsh, 14.2, 'mIU/L', 18);
      p.result(kPotassium, 4.0, 'mmol/L', 18);
    },
  },
  {
    id: 'kim', family: 'Kim', given: 'Walter', gender: 'male', age: 72,
    title: 'Peripheral artery disease', story: 'Calf cramps after two hundred metres, and now at rest. A smoker.',
    expects: { rules: ['dx-peripheral-artery-disease'], indicator: 'warning', summary: 'peripheral artery disease' },
    chart(p) {
      p.visit(kCramp);
      p.problem('sct 840580004', 600);
      p.problem('sct 55822004', 3000);
      p.problem('sct 77176002', 6000);
      p.finding(kCramp, 60, { site: kLeg });
      p.finding(kCramp, 8, { site: kLeg, severity: kModerate });
      p.takes('rxnorm 617311', 550, '1 tablet at night');
      p.result(kPotassium, 4.6, 'mmol/L', 70);
      p.result(kCk, 120, 'U/L', 70, { high: 200 });
      p.result(kTsh, 1.6, 'mIU/L', 70);
    },
  },
  {
    id: 'goldberg', family: 'Goldberg', given: 'Ruth', gender: 'female', age: 69,
    title: 'Lumbar stenosis', story: 'Cramps when she stands for long, gone when she sits down.',
    expects: { rules: ['dx-nerve-compression'], indicator: 'info', summary: 'lumbar nerve compression' },
    chart(p) {
      p.visit();
      p.problem('sct 18347007', 450);
      p.finding(kCramp, 7, { site: kLeg });
      p.score(kPain, 4, 7);
      p.result(kPotassium, 4.1, 'mmol/L', 90);
      p.result(kCreatinine, 0.7, 'mg/dL', 90);
    },
  },
  {
    id: 'petrova', family: 'Petrova', given: 'Lena', gender: 'female', age: 29,
    title: 'Pregnancy', story: 'Week 27. Cramps in the calves at night, no swelling.',
    expects: { rules: ['dx-pregnancy'], indicator: 'info', summary: 'pregnancy' },
    chart(p) {
      p.visit();
      p.problem('sct 72892002', 150);
      p.finding(kNightCramp, 12, { site: kLeg, severity: kMild });
      p.result(kPotassium, 4.0, 'mmol/L', 40);
      p.result(kCalcium, 9.1, 'mg/dL', 40);
    },
  },
  {
    id: 'osei', family: 'Osei', given: 'Daniel', gender: 'male', age: 54,
    title: 'Red flag: saddle numbness', story: 'Back pain, cramps, and since yesterday numb where one sits on a saddle.',
    expects: { rules: ['cauda-equina-red-flag'], indicator: 'critical', summary: 'Saddle numbness' },
    chart(p) {
      p.visit(kCramp);
      p.problem('sct 18347007', 300);
      p.finding(kCramp, 5, { site: kLeg, severity: kSevere });
      p.finding('sct 449813001', 1);
      p.finding('sct 309774006', 1);
      p.result(kPotassium, 4.4, 'mmol/L', 30);
    },
  },
  {
    id: 'lindqvist', family: 'Lindqvist', given: 'Sofia', gender: 'female', age: 74,
    title: 'Results not available', story: 'On furosemide with cramps; the laboratory does not answer. What then?',
    unavailable: ['labs'],
    expects: { rules: ['med-loop-diuretic'], indicator: 'warning', summary: 'loop diuretic' },
    chart(p) {
      p.visit(kCramp);
      p.problem('sct 38341003', 2600);
      p.finding(kCramp, 33, { site: kLeg });
      p.finding(kCramp, 5, { site: kLeg, severity: kModerate });
      p.takes('rxnorm 313988', 45, '1 tablet in the morning');
    },
  },
  {
    id: 'blake', family: 'Blake', given: 'Arthur', gender: 'male', age: 76,
    title: 'Quinine for cramps', story: 'Takes quinine for years; it still helps, he says. Platelets have fallen.',
    expects: { rules: ['med-quinine-active'], indicator: 'critical', summary: 'Quinine in use' },
    chart(p) {
      p.visit(kNightCramp);
      p.finding(kNightCramp, 90, { site: kLeg });
      p.finding(kNightCramp, 14, { site: kLeg });
      p.takes('rxnorm 997010', 380, '1 capsule at night', { reason: 'icd G47.62' });
      p.result(kPlatelets, 210, '10*3/uL', 390);
      p.result(kPlatelets, 168, '10*3/uL', 180);
      p.result(kPlatelets, 128, '10*3/uL', 21);
      p.result(kPotassium, 4.2, 'mmol/L', 21);
    },
  },
  {
    id: 'moreau', family: 'Moreau', given: 'Jean', gender: 'male', age: 81,
    title: 'Potassium 2.4', story: 'Furosemide was doubled two weeks ago. The laboratory called this morning.',
    expects: { rules: ['lab-severe-hypokalaemia'], indicator: 'critical', summary: 'Potassium 2.5 mmol/L or lower' },
    chart(p) {
      p.visit(kCramp);
      p.problem('sct 38341003', 4000);
      p.finding(kCramp, 21, { site: kLeg });
      p.finding(kCramp, 1, { site: kLeg, severity: kSevere });
      p.takes('rxnorm 197732', 14, '1 tablet in the morning');
      p.took('rxnorm 313988', 300, 14, '1 tablet in the morning');
      p.result(kPotassium, 4.0, 'mmol/L', 240);
      p.result(kPotassium, 3.7, 'mmol/L', 100);
      p.result(kPotassium, 2.4, 'mmol/L', 1);
      p.result(kSodium, 136, 'mmol/L', 1);
      p.result(kCreatinine, 1.3, 'mg/dL', 1);
      p.result(kMagnesium, 1.6, 'mg/dL', 1);
    },
  },
  {
    id: 'nair', family: 'Nair', given: 'Priya', gender: 'female', age: 52,
    title: 'Thiazide about to be signed', story: 'Cramps before any diuretic. Hydrochlorothiazide is drafted; potassium is 3.4.',
    hook: 'order-sign', order: { valueSet: 'thiazide-diuretic', code: '310798' },
    expects: { hook: 'order-sign', rules: ['draft-diuretic'], indicator: 'warning', summary: 'this diuretic may worsen them' },
    chart(p) {
      p.visit();
      p.problem('sct 59621000', 30);
      p.finding(kCramp, 70, { site: kLeg });
      p.finding(kCramp, 22, { site: kLeg });
      p.result(kPotassium, 3.9, 'mmol/L', 260);
      p.result(kPotassium, 3.4, 'mmol/L', 9);
      p.result(kSodium, 138, 'mmol/L', 9);
    },
  },
];

function bundleOf(patient, codes) {
  const parts = new ChartParts(patient.id, codes, kAsOf);
  parts.patient(patient);
  patient.chart(parts);
  return parts.bundle();
}

/** What the page reads beside the Bundle. */
function entryOf({ id, title, story, hook, order, unavailable, expects }) {
  return {
    id, title, story, hook: hook ?? 'patient-view', ...(order ? { order } : {}), ...(unavailable ? { unavailable } : {}), expects,
  };
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const codes = new Map(readCodes(join(root, 'profiles/codes.tsv')).map((row) => [`${row.system} ${row.code}`, row]));
const folder = join(root, 'web/patients');
const wanted = new Map([
  [`${folder}.json`, layout({ asOf: kAsOf, patients: kPatients.map(entryOf) })],
  ...kPatients.map((patient) => [join(folder, `${patient.id}.json`), layout(bundleOf(patient, codes))]),
]);
const differing = settle(wanted, filesIn(folder, '.json'), values);
if (!values.check) console.log(`${wanted.size} files, ${differing.length} changed`);
else if (reportStale(differing, 'node tools/patients.mjs')) process.exitCode = 1;
