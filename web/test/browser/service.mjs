// The real service, on free ports, in a folder of its own.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const binary = process.env.CRAMP_CDS ?? join(root, 'build/release/cramp-cds');

/** Starts it and reads the addresses that it says: {url, admin, stop}. `files` are written into its folder first. */
async function start(more, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cramp-web-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0', '--content', root, ...more],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stderr.on('data', (data) => { err = `${err}${data}`.slice(-2000); });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    child.once('error', reject);
    void ended.then((status) => reject(new Error(`${binary} ended with ${status}: ${err}`)));
    child.stdout.on('data', (data) => {
      out += data;
      const found = /ready at (\S+)\/cds-services/.exec(out);
      if (found) resolve(found[1]);
    });
  });
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, admin: `http://${/reload at (\S+)/.exec(out)?.[1]}`, stop };
}

/** In development mode: the pages are at `url`. */
export const startService = () => start(['--dev']);

/** As a hospital runs it, with one client: the pages are at `admin`. */
export function startProduction() {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES384', use: 'sig' }] };
  const config = [
    '[server]', 'behind_proxy = true', 'public_url = "https://cds.example.org"', 'drain_delay = "0s"',
    '[[clients]]', 'id = "ehr"', 'issuer = "https://ehr.example.org"', 'keys = "ehr.json"', ''].join('\n');
  return start(['--config', 'config.toml'], { 'config.toml': config, 'ehr.json': JSON.stringify(keys) });
}
