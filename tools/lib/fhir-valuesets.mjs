// Membership in the value sets of the FHIR specification, for required bindings.

const bare = (canonical) => canonical.split('|')[0];

export class ValueSets {
  #resources = new Map();
  #members = new Map();

  /** Of Bundles with ValueSet and CodeSystem resources. */
  constructor(bundles) {
    for (const { resource } of bundles.flatMap((b) => b.entry)) {
      if (resource.url) this.#resources.set(`${resource.resourceType} ${resource.url}`, resource);
    }
  }

  /** True or false; undefined when the set cannot be listed (all of UCUM, of MIME types …). */
  has(canonical, { system, code }) {
    const url = bare(canonical);
    if (!this.#members.has(url)) this.#members.set(url, this.#list(url));
    const members = this.#members.get(url);
    if (members === null) return undefined;
    return members.some((m) => m.code === code && (!system || m.system === system));
  }

  /** All members {system, code} of a set, or null. */
  #list(url) {
    const set = this.#resources.get(`ValueSet ${url}`);
    if (!set?.compose || set.compose.exclude) return null;
    const parts = set.compose.include.map((include) => this.#listInclude(include));
    return parts.includes(null) ? null : parts.flat();
  }

  #listInclude({ system, concept, filter, valueSet }) {
    if (filter) return null;
    if (valueSet) return valueSet.length === 1 ? this.#list(bare(valueSet[0])) : null;
    if (concept) return concept.map(({ code }) => ({ system, code }));
    const codeSystem = this.#resources.get(`CodeSystem ${system}`);
    return codeSystem?.content === 'complete' ? codesOf(codeSystem.concept ?? [], system) : null;
  }
}

const codesOf = (concepts, system) => concepts.flatMap(
  ({ code, concept }) => [{ system, code }, ...codesOf(concept ?? [], system)]);
