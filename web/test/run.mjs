#!/usr/bin/env node
// Runs test/unit/*.test.ts: bundled by esbuild as the pages are, then by node --test.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const unit = join(dirname(fileURLToPath(import.meta.url)), 'unit');
const out = mkdtempSync(join(tmpdir(), 'cramp-web-'));
const entryPoints = readdirSync(unit).filter((name) => name.endsWith('.test.ts')).map((name) => join(unit, name));
try {
  await esbuild.build({
    entryPoints, outdir: out, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', target: 'node18',
    jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning', sourcemap: 'inline',
  });
  const files = readdirSync(out).map((name) => join(out, name));
  process.exitCode = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(out, { recursive: true });
}
