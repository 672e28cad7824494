// Examples that must not be valid: profiles/examples/invalid, each for the reason stated beside the folder.
import { basename } from 'node:path';
import { readJson } from './json-files.mjs';
import { filesIn } from './paths.mjs';

/** What is wrong with a wrong example: it is valid, or has a fault that the statement does not name. */
function surprises(faults, { breaks, fault }) {
  if (faults.length === 0) return [`is valid, though it should not be: ${breaks}`];
  return faults.filter((text) => !text.includes(fault)).map((text) => `has another fault than "${fault}": ${text}`);
}

/** {name, faults} of each; the statements are `FOLDER.json`: {file: {breaks, fault: text that every fault holds}}. */
export function wrongExampleFaults(validator, folder) {
  const statements = readJson(`${folder}.json`);
  const files = new Map(filesIn(folder, '.json').map((path) => [basename(path), path]));
  const named = [...new Set([...Object.keys(statements), ...files.keys()])];
  return named.map((name) => {
    if (!files.has(name)) return { name, faults: ['is stated in invalid.json and not there'] };
    if (!statements[name]) return { name, faults: ['has no statement in invalid.json'] };
    return { name, faults: surprises(validator.faults(readJson(files.get(name))), statements[name]) };
  });
}
