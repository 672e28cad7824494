// The shipped charts: patients.json and the Bundles that it names, as one document.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** {asOf, patients: [{id, title, story, hook, …, bundle}]} of a folder. */
export function patients(folder) {
  const index = read(`${folder}.json`);
  return {
    asOf: index.asOf,
    patients: index.patients.map((patient) => ({ ...patient, bundle: read(join(folder, `${patient.id}.json`)) })),
  };
}
