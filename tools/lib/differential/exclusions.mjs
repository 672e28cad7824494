// Differences that were decided against cql-execution: differential-exclusions.json. A row is
//   {operator, types, text, reference, engine, when: [situation…], clause, reason}
// and holds for a difference at one of these ELM operators, of an operand of one of these types, in an expression that
// matches `text`, where the errors of the two engines match `reference` and `engine` and all situations hold. What a row
// does not say, it does not ask for.
import { join } from 'node:path';
import { readJson } from '../json-files.mjs';
import { root } from '../paths.mjs';
import { ExactNumber } from './exact.mjs';

const isError = (v) => Boolean(v?.error);
const isNull = (v) => v === null || v === undefined;
const isInterval = (v) => v !== null && typeof v === 'object' && 'lowClosed' in v;
const textOfError = (v) => String(v?.error ?? '');
const isPartial = (v) => typeof v === 'string' && /^(\d{4}(-\d\d)?(T|$)|\d{4}-\d\d-\d\d(T\d\d(:\d\d)?)?([+-]|Z|$)|\d\d(:\d\d)?$)/.test(v);

/** True for a value of which this holds, or that has such an item, member or bound. */
function some(value, holds) {
  if (holds(value)) return true;
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some((v) => some(v, holds));
}

const openBound = (v) => isInterval(v) && !(v.lowClosed && v.highClosed);
const isLong = (v) => v instanceof ExactNumber && v.text.replace(/[-.]/g, '').replace(/^0+/, '').length > 15;
const isOutOfRange = (v) => (typeof v === 'number' && (Math.abs(v) >= 1e20 || (Number.isInteger(v) && (v > 2147483647 || v < -2147483648))));
const hasEqualItems = (v) => Array.isArray(v) && new Set(v.map((item) => JSON.stringify(item))).size < v.length;
const isSecond = (v) => typeof v === 'string' && /\d\d:\d\d:\d\d(?!\.|\d)/.test(v) && !/\d\d:\d\d:\d\d\./.test(v);
const isMillisecond = (v) => typeof v === 'string' && /\d\d:\d\d:\d\d\.\d/.test(v);
const amountOf = (v) => Number(v?.value ?? v);
const isQuantity = (v) => v !== null && typeof v === 'object' && 'unit' in v;
const sortedItems = (v) => (Array.isArray(v) ? JSON.stringify(v.map((item) => JSON.stringify(item)).sort()) : null);
const nullBound = (v) => isInterval(v) && (isNull(v.low) || isNull(v.high));

/** What is known of a difference: {expected, actual, operands: values}; `operands` are the engine's. */
export const kSituations = {
  'reference fails': ({ expected }) => isError(expected),
  'reference is null': ({ expected }) => isNull(expected),
  'reference is false': ({ expected }) => expected === false,
  'reference is not null': ({ expected }) => !isNull(expected),
  'reference is not a number': ({ expected }) => some(expected, (v) => typeof v === 'number' && !Number.isFinite(v)),
  'engine fails': ({ actual }) => isError(actual),
  'engine is null': ({ actual }) => isNull(actual),
  'engine is not null': ({ actual }) => !isNull(actual) && !isError(actual),
  'interval ends before it begins': ({ actual }) => /ends before it begins/.test(textOfError(actual)),
  'an operand is null': ({ operands }) => operands.some(isNull),
  'a bound is null': ({ operands, expected, actual }) => [...operands, expected, actual].some((v) => some(v, nullBound)),
  'a part is null': ({ operands }) => operands.some((v) => some(v, isNull)),
  'a date is imprecise': ({ operands }) => operands.some((v) => some(v, isPartial)),
  'an operand is uncertain': ({ operands, types }) => operands.some((v, i) => isInterval(v) && /^(Integer|Choice)$/.test(types[i])),
  'a bound is open': ({ operands }) => operands.some((v) => some(v, openBound)),
  'reference is a list': ({ expected }) => Array.isArray(expected),
  'reference is out of range': ({ expected }) => some(expected, isOutOfRange),
  'rounds a half up': ({ operands, expected, actual }) => Number(operands[0]) % 1 === -0.5 && expected - Number(actual) === 1,
  'reference names a UCUM calendar unit': ({ expected }) => some(expected, (v) => /\b(a_g|mo_g|wk|d|h)\b/.test(String(v?.unit ?? ''))),
  'engine is true': ({ actual }) => actual === true,
  'engine is false': ({ actual }) => actual === false,
  'a source has equal items': ({ operands }) => operands.some(hasEqualItems),
  'more digits than a double has': ({ operands, actual }) => [...operands, actual].some((v) => some(v, isLong)),
  'one answer is no certain truth': ({ expected, actual }) => typeof expected !== 'boolean' || typeof actual !== 'boolean',
  'differs by a step of 1': ({ operands, expected }) => Math.abs(amountOf(expected) - amountOf(operands[0])) === 1 || isNull(expected),
  'a text has nine digits': ({ text }) => /\.\d{9}/.test(text),
  'differs in the last digits of a double': ({ expected, actual }) => actual instanceof ExactNumber && Math.abs(expected - Number(actual)) <= Math.abs(expected) * 1e-12,
  'rounds each step': ({ operands }) => some(operands, (v) => v instanceof ExactNumber && /\.\d{2}/.test(v.text)),
  'one has seconds without milliseconds': ({ operands }) => some(operands, isSecond) && some(operands, isMillisecond),
  'a calendar year or month with another unit': ({ operands }) => operands.flat().some((v) => /^(year|month)s?$/.test(v?.unit)) && new Set(operands.flat().map((v) => v?.unit)).size > 1,
  'the answers have different units': ({ expected, actual }) => isQuantity(expected) && isQuantity(actual) && expected.unit !== actual.unit,
  'engine fits a Decimal': ({ actual }) => some(actual, (v) => v instanceof ExactNumber),
  'a part of the text is a null bound': ({ text }) => /Interval[[(]\(null as|\(null as \w+\)[\])]/.test(text),
  'the same items in another order': ({ expected, actual }) => sortedItems(expected) !== null && sortedItems(expected) === sortedItems(actual),
  'reference adds an offset': ({ expected, actual }) => typeof actual === 'string' && String(expected).replace(/[+-]\d\d:\d\d$/, '') === actual,
  'engine is an empty text': ({ actual }) => actual === '',
  'engine refuses the text': ({ actual }) => isNull(actual) || actual === false,
};

const all = (value, test) => (value === undefined ? true : test(value));
const listed = (value) => [value].flat();

function holds(row, difference) {
  return all(row.operator, (names) => listed(names).includes(difference.operator))
    && all(row.types, (types) => difference.types.some((type) => new RegExp(`^(?:${listed(types).join('|')})$`).test(type)))
    && all(row.text, (text) => new RegExp(text).test(difference.text))
    && all(row.reference, (text) => new RegExp(text).test(textOfError(difference.expected)))
    && all(row.engine, (text) => new RegExp(text).test(textOfError(difference.actual)))
    && listed(row.when ?? []).every((name) => kSituations[name](difference));
}

export class Exclusions {
  #rows;
  #counts = new Map();

  constructor(rows = readJson(join(root, 'tools/differential-exclusions.json'))) {
    this.#rows = rows;
    for (const row of rows) {
      for (const name of listed(row.when ?? [])) if (!kSituations[name]) throw new Error(`no situation '${name}'`);
    }
  }

  /** Whether the difference {operator, types, text, operands, expected, actual} is declared. */
  covers(difference) {
    const row = this.#rows.find((each) => holds(each, difference));
    if (row) this.#counts.set(row, (this.#counts.get(row) ?? 0) + 1);
    return row !== undefined;
  }

  /** [row, how often it was met], the most frequent first. */
  counts() {
    return [...this.#counts].sort(([, a], [, b]) => b - a);
  }

  /** Rows that no difference has met. */
  unused() {
    return this.#rows.filter((row) => !this.#counts.has(row));
  }
}
