// Writes src/ucum/atoms.inc: the prefixes and atoms of UCUM with exact magnitudes, from the
// definitions that @lhncbc/ucum-lhc carries. Run: node tools/ucum-table.mjs [--check], after
// npm ci.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { reportStale, settle } from './lib/generated.mjs';
import { root } from './lib/paths.mjs';

const require = createRequire(import.meta.url);
const packageFolder = dirname(require.resolve('@lhncbc/ucum-lhc/package.json'));
const target = join(root, 'src', 'ucum', 'atoms.inc');

// Where the package's text says less than UCUM's own table, or its magnitude is a rounded number
// (UCUM §§28-48), and the constants that UCUM 2.2 changed: the package has those of UCUM 2.1.
const DEFINITIONS = {
  Oe: '250/[pi].A/m',
  '[mu_0]': '4.[pi].10*-7.N/A2',
  '[S]': '10*-13.s',
  '[LPF]': '100',
  Cel: 'K',
  '[degF]': '5.K/9',
  '[degRe]': '5.K/4',
  "[p'diop]": 'rad',
  '%[slope]': 'rad', // the angle that the tangent is taken of
  'B[SPL]': '2.10*-5.Pa',
  'B[10.nV]': '10.nV',
  mol: '602214076.10*15',
  u: '166053906660.10*-35.g',
  '[e]': '1602176634.10*-28.C',
  '[h]': '662607015.10*-42.J.s',
  '[k]': '1380649.10*-29.J/K',
  '[m_e]': '91093837139.10*-41.kg',
  '[m_p]': '167262192595.10*-38.kg',
  '[G]': '667430.10*-16.m3/kg/s2',
};
// Their magnitude in the package is known to differ from UCUM's: wrong there, or a constant of
// UCUM 2.1 or made of one.
const DIFFERS = new Set(['[LPF]', '%[slope]', '[diop]', '[mesh_i]', 'Bd', 'mol', 'u', '[e]', '[h]',
  '[k]', '[m_e]', '[m_p]', '[G]', 'eV', 'eq', 'osm', 'kat', 'U', '[pH]']);
// New in UCUM 2.2, and not in UCUM at all.
const ADDED = ['[FNU]', '[NTU]'].map((code) => ({
  csCode_: code, source_: 'UCUM', csUnitString_: '1', baseFactorStr_: '1', magnitude_: 1,
  dim_: [0, 0, 0, 0, 0, 0, 0], isArbitrary_: false, isMetric_: false,
}));
const NOT_UCUM = new Set(['Torr']);
// Kept apart from mol, of which UCUM makes it: how many are in a mole depends on the ion.
const BY_ITSELF = new Set(['eq']);

const SPECIAL = {
  cel: 'kCelsius', degf: 'kFahrenheit', degre: 'kReaumur', ph: 'kNegativeLog', ln: 'kLn',
  lg: 'kLog', lgtimes2: 'kTwoLog', ld: 'kLog2', tantimes100: 'kHundredTan', '100tan': 'kHundredTan',
  sqrt: 'kRoot', hpx: 'kNegativeLog', hpc: 'kNegativeLog100', hpm: 'kNegativeLog1000',
  hpq: 'kNegativeLog50000',
};

const abs = (n) => (n < 0n ? -n : n);
const gcd = (a, b) => (b === 0n ? abs(a) : gcd(b, a % b));

/** A magnitude num/den * 10^exp * pi^pi with its exponents of the base units. */
function value(num, den = 1n, exp = 0, pi = 0, dims = [0, 0, 0, 0, 0, 0, 0]) {
  const common = gcd(num, den);
  num /= common;
  den /= common;
  for (; num % 10n === 0n; num /= 10n) exp += 1;
  for (; den % 10n === 0n; den /= 10n) exp -= 1;
  return { num, den, exp, pi, dims };
}

function times(a, b) {
  return value(a.num * b.num, a.den * b.den, a.exp + b.exp, a.pi + b.pi,
    a.dims.map((d, i) => d + b.dims[i]));
}

function power(a, n) {
  if (n < 0) return power(value(a.den, a.num, -a.exp, -a.pi, a.dims.map((d) => -d)), -n);
  let result = value(1n);
  for (let i = 0; i < n; ++i) result = times(result, a);
  return result;
}

function decimal(text) {
  const [, whole, fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e(-?\d+))?$/.exec(text);
  return value(BigInt(whole + fraction), 1n, Number(exponent) - fraction.length);
}

function unpack({ config, data }) {
  const keys = config.map((key) => (Array.isArray(key) ? key[0] : key));
  return data.map((row) => Object.fromEntries(keys.map((key, i) => [key, row[i]])));
}

const definitions = JSON.parse(readFileSync(join(packageFolder, 'data', 'ucumDefs.min.json')));
const prefixes = unpack(definitions.prefixes).map((p) => ({
  code: p.code_,
  size: p.exp_ === null ? value(BigInt(p.value_)) : value(1n, 1n, Number(p.exp_)),
}));
const units = unpack(definitions.units)
  .filter((u) => u.source_ === 'UCUM' && !NOT_UCUM.has(u.csCode_)).concat(ADDED);
const byCode = new Map(units.map((u) => [u.csCode_, u]));
const resolved = new Map();

function simpleUnit(text) {
  if (/^\d+$/.test(text)) return value(BigInt(text));
  const [, symbol, exponent] = /^(.*?)([+-]?\d+)?$/.exec(text);
  const n = exponent === undefined ? 1 : Number(exponent);
  if (byCode.has(symbol)) return power(magnitude(byCode.get(symbol)), n);
  for (const prefix of prefixes) {
    const atom = byCode.get(symbol.slice(prefix.code.length));
    if (symbol.startsWith(prefix.code) && atom !== undefined) {
      return power(times(prefix.size, magnitude(atom)), n);
    }
  }
  throw new Error(`no unit '${text}'`);
}

/** The text of a definition: a plain product and quotient, from left to right. */
function term(text) {
  let result = value(1n);
  for (const [, operator, unit] of text.matchAll(/([./]?)((?:\[[^\]]*\]|[^./[])+)/g)) {
    result = times(result, power(simpleUnit(unit), operator === '/' ? -1 : 1));
  }
  return result;
}

function magnitude(unit) {
  const code = unit.csCode_;
  if (!resolved.has(code)) resolved.set(code, define(unit));
  return resolved.get(code);
}

function define(unit) {
  const code = unit.csCode_;
  if (unit.isBase_) return value(1n, 1n, 0, 0, unit.dim_);
  if (code === '10*' || code === '10^') return value(1n, 1n, 1);
  if (code === '[pi]') return value(1n, 1n, 0, 1);
  if (DEFINITIONS[code] !== undefined) return term(DEFINITIONS[code]);
  const body = term(unit.csUnitString_);
  // 'inv' without being special means the reciprocal of its unit, as in diopter: 1 /m.
  const unitPart = unit.cnv_ === 'inv' ? power(body, -1) : body;
  return unit.baseFactorStr_ === null ? unitPart : times(decimal(unit.baseFactorStr_), unitPart);
}

function approximate(v) {
  return Number(v.num) / Number(v.den) * Number(`1e${v.exp}`) * Math.PI ** v.pi;
}

function check(unit, v) {
  const limit = 1n << 64n;
  if (v.num >= limit || v.den >= limit) throw new Error(`${unit.csCode_}: more than 64 bits`);
  const ratio = approximate(v) / unit.magnitude_;
  const sameSize = Math.abs(ratio - 1) < 1e-12;
  const sameKind = v.dims.every((d, i) => d === unit.dim_[i]);
  if ((sameSize && sameKind) === DIFFERS.has(unit.csCode_)) {
    throw new Error(`${unit.csCode_}: ${approximate(v)} [${v.dims}], package ${unit.magnitude_}`);
  }
}

const quote = (text) => JSON.stringify(text);
const size = (v) => `${v.num}u, ${v.den}u, ${v.exp}, ${v.pi}`;

function row(unit) {
  const v = magnitude(unit);
  const code = unit.csCode_;
  check(unit, v);
  const special = unit.isSpecial_ ? SPECIAL[unit.cnv_.toLowerCase()] : 'kNone';
  if (special === undefined) throw new Error(`${unit.csCode_}: function ${unit.cnv_}`);
  const metric = unit.isBase_ || unit.isMetric_;
  return `{${quote(unit.csCode_)}, ${size(v)}, {${v.dims}}, ${metric}, ${unit.isArbitrary_ || BY_ITSELF.has(code)}, ` +
    `Special::${special}},`;
}

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
units.sort((a, b) => byText(a.csCode_, b.csCode_));
prefixes.sort((a, b) => byText(a.code, b.code));

const text = `// Generated by tools/ucum-table.mjs. Do not edit.
// Derived from the UCUM table: The Unified Code for Units of Measure (UCUM) is copyright 1999-2024
// Regenstrief Institute, Inc. and the UCUM Organization. All rights reserved. Used under the UCUM
// licence: https://ucum.org/license.
// clang-format off

// code, num, den, power of ten
constexpr Prefix kPrefixes[] = {
${prefixes.map((p) => `{${quote(p.code)}, ${p.size.num}u, ${p.size.den}u, ${p.size.exp}},`).join('\n')}
};

// code, num, den, power of ten, power of pi, {m, s, g, rad, K, C, cd}, metric, arbitrary, function;
// sorted by code
constexpr Atom kAtoms[] = {
${units.map(row).join('\n')}
};
`;
const stale = settle(new Map([[target, text]]), [], { check: process.argv.includes('--check') });
if (process.argv.includes('--check') && reportStale(stale, 'node tools/ucum-table.mjs')) process.exitCode = 1;
