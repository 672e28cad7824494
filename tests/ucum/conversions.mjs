// Writes conversions.tsv and validity.tsv beside it, which ucum_test reads: what @lhncbc/ucum-lhc,
// an implementation that is not ours, answers. Run: node conversions.mjs, after npm ci in tools.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(here, '..', '..', 'tools', 'package.json'));
const lhc = require('@lhncbc/ucum-lhc').UcumLhcUtils.getInstance();
const folder = dirname(require.resolve('@lhncbc/ucum-lhc/package.json'));
const { config, data } = JSON.parse(readFileSync(join(folder, 'data', 'ucumDefs.min.json'))).units;
const keys = config.map((key) => (Array.isArray(key) ? key[0] : key));
const atoms = data.map((row) => Object.fromEntries(keys.map((key, i) => [key, row[i]])))
  .filter((unit) => unit.source_ === 'UCUM');

// Where the package is known to differ from UCUM's table: not counted as ratio units there, no value
// for the reciprocal units, 1 instead of 100 for [LPF], Reaumur and the angle of a slope.
const EXCLUDED = new Set(['[diop]', '[mesh_i]', 'Bd', '[LPF]', '[degRe]', '%[slope]', "[p'diop]"]);
const PREFIXES = ['', 'k', 'm', 'u', 'n', 'd', 'c', 'da', 'h', 'M', 'p'];
const MEDICAL = `mg/dL g/L ug/mL ng/mL pg/mL kg/m3 ng/dL mg/L g/dL ug/dL
mmol/L umol/L nmol/L pmol/L mol/L meq/L osm/L mosm/L mol/m3 mmol/mL
mmol/mol umol/mmol mol/mol % 1 [ppm] [ppth] 10*-3 /1000
mL/min L/h mL/s m3/s L/min uL/h
10*3/uL 10*9/L /uL /mm3 /L 10*6/uL /fL
kg/m2 g/cm2 mg/mm2 [lb_av]/[in_i]2
mm[Hg] kPa Pa bar cm[H2O] [psi] atm Torr N/m2
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

function convert(value, from, to) {
  const answer = lhc.convertUnitTo(from, value, to);
  return answer.status === 'succeeded' && Number.isFinite(answer.toVal) ? answer.toVal : undefined;
}

const rows = new Set();

/** One row, with a value that brings the answer to where 8 decimal digits tell something. */
function add(from, to) {
  const probe = convert(1, from, to);
  if (probe === undefined || probe === 0) return;
  const value = Number(`1.25e${Math.round(-Math.log10(Math.abs(probe)) / 2) + 1}`);
  const answer = convert(value, from, to);
  const inReach = Math.abs(answer) > 1e-2 && Math.abs(answer) < 1e15 && value >= 1e-6 && value < 1e15;
  if (inReach) rows.add([value, from, to, answer].join('\t'));
}

for (const line of MEDICAL) {
  for (const from of line) line.filter((to) => to !== from).forEach((to) => add(from, to));
}

const usable = atoms.filter((a) => !a.isArbitrary_ && !EXCLUDED.has(a.csCode_));
usable.forEach((atom, i) => {
  const dimension = JSON.stringify(atom.dim_);
  const others = usable.filter((o) => o !== atom && JSON.stringify(o.dim_) === dimension);
  const prefix = atom.isMetric_ || atom.isBase_ ? PREFIXES[i % PREFIXES.length] : '';
  for (let k = 0; k < Math.min(6, others.length); ++k) {
    add(prefix + atom.csCode_, others[(i * 7 + k * 11) % others.length].csCode_);
  }
});
writeFileSync(join(here, 'conversions.tsv'), [...rows].join('\n') + '\n');

// The package takes decimal factors and prefixes on any unit, UCUM does not: such texts are tested
// by hand.
const TEXTS = `mg/dL mEq/L meq/L mIU/L m[IU]/L m[iU]/L u[IU]/mL mL/min/{1.73_m2} 10*3/uL /uL % mmol/mol
pH [pH] (score) {score} {T-score} kg/m2 mm[Hg] Cel/min mCel Cel2 1/Cel m/s2 4.[pi] 10.L 2 10*-3
/10*3 m+2 m{a} {a}m {a} (m/s){a} (m/s)2 1 //m m//s m/(s.kg) m. dB cm3 L/(min.m2) kg.m/s2 10^3 10* 10
mo a d m2{a} m{a}2 [iU]/L iU/L ug mcg {1.73_m2} %{a} mg/g{creat} k c mk dam hPa a_j Mm min cd cal
kcal Pa PT [in_i] ' '' deg m-1 m+ m--1 m1 m0 g.m/dl %/L [car_Au] U/g{Hb} osm/kg KiBy GBy Gi dag
mmHg mm[hg] MG/DL Ml l L dl lb inch sec hr hrs cc gm IU U/ml U/mL MIU/L % % {} {a{b}} m} m{ (m m)
() m/(s m.(s) ((m)) 1.m /m/s m/s/s`.split(/\s+/);
const valid = (text) => lhc.validateUnitString(text, false).status === 'valid';
writeFileSync(join(here, 'validity.tsv'),
  [...new Set(TEXTS)].map((text) => `${text}\t${valid(text)}`).join('\n') + '\n');
console.log(`${rows.size} conversions, ${new Set(TEXTS).size} texts`);
