// Searches in pages. A next link says nothing of what comes, as with many real servers.

export class Pages {
  #waiting = new Map();
  #number = 0;

  /** What GET `target` below `base` answers. */
  async page(store, target, base, size) {
    const url = new URL(target, 'http://fhir/');
    const token = url.searchParams.get('_getpages');
    if (token) return this.#bundle(this.#waiting.get(token) ?? [], size, base);
    if (/^\/[A-Za-z]+\/[^/]+$/.test(url.pathname)) return store.read(url.pathname);
    const parameters = {};
    for (const name of url.searchParams.keys()) parameters[name] = url.searchParams.getAll(name);
    const found = store.search(url.pathname.slice(1), parameters);
    if (!found.matches) return found;
    return this.#bundle(found.matches, Math.min(size, found.count ?? size), base);
  }

  #bundle(matches, size, base) {
    const entry = matches.slice(0, size).map((resource) => ({
      fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode: 'match' },
    }));
    const body = { resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'self', url: base }] };
    if (entry.length > 0) body.entry = entry;
    if (matches.length > size) {
      const token = `p${(this.#number += 1)}`;
      this.#waiting.set(token, matches.slice(size));
      body.link.push({ relation: 'next', url: `${base}?_getpages=${token}` });
    }
    return { status: 200, body };
  }
}
