#!/usr/bin/env node
// StructureDefinitions of the extensions that knowledge packages use (docs/content.md):
//   extensions.mjs [--check]     writes profiles/extensions/*.json, or names those that differ
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extensionDefinition } from './lib/extension-definition.mjs';
import { reportStale, settle } from './lib/generated.mjs';
import { layout } from './lib/layout.mjs';
import { filesIn, root } from './lib/paths.mjs';

const kAction = ['PlanDefinition.action'];

const kExtensions = [
  { id: 'card-rules', title: 'Rules of a card', type: 'Expression', context: kAction,
    description: 'An expression giving the ids of the rules that contribute to the card, the one that gives the summary first.' },
  { id: 'card-key', title: 'Key of a card', type: 'Expression', context: kAction,
    description: 'An expression giving the text by which a repeated card is known: patient, rules and newest evidence.' },
  { id: 'card-override-reasons', title: 'Override reasons of a card', type: 'canonical', context: kAction,
    description: 'The ValueSet whose listed codes, in their order, are offered as reasons to override the card.' },
  { id: 'card-override-codes', title: 'Which override reasons of a card', type: 'Expression', context: kAction,
    description: 'An expression giving the codes, among those of card-override-reasons, that are offered.' },
  { id: 'card-topic', title: 'Topic of a card', type: 'Coding', context: kAction,
    description: 'What the card is about, for a client that lets its users filter cards.' },
  { id: 'card-for-each', title: 'One card for each item', type: 'Expression', context: kAction,
    description: 'An expression giving a list of texts: the action is applied once for each, with the CQL parameter "Drafted Order" set to it.' },
  { id: 'card-links', title: 'Links of a card', type: 'Expression', context: kAction,
    description: 'An expression giving the URLs, among the documentation of the action, that the card links to.' },
  { id: 'system-action', title: 'System action', type: 'boolean', context: kAction,
    description: 'True: the action makes no card; what it drafts and removes is for the client to carry out without asking.' },
  { id: 'removed-resource', title: 'Removed resource', type: 'Expression', context: kAction,
    description: 'An expression giving the reference (Type/id) of the resource that an action of type remove removes.' },
  { id: 'suggestion-recommended', title: 'Recommended suggestion', type: 'Expression', context: kAction,
    description: 'A Boolean expression: this suggestion is the one recommended of its card.' },
  { id: 'data-required', title: 'Required data', type: 'boolean', context: ['DataRequirement'],
    description: 'True: a call without this data, where it cannot be fetched either, is refused. Otherwise the card says what could not be assessed.' },
  { id: 'prefetch-query', title: 'Prefetch query', type: 'string', context: ['DataRequirement'],
    description: 'The prefetch template of this requirement, where the query made from it is not what is wanted.' },
];

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const folder = join(root, 'profiles/extensions');
const wanted = new Map(kExtensions.map((e) => [join(folder, `${e.id}.json`), layout(extensionDefinition(e))]));
const differing = settle(wanted, filesIn(folder, '.json'), values);
if (!values.check) console.log(`${wanted.size} files, ${differing.length} changed`);
else if (reportStale(differing, 'tools/extensions.mjs')) process.exitCode = 1;
