#!/usr/bin/env node
// Runs test/browser/*.test.mjs in Chromium against build/release/cramp-cds (CRAMP_CDS names another one). Pictures are kept in
// build/screenshots (CRAMP_SCREENSHOTS).
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'browser');
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).map((name) => join(folder, name));
process.exitCode = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1;
