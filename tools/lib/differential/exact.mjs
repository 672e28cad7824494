// When two engines agree on a value: exactly, as far as cql-execution's binary numbers can tell.
import { same, temporal } from '../same-value.mjs';

/** A number as it was written: JavaScript's own would lose digits of a Long or a Decimal. */
export class ExactNumber {
  constructor(text) {
    this.text = text;
  }

  valueOf() {
    return Number(this.text);
  }

  toJSON() {
    return Number(this.text);
  }
}

const kToken = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON with its numbers as ExactNumber. */
export function parseExact(text) {
  const marked = text.replace(kToken, (token) => (token.startsWith('"') ? token : `{"\\u0000number":"${token}"}`));
  return JSON.parse(marked, (_, value) => (value?.['\0number'] !== undefined ? new ExactNumber(value['\0number']) : value));
}

const absent = (v) => v === null || v === undefined;
const isNumber = (v) => typeof v === 'number' || typeof v === 'bigint';

// One step of a Decimal, or what a double of that size cannot tell apart.
const agreeDecimal = (expected, actual) => Math.abs(expected - actual) <= Math.max(1e-8, Math.abs(expected) * 2 ** -50);

function agreeNumber(expected, { text }) {
  if (text.includes('.')) return agreeDecimal(Number(expected), Number(text));
  return typeof expected === 'bigint' || Number.isSafeInteger(expected)
    ? BigInt(expected) === BigInt(text) : Number(expected) === Number(text);
}

function agreeText(expected, actual) {
  if (expected === actual) return true;
  return temporal(expected) !== null && temporal(actual) !== null && same(expected, actual);
}

/** The factors of a unit in one order. */
const unitOf = (unit) => (absent(unit) || unit === '' ? '1' : String(unit).replace(/^[^/]*/, (top) => top.split('.').sort().join('.')));

function agreeMembers(expected, actual) {
  const members = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...members].every((k) => (k === 'unit' ? unitOf(expected[k]) === unitOf(actual[k]) : agree(expected[k], actual[k])));
}

/** True for a value with more digits than a Decimal has: cql-execution does not round everything. */
export function isUnrounded(value) {
  if (typeof value === 'number') return Math.abs(value) < 1e6 && Math.abs(value * 1e8 - Math.round(value * 1e8)) > 1e-3;
  return value !== null && typeof value === 'object' && Object.values(value).some(isUnrounded);
}

/** `expected` is cql-execution's value, `actual` the engine's with exact numbers. Two errors agree. */
export function agree(expected, actual) {
  if (absent(expected) || absent(actual)) return absent(expected) && absent(actual);
  if (actual instanceof ExactNumber) return isNumber(expected) && agreeNumber(expected, actual);
  if (typeof expected !== typeof actual) return false;
  if (typeof expected === 'string') return agreeText(expected, actual);
  if (typeof expected !== 'object') return expected === actual;
  if (Array.isArray(expected) !== Array.isArray(actual)) return false;
  if (Array.isArray(expected)) return expected.length === actual.length && expected.every((x, i) => agree(x, actual[i]));
  if (expected.error || actual.error) return Boolean(expected.error && actual.error);
  if (expected.resourceType && actual.resourceType) return expected.resourceType === actual.resourceType && expected.id === actual.id;
  return agreeMembers(expected, actual);
}
