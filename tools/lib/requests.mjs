// CDS Hooks requests made from the test cases of a package (docs/content.md).
import { join } from 'node:path';
import { codeService } from './code-service.mjs';
import { readJson } from './json-files.mjs';
import { filesIn, root } from './paths.mjs';

const resourcesOf = (folder) => filesIn(folder, '.json').map(readJson);
const lastSegment = (url) => url.split('|')[0].split('/').pop();

/** Services of a package: Map of id to {hook, requirements}. */
function servicesOf(folder) {
  const libraries = new Map(resourcesOf(join(folder, 'libraries')).map((library) => [library.url, library]));
  return new Map(resourcesOf(join(folder, 'plans')).map((plan) => {
    const library = libraries.get(plan.library[0].split('|')[0]);
    if (!library) throw new Error(`${plan.url}: no Library ${plan.library[0]}`);
    return [lastSegment(plan.url), { hook: plan.action[0].trigger[0].name, requirements: library.dataRequirement ?? [] }];
  }));
}

const codings = (resource, path) => [resource[path]].flat().filter(Boolean)
  .flatMap((concept) => concept.coding ?? [concept]);

function fits(resource, requirement, codes) {
  if (resource.resourceType !== requirement.type) return false;
  return (requirement.codeFilter ?? []).every(({ path, valueSet }) => {
    if (!valueSet) return true;
    const set = codes.findValueSet(valueSet.split('|')[0]);
    return set !== null && set.hasMatch(codings(resource, path));
  });
}

function prefetched(requirement, testCase, codes) {
  if ((testCase.unavailable ?? []).includes(requirement.id)) {
    return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden' }] };
  }
  const found = testCase.data.filter((resource) => fits(resource, requirement, codes));
  if (requirement.type === 'Patient') return found[0] ?? null;
  const entry = found.map((resource) => ({ fullUrl: `urn:x:${resource.resourceType}/${resource.id}`, resource }));
  return { resourceType: 'Bundle', type: 'searchset', ...(entry.length ? { entry } : {}) };
}

/** {id, service, now, request} for every case of a package. */
export function caseRequests(folder) {
  const services = servicesOf(folder);
  const codes = codeService([join(root, 'profiles/valuesets')]);
  return filesIn(join(folder, 'cases'), '.json').flatMap((file) => [readJson(file)].flat()).map((testCase) => {
    const service = services.get(testCase.service);
    if (!service) throw new Error(`case ${testCase.id}: no service ${testCase.service}`);
    const patient = testCase.data.find((resource) => resource.resourceType === 'Patient');
    const prefetch = Object.fromEntries(service.requirements.map((r) => [r.id, prefetched(r, testCase, codes)]));
    const context = { userId: 'Practitioner/example', patientId: patient?.id ?? 'none', ...testCase.context };
    return {
      id: testCase.id,
      service: testCase.service,
      now: testCase.now,
      request: { hook: service.hook, hookInstance: 'b0a1d5f2-54f5-4f0e-9a55-1f4b9e5a7c10', context, prefetch },
    };
  });
}
