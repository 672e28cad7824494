// The real service in development mode, on free ports, in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const binary = process.env.CRAMP_CDS ?? join(root, 'build/release/cramp-cds');

/** {url, stop}: the address that it said it listens at. */
export async function startService() {
  const folder = mkdtempSync(join(tmpdir(), 'cramp-web-'));
  const child = spawn(binary, [
    'serve', '--dev', '--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0', '--content', root,
  ], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let out = '';
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`${binary} ended with ${status}: ${out}`)));
    child.stdout.on('data', (data) => {
      out += data;
      const found = /ready at (\S+)\/cds-services/.exec(out);
      if (found) resolve(found[1]);
    });
  });
  const stop = async () => {
    child.removeAllListeners('exit');
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}
