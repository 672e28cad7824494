// Leaves: texts of each type, chosen for the places where engines go wrong.

const quoted = (texts) => texts.map((t) => `'${t.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);

const kIntegers = ['0', '1', '-1', '2', '3', '5', '7', '10', '100', '2147483647', '-2147483648', '-2147483647', '65536', '46341'];
const kDecimals = ['0.0', '1.0', '-1.0', '0.5', '-0.5', '1.5', '2.5', '-2.5', '0.00000001', '-0.00000001', '3.14159265',
  '10.0', '99.99', '1.005', '123456789.12345678', '99999999999999999999.99999999', '-99999999999999999999.99999999'];
const kStrings = quoted(['', 'a', 'b', 'A', 'ab', 'abc', ' ', 'a,b', 'a1b22', 'straße', 'ÄÖ', 'é', '日本', 'x\'y', 'a\\b', '12', 'true']);
const kDates = ['@2024-02-29', '@2023-02-28', '@2024-03-01', '@2000-01-01', '@1999-12-31', '@2024', '@2024-02', '@2023-12',
  '@0001-01-01', '@9999-12-31', '@1900-02-28', '@2024-12-31'];
const kDateTimes = ['@2024-02-29T00:00:00.000Z', '@2024-03-10T01:59:59.999-05:00', '@2024-03-10T03:00:00.000-04:00',
  '@2024-11-03T01:30:00.000-04:00', '@2024-11-03T01:30:00.000-05:00', '@2024-02-29T23:59:59.999+14:00', '@2024T', '@2024-02T',
  '@2024-02-29T', '@2024-02-29T12', '@2024-02-29T12:30', '@2024-02-29T12:30:15', '@2024-02-29T12:30:15.250',
  '@0001-01-01T00:00:00.000Z', '@9999-12-31T23:59:59.999Z', '@2023-12-31T23:30:00.000-12:00', '@2024-01-01T00:00:00.000+05:45',
  'Now()', 'DateTime(2024, 3, 10, 2, 30, 0, 0, -5.0)'];
const kTimes = ['@T00:00:00.000', '@T23:59:59.999', '@T12', '@T12:30', '@T12:30:15', '@T12:30:15.250', '@T02:30:00.000', '@T01:59'];
const kQuantities = ['0 \'mg\'', '1 \'mg\'', '1000 \'mg\'', '1 \'g\'', '0.001 \'kg\'', '-1.5 \'mg\'', '5 \'mmol/L\'', '1 \'cm\'', '1 \'1\'', '37 \'Cel\'',
  '98.6 \'[degF]\'', '1 year', '12 months', '365 days', '1 \'a\'', '24 hours', '1 \'h\''];
const kRatios = ['1:2', '2:4', '1 \'mg\':2 \'mL\'', '1000 \'ug\':2 \'mL\'', '0:1', '1:0'];
const kCodes = ['a', 'b', 'A'].flatMap((code) => ["'urn:s'", "'urn:t'", 'null'].map(
  (system) => `Code { code: '${code}', system: ${system} }`)).concat(["Code { code: 'a', system: 'urn:s', display: 'other' }"]);
const kConcepts = ['Concept { codes: {} }', ...kCodes.slice(0, 4).map((c) => `Concept { codes: { ${c} } }`),
  `Concept { codes: { ${kCodes[0]}, ${kCodes[4]} }, display: 'both' }`];

/** Ordered bounds, so that most intervals are ones. */
const kBounds = {
  Integer: ['-2147483648', '-1', '0', '1', '3', '4', '5', '10', '2147483647'],
  Decimal: ['-1.5', '0.0', '0.00000001', '1.0', '1.5', '2.0', '10.0'],
  Quantity: ['0 \'mg\'', '1 \'mg\'', '500 \'mg\'', '1 \'g\'', '2 \'g\'', '1 \'kg\''],
  Date: ['@0001-01-01', '@2023-12-31', '@2024-01-01', '@2024-01-15', '@2024-02-29', '@2024-03-01', '@9999-12-31'],
  DateTime: ['@2023-12-31T23:30:00.000-12:00', '@2024-02-29T00:00:00.000Z', '@2024-03-10T01:59:59.999-05:00',
    '@2024-03-10T03:00:00.000-04:00', '@2024-11-03T01:30:00.000-04:00', '@2024-11-03T01:30:00.000-05:00', '@2025-01-01T12:00:00.000Z'],
  Time: ['@T00:00:00.000', '@T01:59:59.999', '@T12:00:00.000', '@T12:30:15.250', '@T23:59:59.999'],
};
const kImprecise = { Date: ['@2024', '@2024-02'], DateTime: ['@2024T', '@2024-02-29T', '@2024-02-29T12'], Time: ['@T12', '@T12:30'] };

function interval(random, point) {
  const bounds = kBounds[point];
  const [i, j] = [random.below(bounds.length), random.below(bounds.length)].sort((a, b) => a - b);
  let [low, high] = [bounds[i], bounds[j]];
  if (kImprecise[point] && random.chance(0.1)) low = high = random.pick(kImprecise[point]);
  if (random.chance(0.1)) low = `(null as ${point})`;
  if (random.chance(0.1)) high = `(null as ${point})`;
  const [open, close] = i === j ? ['[', ']'] : [random.pick(['[', '[', '(']), random.pick([']', ']', ')'])];
  return `Interval${open}${low}, ${high}${close}`;
}

const kTexts = {
  Boolean: ['true', 'false'], Integer: kIntegers, Decimal: kDecimals, String: kStrings, Date: kDates,
  DateTime: kDateTimes, Time: kTimes, Quantity: kQuantities, Ratio: kRatios, Code: kCodes, Concept: kConcepts,
};

/** Types that only leaves have: arguments of which most values would teach nothing. */
const kArguments = {
  Index: ['-1', '0', '1', '2', '3', '5', '(null as Integer)'],
  Places: ['0', '1', '2', '8', '(null as Integer)'],
  Exponent: ['-2', '-1', '0', '1', '2', '3', '10'],
  Pattern: quoted(['a', 'a.*', '[a-z]+', '\\d+', '^a', 'b$', '(a|b)', '.', '\\s', 'ß', '']),
  Replacement: quoted(['', 'x', '$1', '\\$']),
  NumberText: quoted(['1', '-1', '+5', '01', '1.5', '.5', '1.', '1e3', '', ' 1', '2147483648', '9223372036854775807', '0.123456789', 'abc',
    '1 \'mg\'', '5.5 \'mg\'', '1 day', '1:2', '1 \'mg\':2 \'mL\'', 'true', 'T', 'yes', 'N', '0']),
  DateText: quoted(['2024', '2024-02', '2024-02-29', '2023-02-29', '2024-02-29T12:30', '2024-02-29T12:30:15.123+02:00', '2024-13-01', '12:30',
    'T12:30', '23:59:59.999', '24:00', '', '2024-02-29T', '2024-02-29T24:00:00']),
  DateStep: ['1 year', '-1 years', '1 month', '13 months', '-1 month', '1 week', '29 days', '-366 days', '0 days', '10000 years'],
  DateTimeStep: ['1 year', '-4 years', '1 month', '-1 month', '2 weeks', '30 days', '24 hours', '-25 hours', '90 minutes', '1 second',
    '1 millisecond', '-1 milliseconds', '10000 years', '1500 milliseconds'],
  TimeStep: ['1 hour', '-13 hours', '90 minutes', '-1 minute', '3600 seconds', '1 millisecond', '25 hours'],
  Unit: quoted(['mg', 'g', 'kg', 'cm', '1', 'Cel', '[degF]', 'h', 'nope', '']),
};

export const isArgument = (type) => type in kArguments;
export const kPoints = Object.keys(kBounds);

const tuple = (random) => `Tuple { a: ${leaf(random, 'Integer')}, b: ${leaf(random, 'String')}, c: ${leaf(random, 'DateTime')} }`;

/** The CQL of one type: `Tuple` and `Choice` stand for one shape each. */
export function typeText(type) {
  return type.replace('Tuple', 'Tuple { a Integer, b String, c DateTime }').replace('Choice', 'Choice<Integer, String>');
}

/** Type of the items of a list type, of the points of an interval type; else null. */
export const inner = (type, of) => (type.startsWith(`${of}<`) ? type.slice(of.length + 1, -1) : null);

/** Text of a random value of the type without references to anything. */
export function leaf(random, type) {
  if (isArgument(type)) return random.pick(kArguments[type]);
  if (random.chance(0.08)) return `(null as ${typeText(type)})`;
  const point = inner(type, 'Interval');
  if (point) return interval(random, point);
  const item = inner(type, 'List');
  if (item) return list(random, item);
  if (type === 'Tuple') return tuple(random);
  if (type === 'Choice') return `(${leaf(random, random.pick(['Integer', 'String']))} as Choice<Integer, String>)`;
  return random.pick(kTexts[type]);
}

function list(random, item) {
  const items = Array.from({ length: random.below(5) }, () => leaf(random, item));
  if (items.length && random.chance(0.3)) items.push(items[0]);
  return items.length ? `{ ${items.join(', ')} }` : `({} as List<${typeText(item)}>)`;
}
