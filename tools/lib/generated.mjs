// Files that a tool makes and the repository keeps.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { shown } from './paths.mjs';

function current(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (e) {
    if (e.code === 'ENOENT') return null;
    throw e;
  }
}

/**
 * Brings files to the texts of `wanted` (Map of path to text) and removes those of `present` that are not wanted;
 * with `check` nothing is written. Returns the paths that differed.
 */
export function settle(wanted, present, { check }) {
  const changed = [...wanted].filter(([path, text]) => current(path) !== text).map(([path]) => path);
  const gone = present.filter((path) => !wanted.has(path));
  if (!check) {
    for (const path of changed) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, wanted.get(path));
    }
    gone.forEach((path) => rmSync(path));
  }
  return [...changed, ...gone];
}

/** Names stale files on standard error; returns true when there are any. */
export function reportStale(paths, remedy) {
  for (const path of paths) console.error(`${shown(path)}: stale; run ${remedy}`);
  return paths.length > 0;
}
