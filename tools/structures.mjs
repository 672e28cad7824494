#!/usr/bin/env node
// StructureDefinitions of the profiles:
//   structures.mjs [--check]     writes profiles/structures/*.json, or names those that differ
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportStale, settle } from './lib/generated.mjs';
import { layout } from './lib/layout.mjs';
import { filesIn, root } from './lib/paths.mjs';
import { profileDefinition } from './lib/profile-definition.mjs';
import { profiles } from './lib/profiles.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const folder = join(root, 'profiles/structures');
const wanted = new Map(profiles.map((p) => [join(folder, `${p.id}.json`), layout(profileDefinition(p))]));
const differing = settle(wanted, filesIn(folder, '.json'), values);
if (!values.check) console.log(`${wanted.size} files, ${differing.length} changed`);
else if (reportStale(differing, 'tools/structures.mjs')) process.exitCode = 1;
