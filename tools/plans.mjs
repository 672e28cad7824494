#!/usr/bin/env node
// PlanDefinitions of the leg cramp services and the Library resources with their data requirements:
//   plans.mjs [--check]     writes rules/leg-cramps/plans and libraries, or names those that differ
// The services share their cards; they differ in the hook, in which cards it shows and in who is asked for what.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { consolidatedCard, criticalCard, draftCard } from './lib/cards.mjs';
import { reportStale, settle } from './lib/generated.mjs';
import { layout } from './lib/layout.mjs';
import { filesIn, root } from './lib/paths.mjs';
import { requirements } from './lib/requirements.mjs';
import { draftRules, viewRules } from './lib/rule-ids.mjs';
import { header } from './lib/valueset.mjs';

const kBase = 'https://cramp-cds.org/fhir';
const kUsage = 'Send as much of the prefetch as possible. What is missing is said on the card and never read as "no risk factor".';

/** Cards of the hooks that show the whole complaint; `library` holds the conditions, under these names. */
const viewCards = (hook, names) => [
  criticalCard(hook, 'First', names[0], viewRules),
  criticalCard(hook, 'Second', names[1], viewRules),
  consolidatedCard(hook, names[2], viewRules),
];

const ofLibrary = (library) => ['The first urgent card is shown', 'The second urgent card is shown',
  'The consolidated card is shown'].map((name) => `${library}.${name}`);

const draftCards = (hook, library, each, shown) => [
  draftCard(hook, { condition: `${library}.A critical card is shown`, forEach: `${library}.${each}`, critical: true }, draftRules),
  draftCard(hook, { condition: `${library}.${shown}`, forEach: `${library}.${each}`, critical: false }, draftRules),
];

const kServices = [
  {
    hook: 'patient-view', library: 'LegCrampPatientView', title: 'Leg cramp evaluation',
    description: 'When a chart with recorded leg cramps is opened: shows the facts that bear on them (medicines, diseases, results, red flags) and offers the checks that are still missing.',
    cards: (hook) => viewCards(hook, ['LegCrampCriticalCards.First urgent card is shown',
      'LegCrampCriticalCards.Second urgent card is shown', 'LegCrampPatientView.The consolidated card is shown']),
  },
  {
    hook: 'encounter-start', library: 'LegCrampEncounterStart', title: 'Leg cramp evaluation at the start of an encounter',
    description: 'When an encounter about leg cramps starts, or one within 30 days of recorded cramps: the same as when the chart is opened, but not what was shown already on the same day.',
    cards: (hook) => viewCards(hook, ofLibrary('LegCrampEncounterStart')),
  },
  {
    hook: 'problem-list-item-create', library: 'LegCrampProblemListItemCreate', title: 'Leg cramps and a new problem',
    description: 'When a leg cramp is written onto the problem list: the same as when the chart is opened. When a disease that bears on recorded leg cramps is written: the checks that this disease asks for.',
    cards: (hook) => viewCards(hook, ofLibrary('LegCrampProblemListItemCreate')),
  },
  {
    hook: 'order-select', library: 'LegCrampOrderSelect', title: 'Leg cramps and a selected order',
    description: 'When a medicine is selected that may cause or worsen recorded leg cramps, or that is taken for them at a risk: one card for each selected order.',
    drafts: true,
    cards: (hook) => draftCards(hook, 'LegCrampOrderSelect', 'Selected drafts', 'An information or warning is shown'),
  },
  {
    hook: 'order-sign', library: 'LegCrampOrderSign', title: 'Leg cramps and orders to sign',
    description: 'When orders are signed: warnings and critical risks of medicines that may cause or worsen recorded leg cramps, or that are taken for them; one card for each order.',
    drafts: true,
    cards: (hook) => draftCards(hook, 'LegCrampOrderSign', 'Drafts to sign', 'A warning is shown'),
  },
];

function plan({ hook, library, title, description, cards }) {
  const id = `leg-cramp-${hook}`;
  return {
    ...header('PlanDefinition', id, description, title),
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'eca-rule' }] },
    usage: kUsage,
    library: [`${kBase}/Library/${library}`],
    action: cards(hook),
  };
}

function libraryResource({ hook, library, title, drafts }) {
  const description = `The data that the service leg-cramp-${hook} asks for: one data requirement for each prefetch key.`;
  return {
    ...header('Library', library, description, title),
    name: library,
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/library-type', code: 'logic-library' }] },
    dataRequirement: requirements(drafts),
  };
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const folders = ['plans', 'libraries'].map((name) => join(root, 'rules/leg-cramps', name));
const wanted = new Map(kServices.flatMap((service) => {
  const name = `leg-cramp-${service.hook}.json`;
  return [[join(folders[0], name), layout(plan(service))], [join(folders[1], name), layout(libraryResource(service))]];
}));
const differing = settle(wanted, folders.flatMap((folder) => filesIn(folder, '.json')), values);
if (!values.check) console.log(`${wanted.size} files, ${differing.length} changed`);
else if (reportStale(differing, 'tools/plans.mjs')) process.exitCode = 1;
