// Definitions of a package's ELM: their source text, what they rest on, which texts they hold.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson } from './json-files.mjs';
import { filesIn } from './paths.mjs';

const isObject = (v) => typeof v === 'object' && v !== null;

/** Calls `visit` for every object below a value, itself first. */
function walk(value, visit) {
  if (Array.isArray(value)) value.forEach((item) => walk(item, visit));
  else if (isObject(value)) {
    visit(value);
    for (const [key, member] of Object.entries(value)) if (key !== 'annotation') walk(member, visit);
  }
}

const isSentence = ({ type, value }) => type === 'Literal' && value.includes(' ');

export const shortHash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);

const kReferences = ['ExpressionRef', 'FunctionRef'];

export class ElmIndex {
  #definitions = new Map(); // "Library.Name" -> statement
  #libraries = new Map();
  #sources = new Map();
  #reached = new Map();

  constructor(folder) {
    for (const file of filesIn(join(folder, 'elm'), '.json')) {
      const { library } = readJson(file);
      const name = basename(file, '.json');
      this.#libraries.set(name, library);
      this.#sources.set(name, readFileSync(join(folder, 'cql', `${name}.cql`), 'utf8').split('\n'));
      for (const statement of library.statements?.def ?? []) this.#definitions.set(`${name}.${statement.name}`, statement);
    }
  }

  names() {
    return [...this.#definitions.keys()];
  }

  has(name) {
    return this.#definitions.has(name);
  }

  /** The CQL of a definition with the comment above it, and the line where the definition begins. */
  source(name) {
    const lines = this.#sources.get(name.split('.')[0]);
    const [from, to] = this.#definitions.get(name).locator.split('-').map((place) => Number(place.split(':')[0]));
    let first = from;
    while (first > 1 && lines[first - 2].startsWith('//') && !lines[first - 2].startsWith('// ---')) first -= 1;
    return { line: from, text: lines.slice(first - 1, to).join('\n') };
  }

  /** Every text that a definition holds itself. */
  texts(name) {
    const found = new Set();
    walk(this.#definitions.get(name), (node) => {
      if (node.type === 'Literal' && node.valueType.endsWith('String')) found.add(node.value);
    });
    return found;
  }

  /** The sentences that a definition gives as the title of its line. */
  titles(name) {
    const found = new Set();
    walk(this.#definitions.get(name), (node) => {
      if (node.name === 'title' && node.value) walk(node.value, (part) => { if (isSentence(part)) found.add(part.value); });
    });
    return found;
  }

  /** Names of a definition and of all that it rests on. */
  reach(name) {
    if (!this.#reached.has(name)) this.#reached.set(name, this.#reachOf(name));
    return this.#reached.get(name);
  }

  /** Ids of the value sets that a definition, or what it rests on, names. */
  valueSets(name) {
    const found = new Set();
    for (const one of this.reach(name)) {
      walk(this.#definitions.get(one), (node) => {
        const set = node.type === 'ValueSetRef' ? node : node.valueset;
        if (set) found.add(this.#valueSetId(one.split('.')[0], set));
      });
    }
    return found;
  }

  /** Every number that a definition, or what it rests on, holds itself. */
  numbers(name) {
    const found = new Set();
    for (const one of this.reach(name)) {
      walk(this.#definitions.get(one), ({ type, value }) => {
        if (type === 'Literal' || type === 'Quantity') found.add(Number(value));
      });
    }
    return found;
  }

  /** A short text that changes when the CQL of a definition changes, or of what it rests on in the package. */
  digest(name) {
    const texts = [...this.reach(name)].filter((one) => !one.startsWith('FHIRHelpers.')).sort().map((one) => this.source(one).text);
    return shortHash(texts.join('\n'));
  }

  #valueSetId(library, { name, libraryName }) {
    const { valueSets } = this.#libraries.get(this.#included(library, libraryName));
    return valueSets.def.find((set) => set.name === name).id.split('/').pop();
  }

  #reachOf(name) {
    const reached = new Set([name]);
    for (const one of reached) {
      const library = one.split('.')[0];
      walk(this.#definitions.get(one), (node) => {
        if (!kReferences.includes(node.type)) return;
        const target = `${this.#included(library, node.libraryName)}.${node.name}`;
        if (this.#definitions.has(target)) reached.add(target);
      });
    }
    return reached;
  }

  #included(library, alias) {
    if (!alias) return library;
    const { includes } = this.#libraries.get(library);
    return includes.def.find((include) => include.localIdentifier === alias).path;
  }
}
