// Writes tests/ucum/agreement.txt: what @lhncbc/ucum-lhc, an implementation of UCUM that is not ours, answers to
// conversions and to texts that are units or nearly so. The questions are made at random from UCUM's grammar and table,
// from one seed, so that each run makes the same ones. Run: node tools/ucum-agreement.mjs [--check], after npm ci.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { reportStale, settle } from './lib/generated.mjs';
import { root } from './lib/paths.mjs';
import { random, termMaker } from './lib/ucum-terms.mjs';

const require = createRequire(import.meta.url);
const lhc = require('@lhncbc/ucum-lhc').UcumLhcUtils.getInstance();
const folder = dirname(require.resolve('@lhncbc/ucum-lhc/package.json'));
const definitions = JSON.parse(readFileSync(join(folder, 'data', 'ucumDefs.min.json')));
// It says on the console what it refuses.
console.log = () => {};
const target = join(root, 'tests', 'ucum', 'agreement.txt');
const rng = random(20240617);

const unpack = ({ config, data }) => data.map((row) => Object.fromEntries(
  config.map((key, i) => [Array.isArray(key) ? key[0] : key, row[i]])));
const prefixes = unpack(definitions.prefixes).map((p) => p.code_);
const atoms = unpack(definitions.units).filter((u) => u.source_ === 'UCUM' && u.csCode_ !== 'Torr').map((u) => ({
  code: u.csCode_,
  metric: u.isBase_ || u.isMetric_,
  special: u.isSpecial_,
  arbitrary: u.isArbitrary_,
  // The package keeps amounts of substance apart from numbers.
  kind: JSON.stringify([u.dim_, u.moleExp_, u.equivalentExp_]),
}));
const special = atoms.filter((a) => a.special);
const arbitrary = atoms.filter((a) => a.arbitrary);
const terms = termMaker(rng, atoms, prefixes);

// Units of the clinic, a line of one dimension each.
const CLINICAL = `mg/dL g/L ug/mL ng/mL pg/mL kg/m3 ng/dL mg/L g/dL ug/dL
mmol/L umol/L nmol/L pmol/L mol/L meq/L osm/L mosm/L mol/m3 mmol/mL
mmol/mol umol/mmol mol/mol % 1 [ppm] [ppth] 10*-3 /1000
mL/min L/h mL/s m3/s L/min uL/h
10*3/uL 10*9/L /uL /mm3 /L 10*6/uL /fL
kg/m2 g/cm2 mg/mm2 [lb_av]/[in_i]2
mm[Hg] kPa Pa bar cm[H2O] [psi] atm N/m2
U/L kat/L nkat/L mU/mL umol/min/L ukat/L mmol/(h.L)
kg g mg ug [lb_av] [oz_av] [gr] t
m cm mm [in_i] [ft_i] [mi_i] km nm um
s min h d wk mo a ms us a_g mo_s
Cel K [degF]
mg/kg/d g/kg/h ug/kg/min ng/kg/s mg/(kg.d) ug/(kg.h)
mL/kg/h L/(kg.d) uL/g/min
J kJ cal kcal eV [Btu] erg W.s kg.m2/s2
kcal/d W J/s mW [HP]
Bq Ci mCi kBq
Gy RAD mGy Sv REM mSv
mL/min/{1.73_m2} L/h/{1.73_m2} mL/s
mg/g{creat} ug/mg g/kg
mV V uV nV kV
Hz /s /min kHz 1/h
dyn.s/cm5 Pa.s/m3 [PRU] [wood'U]
L mL dL uL fL cm3 m3 [foz_us] [tsp_us] [cup_us] [drp]`.split('\n').map((line) => line.split(/\s+/));

// Spellings that are seen in the wild, and corners of the grammar.
const SPELLINGS = `mg/dL mEq/L meq/L mIU/L m[IU]/L m[iU]/L u[IU]/mL mL/min/{1.73_m2} 10*3/uL /uL % mmol/mol
pH [pH] (score) {score} {T-score} kg/m2 mm[Hg] Cel/min mCel Cel2 1/Cel m/s2 4.[pi] 10.L 2 10*-3
/10*3 m+2 m{a} {a}m {a} (m/s){a} (m/s)2 1 //m m//s m/(s.kg) m. dB cm3 L/(min.m2) kg.m/s2 10^3 10* 10
mo a d m2{a} m{a}2 [iU]/L iU/L ug mcg {1.73_m2} %{a} mg/g{creat} k c mk dam hPa a_j Mm min cd cal
kcal Pa PT [in_i] ' '' deg m-1 m+ m--1 m1 m0 g.m/dl %/L [car_Au] U/g{Hb} osm/kg KiBy GBy Gi dag
mmHg mm[hg] MG/DL Ml l L dl lb inch sec hr hrs cc gm IU U/ml U/mL MIU/L % % {} {a{b}} m} m{ (m m)
() m/(s m.(s) ((m)) 1.m /m/s m/s/s`.split(/\s+/).concat(['mg dL', ' mg', 'mg ', 'm g', '', '\u00b5g', '\u00b0C', 'm\u00b2', '{\u00e9}',
  'kmin', '2+10', '10-2', '10.Cel', 'Cel/10', 'Cel.m', '/Cel', 'm{a}{b}', 'm0', 'm100', 'm[in_i]', '(/m)', 'm.(/s)', '1.5',
  '[NTU]', 'Torr', "[m/s2/Hz^(1/2)]", 'm[H2O', '00', '01', '0.m']);

/** The answer in full precision; null where there is none. */
function convert(value, from, to) {
  try {
    const answer = lhc.convertUnitTo(from, value, to);
    return answer.status === 'succeeded' && Number.isFinite(answer.toVal) ? answer.toVal : null;
  } catch {
    return null;
  }
}

function valid(text) {
  try {
    return lhc.validateUnitString(text, false).status === 'valid';
  } catch {
    return false;
  }
}

const conversions = new Map();
const texts = new Set();

/** One conversion, with a value that brings the answer to where 8 decimal digits tell something. */
function ask(from, to, values) {
  const key = `${from}\t${to}`;
  if (conversions.has(key) || from === to) return;
  if (values) {
    const value = rng.pick(values);
    conversions.set(key, [value, convert(value, from, to)]);
    return;
  }
  const probe = convert(1, from, to);
  if (probe === null) {
    conversions.set(key, [1, null]);
    return;
  }
  const value = Number(`${rng.pick([1.25, 3, 7.5, 98.6])}e${Math.round(-Math.log10(Math.abs(probe)) / 2) + 1}`);
  const answer = convert(value, from, to);
  if (Math.abs(answer) > 1e-2 && Math.abs(answer) < 1e15 && value >= 1e-6 && value < 1e15) conversions.set(key, [value, answer]);
}

for (const line of CLINICAL) for (const from of line) for (const to of line) ask(from, to);
// Each atom with others of its kind.
for (const atom of atoms) {
  const others = rng.shuffled(atoms.filter((o) => o !== atom && o.kind === atom.kind && o.special === atom.special));
  for (const other of others.slice(0, 4)) ask(terms.prefixed(atom), terms.prefixed(other), atom.special ? [0.5, 2, 7.4, 37] : undefined);
}
// Special units with the proper ones of their dimension, both ways, scaled too.
for (const atom of special) {
  const proper = rng.shuffled(atoms.filter((o) => !o.special && !o.arbitrary && o.kind === atom.kind)).slice(0, 6);
  for (const { code } of proper) {
    ask(atom.code, code, [0.5, 1, 2, 7.4, 37]);
    ask(code, atom.code, [0.001, 0.5, 1, 2, 37, 310.15]);
    ask(terms.prefixed(atom), code, [0.5, 1, 2, 37]);
    ask(`10.${atom.code}`, code, [0.5, 1, 2]);
  }
}
for (const atom of arbitrary) {
  ask(atom.code, '1');
  ask(atom.code, rng.pick(arbitrary).code);
  ask(`${atom.code}/L`, `${atom.code}/mL`);
}
while (conversions.size < 3200) {
  const product = terms.parts();
  ask(terms.written(product), terms.written(terms.substituted(product)));
  if (rng.chance(0.1)) ask(terms.written(product), terms.written(terms.parts()));
}

for (const text of SPELLINGS) texts.add(text);
for (const atom of atoms) {
  texts.add(atom.code);
  texts.add(rng.pick(prefixes) + atom.code);
  texts.add(`${rng.pick(prefixes)}${atom.code}2`);
}
while (texts.size < 2600) {
  const text = terms.written(terms.parts());
  texts.add(text);
  texts.add(terms.slipped(text));
}

const lines = [
  '# Made by tools/ucum-agreement.mjs. What @lhncbc/ucum-lhc answers:',
  '# convert VALUE FROM TO ANSWER, `none` where it refuses; unit TEXT ANSWER.',
  ...[...conversions].map(([key, [value, answer]]) => ['convert', value, key, answer ?? 'none'].join('\t')),
  ...[...texts].map((text) => ['unit', text, valid(text)].join('\t')),
];
const check = process.argv.includes('--check');
const stale = settle(new Map([[target, `${lines.join('\n')}\n`]]), [], { check });
if (check) process.exitCode = reportStale(stale, 'node tools/ucum-agreement.mjs') ? 1 : 0;
else process.stdout.write(`${conversions.size} conversions, ${texts.size} texts\n`);
