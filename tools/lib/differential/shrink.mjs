// The smallest expression that still differs.
import { Random } from './random.mjs';
import { leaf } from './literals.mjs';
import { nodesOf, textOf } from './generator.mjs';

const kLeavesTried = 3;

/** A tree without reference to definitions: these stand in it themselves. */
export function closed(node) {
  if (node.definition) return closed(node.definition.node);
  return node.parts ? { ...node, parts: node.parts.map((part) => (part.type ? closed(part) : part)) } : node;
}

/** The tree with one node replaced. */
function replaced(node, old, by) {
  if (node === old) return by;
  return node.parts ? { ...node, parts: node.parts.map((part) => (part.type ? replaced(part, old, by) : part)) } : node;
}

const isOpen = (node) => nodesOf(node).some((n) => n.variable);

/** Trees that are one step smaller, the smallest first. */
export function smaller(tree, leafOf = leaf) {
  const found = new Map();
  const add = (candidate) => found.set(textOf(candidate), candidate);
  for (const node of nodesOf(tree)) {
    if (!node.parts) continue;
    for (const inner of nodesOf(node).slice(1)) {
      if (inner.type === node.type && !(node === tree && isOpen(inner))) add(replaced(tree, node, inner));
    }
    if (node === tree) {
      for (const inner of nodesOf(node).slice(1)) if (inner.parts && !isOpen(inner)) add(inner);
      continue;
    }
    const random = new Random(1);
    for (let i = 0; i < kLeavesTried; ++i) {
      const text = leafOf(random, node.type);
      if (text !== null) add(replaced(tree, node, { type: node.type, text }));
    }
  }
  const size = textOf(tree).length;
  return [...found].filter(([text]) => text.length < size).sort(([a], [b]) => a.length - b.length).map(([, candidate]) => candidate);
}

/** `differs(texts)` tells which of the texts still differ. Returns the tree that no step makes smaller. */
export async function shrink(node, differs, leafOf = leaf) {
  let tree = closed(node);
  for (;;) {
    const candidates = smaller(tree, leafOf);
    if (candidates.length === 0) return tree;
    const still = await differs(candidates.map((candidate) => textOf(candidate)));
    const at = still.indexOf(true);
    if (at < 0) return tree;
    tree = candidates[at];
  }
}
