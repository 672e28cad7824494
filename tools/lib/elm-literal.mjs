// The value that literal ELM stands for, worked out here and not by an engine, and whether an engine's answer is it.
import { temporal } from './same-value.mjs';

const localName = (name) => name.replace(/^.*\}/, '');
const two = (value) => String(value).padStart(2, '0');
const isNull = (value) => value === null || value === undefined;

/** JSON whose numbers become {number: text}: exact, and told from strings. */
export const parseExact = (text) => JSON.parse(text.replace(
  /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (m) => (m[0] === '"' ? m : `{"number":"${m}"}`)));

const members = (element, of) => Object.fromEntries((element ?? []).map((e) => [e.name, of(e.value)]));

function dateText(node) {
  const parts = [String(literal(node.year).text).padStart(4, '0')];
  for (const part of ['month', 'day']) if (node[part]) parts.push(two(literal(node[part]).text));
  return parts.join('-');
}

function clockText(node) {
  let text = two(literal(node.hour).text);
  for (const part of ['minute', 'second']) if (node[part]) text += `:${two(literal(node[part]).text)}`;
  return node.millisecond ? `${text}.${String(literal(node.millisecond).text).padStart(3, '0')}` : text;
}

function offsetText(node) {
  if (!node) return '';
  const minutes = Math.round(Number(literal(node).text) * 60);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function negated(value) {
  const turn = (text) => (text.startsWith('-') ? text.slice(1) : `-${text}`);
  if (value.type === 'Quantity') return { ...value, value: { ...value.value, text: turn(value.value.text) } };
  return { ...value, text: turn(value.text) };
}

const quantity = (node) => ({
  type: 'Quantity', value: { type: 'Number', text: String(node.value) }, unit: node.unit ?? '1',
});

function instance(node) {
  const type = localName(node.classType);
  const parts = members(node.element, literal);
  if (type === 'Quantity') return { type, value: parts.value, unit: parts.unit?.text ?? '1' };
  return { type: 'Tuple', elements: parts };
}

const kNodes = {
  Null: () => null,
  As: (node) => literal(node.operand),
  ToDecimal: (node) => literal(node.operand),
  ToLong: (node) => literal(node.operand),
  ToList: (node) => ({ type: 'List', items: [literal(node.operand)] }),
  ToConcept: (node) => ({ type: 'Tuple', elements: { codes: { type: 'List', items: [literal(node.operand)] } } }),
  Negate: (node) => negated(literal(node.operand)),
  Literal: (node) => {
    const type = localName(node.valueType);
    if (type === 'Boolean') return { type, value: node.value === 'true' };
    return { type: type === 'String' ? type : 'Number', text: node.value ?? '', exact: type !== 'Decimal' };
  },
  Quantity: quantity,
  Ratio: (node) => ({
    type: 'Tuple', elements: { numerator: quantity(node.numerator), denominator: quantity(node.denominator) },
  }),
  Date: (node) => ({ type: 'Temporal', text: dateText(node) }),
  DateTime: (node) => ({
    type: 'Temporal', text: `${dateText(node)}T${node.hour ? clockText(node) + offsetText(node.timezoneOffset) : ''}`,
  }),
  Time: (node) => ({ type: 'Temporal', text: clockText(node) }),
  Interval: (node) => ({
    type: 'Interval', low: literal(node.low), high: literal(node.high),
    lowClosed: node.lowClosed ?? true, highClosed: node.highClosed ?? true,
  }),
  List: (node) => ({ type: 'List', items: (node.element ?? []).map(literal) }),
  Tuple: (node) => ({ type: 'Tuple', elements: members(node.element, literal) }),
  Instance: instance,
};

/** The value of an expression of literals and selectors; throws for anything else. */
export function literal(node) {
  if (!(node.type in kNodes)) throw new Error(`${node.type} is no literal`);
  return kNodes[node.type](node);
}

// Comparing.

const kDigits = 16;
const kTolerance = 10n ** BigInt(kDigits - 8);

/** A number's text in units of 10^-16. */
function scaled(text) {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  const shift = kDigits - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign ? -value : value;
}

function sameNumber(expected, actual) {
  if (typeof actual !== 'object' || !('number' in actual)) return false;
  const difference = scaled(expected.text) - scaled(actual.number);
  return expected.exact ? difference === 0n : (difference < 0n ? -difference : difference) < kTolerance;
}

function sameTemporal(expected, actual) {
  if (typeof actual !== 'string') return false;
  if (actual === expected) return true;
  // A DateTime of a day may be written with or without a final T.
  const [a, b] = [expected, actual].map((text) => temporal(text.replace(/T$/, '')));
  return a !== null && b !== null && a.precision === b.precision && a.instant === b.instant;
}

const kCalendarUnit = /^(year|month|week|day|hour|minute|second|millisecond)s$/;
const unit = (text) => (isNull(text) || text === '' ? '1' : text.replace(kCalendarUnit, '$1'));

/** Bounds as they are written: `[1, 4)` and `[1, 3]` are the same to an engine, but the suite never needs that. */
const sameBound = (expected, actual, side) => (
  expected[`${side}Closed`] === actual[`${side}Closed`] && matches(expected[side], actual[side]));

const isMap = (value) => typeof value === 'object' && !isNull(value) && !Array.isArray(value) && !('number' in value);

const kMatches = {
  Boolean: (expected, actual) => actual === expected.value,
  String: (expected, actual) => actual === expected.text,
  Number: sameNumber,
  Temporal: (expected, actual) => sameTemporal(expected.text, actual),
  Quantity: (expected, actual) => isMap(actual) && 'value' in actual && sameNumber(expected.value, actual.value) &&
    unit(expected.unit) === unit(actual.unit),
  Interval: (expected, actual) => isMap(actual) && 'lowClosed' in actual &&
    sameBound(expected, actual, 'low') && sameBound(expected, actual, 'high'),
  List: (expected, actual) => Array.isArray(actual) && actual.length === expected.items.length &&
    expected.items.every((item, i) => matches(item, actual[i])),
  Tuple: (expected, actual) => isMap(actual) &&
    [...new Set([...Object.keys(expected.elements), ...Object.keys(actual)])].every(
      (name) => matches(expected.elements[name] ?? null, actual[name])),
};

/**
 * True when an answer of `cramp-cds eval` (by parseExact) is the expected value. Decimals may differ by less than 1e-8;
 * moments are the same instant at the same precision; units are not converted; a missing element is null.
 */
export function matches(expected, actual) {
  if (expected === null || isNull(actual)) return expected === null && isNull(actual);
  return kMatches[expected.type](expected, actual);
}
