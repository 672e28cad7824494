// The code service of cql-execution, from FHIR ValueSet resources: codes listed, and `concept is-a` by prefix.
import { createRequire } from 'node:module';
import { jsonFiles, readJson } from './json-files.mjs';

const cql = createRequire(import.meta.url)('cql-execution');

const key = (system, code) => `${system} ${code}`;
const undotted = (code) => code.replaceAll('.', '');

/** Codes, concepts and lists of them, as engine or FHIR objects hand them over, as a flat list. */
function codesIn(value) {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(codesIn);
  return value.isConcept ? value.codes : [value];
}

class IndexedValueSet extends cql.ValueSet {
  #listed = new Set();
  #prefixes = [];
  #included = [];
  #find;

  /** `find(url)` gives the set that another one includes. */
  constructor(resource, find) {
    super(resource.url, resource.version);
    this.#find = find;
    for (const include of resource.compose.include) {
      for (const { code } of include.concept ?? []) {
        this.#listed.add(key(include.system, code));
        this.codes.push(new cql.Code(code, include.system));
      }
      this.#included.push(...(include.valueSet ?? []));
      for (const { op, value } of include.filter ?? []) {
        if (op !== 'is-a') throw new Error(`${resource.url}: filter ${op}`);
        this.#prefixes.push({ system: include.system, prefix: undotted(value) });
      }
    }
  }

  hasMatch(value) {
    return codesIn(value).some((code) => this.#has(code)) || this.#included.some((url) => this.#find(url).hasMatch(value));
  }

  #has({ system, code }) {
    if (this.#listed.has(key(system, code))) return true;
    return this.#prefixes.some((p) => p.system === system && undotted(code ?? '').startsWith(p.prefix));
  }
}

/** {findValueSet, findValueSetsByOid} over the ValueSets of folders. */
export function codeService(folders) {
  const sets = new Map();
  for (const file of folders.flatMap(jsonFiles)) {
    const resource = readJson(file);
    if (resource.resourceType === 'ValueSet') sets.set(resource.url, new IndexedValueSet(resource, (url) => sets.get(url)));
  }
  return {
    findValueSetsByOid: (url) => (sets.has(url) ? [sets.get(url)] : []),
    findValueSet: (url) => sets.get(url) ?? null,
  };
}
