// The steps of docs/integration.md, as they stand there, with a free port in place of 8443.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/paths.mjs';

const binary = process.env.CRAMP_CDS ?? join(root, 'build/release/cramp-cds');

/** The commands of a guide's section, from one heading to the next. */
function commands(path, heading) {
  const section = readFileSync(join(root, path), 'utf8').split(`\n## ${heading}\n`)[1].split('\n## ')[0];
  return [...section.matchAll(/```bash\n(.*?)```/gs)].map(([, text]) => text);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

test('the steps of the integration guide work as they stand', { skip: !existsSync(binary) }, async () => {
  const steps = commands('docs/integration.md', 'Step by step');
  assert.equal(steps.length, 3);
  const folder = mkdtempSync(join(tmpdir(), 'cramp-guide-'));
  cpSync(join(root, 'docs/examples'), join(folder, 'docs/examples'), { recursive: true });
  mkdirSync(join(folder, 'build/release'), { recursive: true });
  symlinkSync(binary, join(folder, 'build/release/cramp-cds'));
  for (const name of ['rules', 'profiles']) symlinkSync(join(root, name), join(folder, name));
  const port = await freePort();
  const started = 'until grep -q services trial/out; do sleep 0.05; done\n';
  const text = ["set -euo pipefail\ntrap 'kill $(jobs -p)' EXIT\n", ...steps.flatMap((step) => [step, started])]
    .join('')
    .replaceAll('8443', String(port))
    .replace('2> trial/log.ndjson', '--admin-listen 127.0.0.1:0 2> trial/log.ndjson > trial/out');
  const shell = spawn('bash', ['-c', text], { cwd: folder, env: { ...process.env, LANG: 'C' } });
  let said = '';
  let complained = '';
  shell.stdout.on('data', (data) => (said += data));
  shell.stderr.on('data', (data) => (complained += data));
  const [status] = await once(shell, 'close');
  const log = readFileSync(join(folder, 'trial/log.ndjson'), 'utf8');
  rmSync(folder, { recursive: true });
  assert.equal(status, 0, said + complained + log);
  assert.match(said, /configuration is sound: 1 client, 5 services/);
  assert.match(said, /"id":"leg-cramp-patient-view"/, 'discovery');
  assert.match(said, /"summary":"Leg cramps/, 'the call');
  assert.match(said, /\{\}card,shown_at/, 'feedback, then its export');
  assert.match(said, /,overridden,[^\n]*already-evaluated/);
  assert.doesNotMatch(log, /"status":4/);
});
