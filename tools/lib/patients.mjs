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
function parametersOf(testCase, draftedOrder) {
  const { encounterId, userId, selections } = testCase.context ?? {};
  return {
    'Unavailable Data': testCase.unavailable ?? [],
    'Context Resources': contextResources(testCase.context).map(reference),
    'Selected Orders': selections ?? [],
    'Earlier Outcomes': testCase.history ?? [],
    ...(draftedOrder ? { 'Drafted Order': draftedOrder } : {}),
    ...(encounterId ? { 'Encounter Id': encounterId } : {}),
    ...(userId ? { 'User Id': userId } : {}),
  };
}

const reference = ({ resourceType, id }) => `${resourceType}/${id}`;

const contextResources = ({ draftOrders, conditions } = {}) => [draftOrders, conditions]
  .flatMap((bundle) => (bundle?.entry ?? []).map((entry) => entry.resource));

/** The drafts that a case is evaluated for, one by one; without drafts once. */
function draftsOf({ context }) {
  const drafts = (context?.draftOrders?.entry ?? []).map(({ resource }) => reference(resource));
  return drafts.length ? drafts : [undefined];
}

// What came in the context stands before the chart's own version of it.
function casePatient(testCase, draftedOrder, number) {
  const fromContext = contextResources(testCase.context);
  const named = new Set(fromContext.map(reference));
  return {
    name: `case-${testCase.id}${number ? `-${number + 1}` : ''}`,
    bundle: bundleOf([...fromContext, ...testCase.data.filter((resource) => !named.has(reference(resource)))]),
    now: utc(testCase.now),
    parameters: parametersOf(testCase, draftedOrder),
  };
}

/** {name, bundle, now, parameters} for every case of a package and each of its drafts. */
export function casePatients(folder) {
  return filesIn(join(folder, 'cases'), '.json').flatMap((file) => [readJson(file)].flat())
    .flatMap((testCase) => draftsOf(testCase).map((draft, number) => casePatient(testCase, draft, number)));
}

/** The same for Bundle files or folders, all at one instant. */
export function bundlePatients(paths, now) {
  return paths.flatMap(jsonFiles).map((file) => ({
    name: basename(file, '.json'), bundle: readJson(file), now: utc(now), parameters: parametersOf({}),
  }));
}

/**
 * Patients that can share one call, each group with a folder of its Bundles. Calls `use(groups, an empty folder)` and
 * cleans up.
 */
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
    const spare = join(top, 'spare');
    mkdirSync(spare);
    return await use([...groups.values()], spare);
  } finally {
    rmSync(top, { recursive: true });
  }
}
