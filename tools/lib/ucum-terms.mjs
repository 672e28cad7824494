// Random UCUM terms, and texts that are one slip away from being terms.

/** Numbers from one seed (mulberry32): the same ones on every machine. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return {
    below,
    chance: (p) => next() < p,
    pick: (items) => items[below(items.length)],
    shuffled: (items) => items.map((item) => [next(), item]).sort((a, b) => a[0] - b[0]).map(([, item]) => item),
  };
}

const ANNOTATIONS = ['{creat}', '{1.73_m2}', '{RBC}', '{}', "{a'b}", '{#}', '{[x]}', '{(y)}', '{+-*/}'];
const SLIPS = [...'./()[]{}-+0123456789*^%\'"_abcdgklmnsuABCGLM '];

/** What makes terms of `atoms` ({code, dimension, metric, special, arbitrary, kind}) and `prefixes` (codes). */
export function termMaker(rng, atoms, prefixes) {
  const plain = atoms.filter((a) => !a.special && !a.arbitrary);
  const alike = group(plain);
  const usual = ['m', 's', 'g', 'L', 'mol', 'min', 'h', 'd', 'U', 'kat', '[in_i]', 'J', 'Pa', 'm[Hg]', '%', 'eq', 'osm']
    .map((code) => plain.find((a) => a.code === code)).filter(Boolean);

  const prefixed = (atom) => (atom.metric && rng.chance(0.5) ? rng.pick(prefixes) : '') + atom.code;
  const powered = (text, exponent) => (exponent === 1 ? text : `${text}${exponent > 0 && rng.chance(0.1) ? '+' : ''}${exponent}`);
  const annotated = (text) => (rng.chance(0.12) ? text + rng.pick(ANNOTATIONS) : text);

  /** The parts of a product: {atom, exponent}. */
  function parts() {
    const count = rng.pick([1, 1, 2, 2, 2, 3, 4]);
    return Array.from({ length: count }, () => ({
      atom: rng.pick(rng.chance(0.5) ? usual : plain),
      exponent: rng.pick([1, 1, 1, 1, -1, -1, 2, 3, -2]),
    }));
  }

  /** A product as text: powers below a solidus or with a minus, some of them in parentheses. */
  function written(product) {
    const items = rng.shuffled(product);
    let text = '';
    items.forEach(({ atom, exponent }, i) => {
      const divided = exponent < 0 ? rng.chance(0.7) : rng.chance(0.05);
      const unit = annotated(powered(prefixed(atom), divided ? -exponent : exponent));
      const part = rng.chance(0.12) ? `(${unit})` : unit;
      text += (divided ? '/' : i === 0 ? '' : '.') + part;
    });
    if (rng.chance(0.08)) text += `${rng.pick(['.', '/'])}${rng.pick(['10', '2', '1000', '10*3', '10*-2', '10^6'])}`;
    if (rng.chance(0.06) && !text.startsWith('/')) text = `(${text})`;
    return text;
  }

  /** The same dimension of other units. */
  const substituted = (product) => product.map(({ atom, exponent }) => ({ atom: rng.pick(alike.get(atom.kind)), exponent }));

  /** A text with one or two characters wrong, which may be a term by luck. */
  function slipped(text) {
    let chars = [...text];
    for (let n = rng.pick([1, 1, 2]); n > 0; --n) {
      const at = rng.below(chars.length + 1);
      const slip = rng.pick([
        () => chars.splice(at, 0, rng.pick(SLIPS)),
        () => chars.splice(at, 1),
        () => chars.splice(at, 1, rng.pick(SLIPS)),
        () => chars.splice(at, 0, chars[at] ?? ''),
        () => chars.splice(at, 2, chars[at + 1] ?? '', chars[at] ?? ''),
      ]);
      slip();
    }
    return chars.join('');
  }

  return { parts, written, substituted, slipped, prefixed };
}

function group(atoms) {
  const groups = new Map();
  for (const atom of atoms) groups.set(atom.kind, [...(groups.get(atom.kind) ?? []), atom]);
  return groups;
}
