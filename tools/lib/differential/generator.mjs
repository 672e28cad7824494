// Random well-typed expressions. Each is one row of the grammar over leaves and over expressions made before it, so a
// difference of two engines shows first at the operator that makes it.
import { Random } from './random.mjs';
import { isArgument, leaf } from './literals.mjs';

const kDeepest = 5;

/** [text, hole, text, …] of a row's text; a hole is {type, variables}, {words} or {variable}. */
export function parseText(text) {
  return text.split(/(«[^»]*»|\$\d)/).filter((part) => part !== '').map((part) => {
    if (part.startsWith('$')) return { variable: part };
    if (!part.startsWith('«')) return part;
    const [type, scope] = part.slice(1, -1).split(/\|(?=\$)/);
    if (type.startsWith('=')) return { words: type.slice(1).split('|') };
    const variables = (scope ?? '').split(',').filter(Boolean).map((v) => v.split(':'));
    return { type, variables };
  });
}

const bind = (text, types) => text.replace(/(?<![\w'])[TU](?![\w'(])/g, (name) => types[name] ?? name);

/** Rows with their type variables filled in, by the type of their result. */
export class Grammar {
  #byType = new Map();
  #rows = [];
  #often = [];

  /** The rows of `often` make half of the expressions. */
  constructor(families, often = {}) {
    this.#rows = Object.values(families).flatMap((rows) => rows.map((row) => this.#add(row)));
    this.#often = Object.values(often).flatMap((rows) => rows.map((row) => this.#add(row)));
  }

  #add([result, operator, text, ofT = [null], ofU = [null]]) {
    const variants = ofT.flatMap((T) => ofU.map((U) => ({
      type: bind(result, { T, U }), operator, parts: parseText(bind(text, { T, U })),
    })));
    for (const variant of variants) {
      if (!this.#byType.has(variant.type)) this.#byType.set(variant.type, []);
      this.#byType.get(variant.type).push(variant);
    }
    return variants;
  }

  /** Each row is as likely as each other, however many types it is for. */
  any(random) {
    const often = this.#often.length && random.chance(0.5);
    return random.pick(random.pick(often ? this.#often : this.#rows));
  }

  /** Null when nothing makes the type. */
  of(random, type) {
    const rows = this.#byType.get(type);
    return rows ? random.pick(rows) : null;
  }

  operators() {
    return [...new Set([...this.#rows, ...this.#often].flat().map((row) => row.operator))].sort();
  }
}

/**
 * A node: {type, operator, parts}, where a part is text or a node; {type, text} is a leaf, {type, definition} the value
 * of an earlier definition, {type, variable} that of a variable in scope.
 */
export class Generator {
  #random;
  #grammar;
  #leafOf;
  #made = new Map(); // type -> definitions, as far as others may use them
  #definitions = [];
  #variables = 0;

  /** `leafOf(random, type)` gives the text of a leaf, or null where the type has none. */
  constructor(grammar, seed, leafOf = leaf) {
    this.#grammar = grammar;
    this.#random = new Random(seed);
    this.#leafOf = leafOf;
  }

  /** The next definition: {name, node, depth}. */
  next() {
    const node = this.#fill(this.#grammar.any(this.#random), [], 0);
    const definition = { name: `d${this.#definitions.length}`, node, depth: 1 + this.#depthOf(node) };
    this.#definitions.push(definition);
    if (definition.depth < kDeepest) {
      if (!this.#made.has(node.type)) this.#made.set(node.type, []);
      this.#made.get(node.type).push(definition);
    }
    return definition;
  }

  #depthOf(node) {
    if (node.definition) return node.definition.depth;
    return Math.max(0, ...(node.parts ?? []).filter((part) => part.type).map((part) => this.#depthOf(part)));
  }

  #fill({ type, operator, parts }, scope, level) {
    const names = new Map();
    const nameOf = (variable) => {
      if (!names.has(variable)) names.set(variable, `V${this.#variables++}`);
      return names.get(variable);
    };
    const made = parts.map((part) => {
      if (typeof part === 'string') return part;
      if (part.variable) return nameOf(part.variable);
      if (part.words) return this.#random.pick(part.words);
      const own = part.variables.map(([name, of]) => ({ name: nameOf(name), type: of }));
      return this.#part(part.type, [...scope, ...own], level);
    });
    return { type, operator, parts: made };
  }

  #part(type, scope, level) {
    const random = this.#random;
    if (isArgument(type)) return { type, text: this.#leafOf(random, type) };
    if (scope.length) return this.#scopedPart(type, scope, level);
    const earlier = this.#made.get(type);
    if (earlier && random.chance(0.45)) return { type, definition: earlier[random.below(earlier.length)] };
    return this.#leaf(type) ?? this.#deeper(type, scope, level);
  }

  #scopedPart(type, scope, level) {
    const random = this.#random;
    const fitting = scope.filter((variable) => variable.type === type);
    if (fitting.length && random.chance(0.6)) return { type, variable: random.pick(fitting).name };
    if (level < 2 && random.chance(0.7)) return this.#deeper(type, scope, level);
    return this.#leaf(type) ?? this.#deeper(type, scope, level);
  }

  #leaf(type) {
    const text = this.#leafOf(this.#random, type);
    return text === null ? null : { type, text };
  }

  #deeper(type, scope, level) {
    const row = this.#grammar.of(this.#random, type);
    return row ? this.#fill(row, scope, level + 1) : this.#leaf(type);
  }
}

/** CQL of a node; `definitionText` writes the value of an earlier definition. */
export function textOf(node, definitionText = (definition) => `"${definition.name}"`) {
  if (node.text !== undefined) return node.text;
  if (node.variable) return node.variable;
  if (node.definition) return definitionText(node.definition);
  return node.parts.map((part) => {
    if (typeof part === 'string') return part;
    const text = textOf(part, definitionText);
    return part.parts ? `(${text})` : text;
  }).join('');
}

/** CQL without reference to other definitions. */
export const closedText = (node) => textOf(node, (definition) => `(${closedText(definition.node)})`);

/** All nodes of a tree that are not text, the root first; not those of other definitions. */
export function nodesOf(node) {
  return [node, ...(node.parts ?? []).filter((part) => part.type).flatMap(nodesOf)];
}
