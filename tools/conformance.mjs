#!/usr/bin/env node
// Writes the last column of docs/conformance.md: which tests name each check. Exit status 1 when a check that binds the
// service is named in none.
import { readFileSync, writeFileSync } from 'node:fs';
import { evidence, faults, filled, page } from './lib/conformance.mjs';

const tests = evidence();
const text = filled(readFileSync(page, 'utf8'), tests);
writeFileSync(page, text);
const wrong = faults(text, tests);
for (const fault of wrong) console.log(fault);
process.exitCode = wrong.length ? 1 : 0;
