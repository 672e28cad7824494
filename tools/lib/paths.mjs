// Where things are in a checkout, and how a tool names a file to its reader.
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A path as a reader of the output can open it. */
export const shown = (path) => relative(process.cwd(), resolve(path)) || '.';

/** Names of the files of a folder that end so, sorted by code point; empty without the folder. */
export function filesIn(folder, ending) {
  let names;
  try {
    names = readdirSync(folder);
  } catch (e) {
    if (e.code === 'ENOENT') return [];
    throw e;
  }
  return names.filter((n) => n.endsWith(ending)).sort().map((n) => join(folder, n));
}

/** All files below a folder that end so, sorted. */
export function filesBelow(folder, ending) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesBelow(path, ending));
    else if (entry.name.endsWith(ending)) found.push(path);
  }
  return found.sort();
}

/** The knowledge packages: those named on the command line, else every folder of rules/. */
export function packages(named) {
  if (named.length) return named.map((p) => resolve(p));
  const rules = join(root, 'rules');
  return readdirSync(rules).sort().map((n) => join(rules, n)).filter((p) => statSync(p).isDirectory());
}
