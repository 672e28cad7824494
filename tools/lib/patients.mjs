// The patients that both engines are asked about: those of test cases, and Bundles given on the command line.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { filesIn } from './paths.mjs';
import { jsonFiles, readJson } from './json-files.mjs';

/** The same instant in UTC, so that a date without offset means the same to both engines. */
const utc = (now) => new Date(now).toISOString().replace('Z', '+00:00');

const bundleOf = (resources) => ({
  resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })),
});

/** Parameters as a call sets them; what is not known is not passed. */
function parametersOf(testCase) {
  const { encounterId, userId } = testCase.context ?? {};
  return {
    'Unavailable Data': testCase.unavailable ?? [],
    ...(encounterId ? { 'Encounter Id': encounterId } : {}),
    ...(userId ? { 'User Id': userId } : {}),
  };
}

const contextResources = ({ draftOrders, conditions } = {}) => [draftOrders, conditions]
  .flatMap((bundle) => (bundle?.entry ?? []).map((entry) => entry.resource));

/** {name, bundle, now, parameters} for every case of a package. */
export function casePatients(folder) {
  return filesIn(join(folder, 'cases'), '.json').flatMap((file) => [readJson(file)].flat().map((testCase) => ({
    name: `case-${testCase.id}`,
    bundle: bundleOf([...testCase.data, ...contextResources(testCase.context)]),
    now: utc(testCase.now),
    parameters: parametersOf(testCase),
  })));
}

/** The same for Bundle files or folders, all at one instant. */
export function bundlePatients(paths, now) {
  return paths.flatMap(jsonFiles).map((file) => ({
    name: basename(file, '.json'), bundle: readJson(file), now: utc(now), parameters: { 'Unavailable Data': [] },
  }));
}

/** Patients that can share one call, each group with a folder of its Bundles. Calls `use(groups)` and cleans up. */
export async function withFolders(patients, use) {
  const top = mkdtempSync(join(tmpdir(), 'oracle-'));
  try {
    const groups = new Map();
    for (const patient of patients) {
      const { now, parameters, name, bundle } = patient;
      const key = JSON.stringify([now, parameters]);
      if (!groups.has(key)) {
        const folder = join(top, String(groups.size));
        mkdirSync(folder);
        groups.set(key, { folder, now, parameters, patients: [] });
      }
      const group = groups.get(key);
      group.patients.push(patient);
      writeFileSync(join(group.folder, `${name}.json`), JSON.stringify(bundle));
    }
    return await use([...groups.values()]);
  } finally {
    rmSync(top, { recursive: true });
  }
}
