// One batch of random definitions through both engines: what differs, where it begins, and whether that is declared.
import { agree, isUnrounded } from './exact.mjs';
import { closedText, nodesOf, textOf } from './generator.mjs';

const refersTo = (node) => nodesOf(node).filter((n) => n.definition).map((n) => n.definition);

/** Parts of the root that stand for a value by themselves: those without a variable of the query they are in. */
const operandsOf = (node) => node.parts.filter((part) => part.type && !nodesOf(part).some((n) => n.variable));

/** JSON of a value of either engine, for people. */
export const shown = (value) => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? Number(v) : v)) ?? 'missing';

export class Session {
  #engines;
  #exclusions;
  compared = 0; // expressions
  values = 0; // comparisons in which a value was not null
  declared = 0;
  untold = 0; // not compared, because an operand differs already
  faults = new Map(); // text -> what the translator says

  constructor(engines, exclusions) {
    this.#engines = engines;
    this.#exclusions = exclusions;
  }

  /** Differences that begin at their definition and are not declared. */
  async run(definitions) {
    const { answers, faults } = await this.#engines.run(definitions.map(({ name, node }) => ({ name, text: textOf(node) })));
    this.#countFaults(definitions, faults);
    const differing = new Map(); // definition name -> patients
    const found = [];
    for (const { name, node } of definitions.filter((d) => answers.has(d.name))) {
      const tainted = new Set(refersTo(node).flatMap((d) => [...(differing.get(d.name) ?? [])]));
      const list = answers.get(name);
      const bad = list.filter(({ expected, actual }) => !agree(expected, actual));
      const unsafe = list.filter(({ expected }) => isUnrounded(expected));
      differing.set(name, new Set([...tainted, ...[...bad, ...unsafe].map(({ patient }) => patient)]));
      const open = list.filter(({ patient }) => !tainted.has(patient));
      if (open.length) this.compared += 1;
      else this.untold += 1;
      this.values += open.filter(({ actual }) => actual !== null).length;
      const first = bad.find(({ patient }) => !tainted.has(patient));
      if (first) found.push({ name, node, operator: node.operator, ...first });
    }
    return this.#undeclared(await this.#withOperands(found));
  }

  #countFaults(definitions, faults) {
    for (const { name, node } of definitions) {
      const message = faults.get(name);
      if (message && !/because its definition contains errors|Could not resolve identifier d\d+ /.test(message)) {
        this.faults.set(textOf(node), message);
      }
    }
  }

  #undeclared(differences) {
    const open = differences.filter((difference) => !this.#exclusions.covers(difference));
    this.declared += differences.length - open.length;
    return open;
  }

  /** Whether a difference is declared in its smallest form, given as a tree without references. */
  async isDeclared(difference, tree) {
    const [{ expected, actual }] = await this.check([textOf(tree)], difference.patient);
    const [small] = await this.#withOperands([{ ...difference, name: 's', node: tree, operator: tree.operator, expected, actual }]);
    const declared = this.#exclusions.covers(small);
    if (declared) this.declared += 1;
    return declared;
  }

  /** Adds to each difference its closed text and the values and types of the operands of its root. */
  async #withOperands(differences) {
    if (differences.length === 0) return [];
    const asked = differences.flatMap(({ name, node }) => operandsOf(node).map((part, i) => ({ name: `${name}_${i}`, text: closedText(part) })));
    const { answers } = await this.#engines.run(asked);
    return differences.map((difference) => {
      const parts = operandsOf(difference.node);
      const valueOf = (_, i) => answers.get(`${difference.name}_${i}`)?.find(({ patient }) => patient === difference.patient)?.actual ?? null;
      return { ...difference, text: closedText(difference.node), types: parts.map((part) => part.type), operands: parts.map(valueOf) };
    });
  }

  /** Whether a closed expression differs, for all texts at once: [{text, differs, expected, actual}]. */
  async check(texts, patient) {
    const { answers } = await this.#engines.run(texts.map((text, i) => ({ name: `c${i}`, text })));
    return texts.map((text, i) => {
      const answer = answers.get(`c${i}`)?.find((a) => a.patient === patient);
      return answer ? { text, differs: !agree(answer.expected, answer.actual), ...answer } : { text, differs: false };
    });
  }
}
