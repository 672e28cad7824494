// Resources in JSON files.
import { readFileSync, statSync } from 'node:fs';
import { filesBelow } from './paths.mjs';

export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (e) {
    throw new Error(`${path}: ${e.message}`);
  }
}

/** JSON files of a path that is a file or a folder. */
export const jsonFiles = (path) => (statSync(path).isDirectory() ? filesBelow(path, '.json') : [path]);
