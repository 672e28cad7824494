// What expressions are made of: a row is [type of the result, ELM name, text, types that T and U may be].
// In a text «Type» is a part of that type, «=a|b» is one of the words, $1 a new variable, and «Type|$1:T» a part that
// may use the variable. What cql-execution does not have is not here: Long, LowBoundary, HighBoundary, Size, ToChars.
import { kPoints } from './literals.mjs';

const kNumber = ['Integer', 'Decimal'];
const kSummed = [...kNumber, 'Quantity'];
const kOrdered = [...kSummed, 'String', 'Date', 'DateTime', 'Time'];
const kSimple = ['Boolean', ...kOrdered];
const kDated = ['Date', 'DateTime'];
const kIntervals = kPoints.map((p) => `Interval<${p}>`);
const kLists = ['List<Integer>', 'List<String>', 'List<DateTime>', 'List<Quantity>', 'List<Interval<Integer>>', 'List<Tuple>'];
const kItems = ['Integer', 'Decimal', 'String', 'Date', 'DateTime', 'Quantity', 'Boolean', 'Code', 'Interval<Integer>', 'Tuple'];
const kAny = [...kSimple, 'Ratio', 'Code', 'Concept', ...kIntervals, ...kLists, 'Tuple', 'Choice'];
const kRows = ['Integer', 'String', 'DateTime', 'Tuple', 'Interval<Integer>'];
const kScalars = ['Boolean', 'Integer', 'Decimal', 'String', 'DateTime'];

const kDateUnit = '=year|month|day';
const kDateTimeUnit = '=year|month|day|hour|minute|second|millisecond';
const kTimeUnit = '=hour|minute|second|millisecond';
const kDateUnits = '=years|months|weeks|days';
const kDateTimeUnits = '=years|months|weeks|days|hours|minutes|seconds|milliseconds';
const kTimeUnits = '=hours|minutes|seconds|milliseconds';

const logical = [
  ['Boolean', 'And', '«Boolean» and «Boolean»'],
  ['Boolean', 'Or', '«Boolean» or «Boolean»'],
  ['Boolean', 'Xor', '«Boolean» xor «Boolean»'],
  ['Boolean', 'Implies', '«Boolean» implies «Boolean»'],
  ['Boolean', 'Not', 'not «Boolean»'],
  ['Boolean', 'IsTrue', '«Boolean» is «=true|not true»'],
  ['Boolean', 'IsFalse', '«Boolean» is «=false|not false»'],
  ['Boolean', 'IsNull', '«T» is «=null|not null»', kAny],
  ['T', 'If', 'if «Boolean» then «T» else «T»', kAny],
  ['T', 'Case', 'case when «Boolean» then «T» when «Boolean» then «T» else «T» end', kAny],
  ['T', 'Case', 'case «U» when «U» then «T» when «U» then «T» else «T» end', kSimple, kScalars],
  ['T', 'Coalesce', 'Coalesce(«T», «T»)', kAny],
  ['T', 'Coalesce', 'Coalesce(«List<T>»)', kItems],
];

const comparison = [
  ['Boolean', 'Equal', '«T» = «T»', kAny],
  ['Boolean', 'NotEqual', '«T» != «T»', kAny],
  ['Boolean', 'Equivalent', '«T» ~ «T»', kAny],
  ['Boolean', 'NotEquivalent', '«T» !~ «T»', kAny],
  ['Boolean', 'Equivalent', '«Code» ~ «Concept»'],
  ['Boolean', 'Less', '«T» < «T»', kOrdered],
  ['Boolean', 'LessOrEqual', '«T» <= «T»', kOrdered],
  ['Boolean', 'Greater', '«T» > «T»', kOrdered],
  ['Boolean', 'GreaterOrEqual', '«T» >= «T»', kOrdered],
  ['Boolean', 'Between', '«T» «=between|properly between» «T» and «T»', kNumber],
];

const arithmetic = [
  ['T', 'Add', '«T» + «T»', kSummed],
  ['T', 'Subtract', '«T» - «T»', kSummed],
  ['T', 'Multiply', '«T» * «T»', kNumber],
  ['Quantity', 'Multiply', '«Quantity» * «Quantity»'],
  ['Quantity', 'Multiply', '«Decimal» * «Quantity»'],
  ['Decimal', 'Divide', '«Decimal» / «Decimal»'],
  ['Decimal', 'Divide', '«Integer» / «Integer»'],
  ['Quantity', 'Divide', '«Quantity» / «Quantity»'],
  ['Quantity', 'Divide', '«Quantity» / «Decimal»'],
  ['T', 'TruncatedDivide', '«T» div «T»', kNumber],
  ['T', 'Modulo', '«T» mod «T»', kNumber],
  ['T', 'Negate', '-(«T»)', kSummed],
  ['T', 'Abs', 'Abs(«T»)', kSummed],
  ['Integer', 'Ceiling', 'Ceiling(«Decimal»)'],
  ['Integer', 'Floor', 'Floor(«Decimal»)'],
  ['Integer', 'Truncate', 'Truncate(«Decimal»)'],
  ['Decimal', 'Round', 'Round(«Decimal»)'],
  ['Decimal', 'Round', 'Round(«Decimal», «Places»)'],
  ['Decimal', 'Ln', 'Ln(«Decimal»)'],
  ['Decimal', 'Exp', 'Exp(«Decimal»)'],
  ['Decimal', 'Log', 'Log(«Decimal», «Decimal»)'],
  ['T', 'Power', '«T» ^ «Exponent»', ['Integer']],
  ['Decimal', 'Power', '«Decimal» ^ (ToDecimal(«Exponent»))'],
  ['T', 'Predecessor', 'predecessor of «T»', kPoints],
  ['T', 'Successor', 'successor of «T»', kPoints],
  ['T', 'MinValue', 'minimum T', [...kNumber, 'Date', 'Time']],
  ['T', 'MaxValue', 'maximum T', [...kNumber, 'Date', 'Time']],
  ['Integer', 'Precision', 'Precision(«T»)', ['Decimal', ...kDated, 'Time']],
];

const string = [
  ['String', 'Concatenate', '«String» + «String»'],
  ['String', 'Concatenate', '«String» & «String»'],
  ['String', 'Combine', 'Combine(«List<String>»)'],
  ['String', 'Combine', 'Combine(«List<String>», «String»)'],
  ['List<String>', 'Split', 'Split(«String», «String»)'],
  ['List<String>', 'SplitOnMatches', 'SplitOnMatches(«String», «Pattern»)'],
  ['Integer', 'Length', 'Length(«String»)'],
  ['String', 'Upper', 'Upper(«String»)'],
  ['String', 'Lower', 'Lower(«String»)'],
  ['String', 'Indexer', '«String»[«Index»]'],
  ['Integer', 'PositionOf', 'PositionOf(«String», «String»)'],
  ['Integer', 'LastPositionOf', 'LastPositionOf(«String», «String»)'],
  ['String', 'Substring', 'Substring(«String», «Index»)'],
  ['String', 'Substring', 'Substring(«String», «Index», «Index»)'],
  ['Boolean', 'StartsWith', 'StartsWith(«String», «String»)'],
  ['Boolean', 'EndsWith', 'EndsWith(«String», «String»)'],
  ['Boolean', 'Matches', 'Matches(«String», «Pattern»)'],
  ['String', 'ReplaceMatches', 'ReplaceMatches(«String», «Pattern», «Replacement»)'],
];

const temporal = [
  ['Date', 'Add', '«Date» «=+|-» «DateStep»'],
  ['DateTime', 'Add', '«DateTime» «=+|-» «DateTimeStep»'],
  ['Time', 'Add', '«Time» «=+|-» «TimeStep»'],
  ['Integer', 'DateTimeComponentFrom', `«${kDateUnit}» from «Date»`],
  ['Integer', 'DateTimeComponentFrom', `«${kDateTimeUnit}» from «DateTime»`],
  ['Integer', 'DateTimeComponentFrom', `«${kTimeUnit}» from «Time»`],
  ['Date', 'DateFrom', 'date from «DateTime»'],
  ['Time', 'TimeFrom', 'time from «DateTime»'],
  ['Decimal', 'TimezoneOffsetFrom', 'timezoneoffset from «DateTime»'],
  ['Date', 'Date', 'Date(«=2024|2023|1|9999», «=1|2|12», «=1|28|30|31»)'],
  ['DateTime', 'DateTime', 'DateTime(«=2024|2023», «=3|11», «=3|10», «=1|2|23», «=0|59», 0, 0, «=-5.0|-4.0|0.0|14.0»)'],
  ['Time', 'Time', 'Time(«=0|2|23», «=0|30|59», «=0|59», «=0|999»)'],
  ['Integer', 'DifferenceBetween', `difference in «${kDateUnits}» between «Date» and «Date»`],
  ['Integer', 'DifferenceBetween', `difference in «${kDateTimeUnits}» between «DateTime» and «DateTime»`],
  ['Integer', 'DifferenceBetween', `difference in «${kTimeUnits}» between «Time» and «Time»`],
  ['Integer', 'DurationBetween', `«${kDateUnits}» between «Date» and «Date»`],
  ['Integer', 'DurationBetween', `«${kDateTimeUnits}» between «DateTime» and «DateTime»`],
  ['Integer', 'DurationBetween', `«${kTimeUnits}» between «Time» and «Time»`],
  ...[['Date', kDateUnit], ['DateTime', kDateTimeUnit], ['Time', kTimeUnit]].flatMap(([type, unit]) => [
    ['Boolean', 'SameAs', `«${type}» same «${unit}» as «${type}»`],
    ['Boolean', 'SameAs', `«${type}» same as «${type}»`],
    ['Boolean', 'SameOrBefore', `«${type}» same «${unit}» or before «${type}»`],
    ['Boolean', 'SameOrAfter', `«${type}» on or after «${type}»`],
    ['Boolean', 'Before', `«${type}» before «${unit}» of «${type}»`],
    ['Boolean', 'After', `«${type}» after «${type}»`],
    ['Boolean', 'In', `«${type}» during «${unit}» of «Interval<${type}>»`],
    ['Boolean', 'Overlaps', `«Interval<${type}>» overlaps «${unit}» of «Interval<${type}>»`],
    ['Boolean', 'IncludedIn', `«Interval<${type}>» included in «${unit}» of «Interval<${type}>»`],
    ['Boolean', 'Before', `«Interval<${type}>» before «${unit}» of «Interval<${type}>»`],
  ]),
];

const interval = [
  ['Interval<T>', 'Interval', 'Interval«=[|(»«T», «T»«=]|)»', kPoints],
  ['Boolean', 'Overlaps', '«Interval<T>» overlaps «Interval<T>»', kPoints],
  ['Boolean', 'OverlapsBefore', '«Interval<T>» overlaps before «Interval<T>»', kPoints],
  ['Boolean', 'OverlapsAfter', '«Interval<T>» overlaps after «Interval<T>»', kPoints],
  ['Boolean', 'Meets', '«Interval<T>» meets «Interval<T>»', kPoints],
  ['Boolean', 'MeetsBefore', '«Interval<T>» meets before «Interval<T>»', kPoints],
  ['Boolean', 'MeetsAfter', '«Interval<T>» meets after «Interval<T>»', kPoints],
  ['Boolean', 'Starts', '«Interval<T>» starts «Interval<T>»', kPoints],
  ['Boolean', 'Ends', '«Interval<T>» ends «Interval<T>»', kPoints],
  ['Boolean', 'Includes', '«Interval<T>» includes «Interval<T>»', kPoints],
  ['Boolean', 'IncludedIn', '«Interval<T>» included in «Interval<T>»', kPoints],
  ['Boolean', 'ProperIncludes', '«Interval<T>» properly includes «Interval<T>»', kPoints],
  ['Boolean', 'ProperIncludedIn', '«Interval<T>» properly included in «Interval<T>»', kPoints],
  ['Boolean', 'Before', '«Interval<T>» before «Interval<T>»', kPoints],
  ['Boolean', 'After', '«Interval<T>» after «Interval<T>»', kPoints],
  ['Boolean', 'SameAs', '«Interval<T>» same as «Interval<T>»', ['Date', 'DateTime']],
  ['Boolean', 'SameOrBefore', '«Interval<T>» on or before «Interval<T>»', kPoints],
  ['Boolean', 'SameOrAfter', '«Interval<T>» on or after «Interval<T>»', kPoints],
  ['Boolean', 'In', '«T» in «Interval<T>»', kPoints],
  ['Boolean', 'Contains', '«Interval<T>» contains «T»', kPoints],
  ['Boolean', 'ProperIn', '«T» properly included in «Interval<T>»', kPoints],
  ['Boolean', 'ProperContains', '«Interval<T>» properly includes «T»', kPoints],
  ['Interval<T>', 'Union', '«Interval<T>» union «Interval<T>»', kPoints],
  ['Interval<T>', 'Intersect', '«Interval<T>» intersect «Interval<T>»', kPoints],
  ['Interval<T>', 'Except', '«Interval<T>» except «Interval<T>»', kPoints],
  ['List<Interval<T>>', 'Collapse', 'collapse «List<Interval<T>>»', kPoints],
  ['List<Interval<Integer>>', 'Collapse', 'collapse «List<Interval<Integer>>» per «=2|3|10»'],
  ['List<Interval<Date>>', 'Collapse', 'collapse «List<Interval<Date>>» per «=day|month|2 weeks»'],
  ['List<Interval<Integer>>', 'Expand', 'expand { Interval[«=0|1|3», «=3|4|10»], Interval«=[|(»8, 12«=]|)» } per «=1|2|3»'],
  ['List<Interval<Date>>', 'Expand', 'expand { Interval«=[|(»@2024-02-27, «=@2024-02-29|@2024-03-10»«=]|)» } per «=day|2 days|week|month»'],
  ['List<Interval<Decimal>>', 'Expand', 'expand { Interval[«=0.0|1.0|1.5», «=2.0|3.5»] } per «=0.5|1.0»'],
  ['T', 'Width', 'width of «Interval<T>»', kNumber],
  ['T', 'Start', 'start of «Interval<T>»', kPoints],
  ['T', 'End', 'end of «Interval<T>»', kPoints],
  ['T', 'PointFrom', 'point from Interval[«T», «T»]', ['Integer', 'Date']],
];

const list = [
  ['List<T>', 'List', '{ «T», «T», «T» }', kItems],
  ['Boolean', 'Exists', 'exists «List<T>»', kItems],
  ['Boolean', 'In', '«T» in «List<T>»', kItems],
  ['Boolean', 'Contains', '«List<T>» contains «T»', kItems],
  ['Boolean', 'Includes', '«List<T>» includes «List<T>»', kItems],
  ['Boolean', 'IncludedIn', '«List<T>» included in «List<T>»', kItems],
  ['Boolean', 'ProperIncludes', '«List<T>» properly includes «List<T>»', kItems],
  ['Boolean', 'ProperIncludedIn', '«List<T>» properly included in «List<T>»', kItems],
  ['List<T>', 'Union', '«List<T>» union «List<T>»', kItems],
  ['List<T>', 'Intersect', '«List<T>» intersect «List<T>»', kItems],
  ['List<T>', 'Except', '«List<T>» except «List<T>»', kItems],
  ['List<T>', 'Distinct', 'distinct «List<T>»', kItems],
  ['List<T>', 'Flatten', 'flatten { «List<T>», «List<T>» }', kItems],
  ['T', 'First', 'First(«List<T>»)', kItems],
  ['T', 'Last', 'Last(«List<T>»)', kItems],
  ['Integer', 'IndexOf', 'IndexOf(«List<T>», «T»)', kItems],
  ['T', 'Indexer', '«List<T>»[«Index»]', kItems],
  ['Integer', 'Count', 'Count(«List<T>»)', kItems],
  ['T', 'SingletonFrom', 'singleton from «List<T>»', kItems],
  ['List<T>', 'Slice', 'Skip(«List<T>», «Index»)', kItems],
  ['List<T>', 'Slice', 'Take(«List<T>», «Index»)', kItems],
  ['List<T>', 'Slice', 'Tail(«List<T>»)', kItems],
];

const aggregate = [
  ['T', 'Sum', 'Sum(«List<T>»)', kSummed],
  ['T', 'Avg', 'Avg(«List<T>»)', ['Decimal', 'Quantity']],
  ['T', 'Min', 'Min(«List<T>»)', kOrdered],
  ['T', 'Max', 'Max(«List<T>»)', kOrdered],
  ['T', 'Median', 'Median(«List<T>»)', ['Decimal', 'Quantity']],
  ['T', 'Mode', 'Mode(«List<T>»)', kOrdered],
  ['T', 'Product', 'Product(«List<T>»)', kNumber],
  ['Decimal', 'GeometricMean', 'GeometricMean(«List<Decimal>»)'],
  ['Decimal', 'StdDev', '«=StdDev|PopulationStdDev»(«List<Decimal>»)'],
  ['Decimal', 'Variance', '«=Variance|PopulationVariance»(«List<Decimal>»)'],
  ['Boolean', 'AllTrue', 'AllTrue(«List<Boolean>»)'],
  ['Boolean', 'AnyTrue', 'AnyTrue(«List<Boolean>»)'],
];

const query = [
  ['List<T>', 'Query', '(«List<T>») $1 where «Boolean|$1:T»', kRows],
  ['List<U>', 'Query', '(«List<T>») $1 return «=|all|distinct» («U|$1:T»)', kRows, kScalars],
  ['List<U>', 'Query', '(«List<T>») $1 let $2: «U|$1:T» where $2 is not null return all $2', kRows, kScalars],
  ['List<T>', 'Query', '(«List<T>») $1 «=with|without» («List<U>») $2 such that «Boolean|$1:T,$2:U»', kRows, kRows],
  ['List<Integer>', 'Query', 'from («List<T>») $1, («List<U>») $2 where «Boolean|$1:T,$2:U» return all «Integer|$1:T,$2:U»', kRows, kRows],
  ['Integer', 'Query', '(«List<T>») $1 aggregate $2 starting («Integer»): «Integer|$1:T,$2:Integer»', kRows],
  ['Integer', 'Query', '(«List<T>») $1 aggregate «=all|distinct» $2: «Integer|$1:T,$2:Integer»', kRows],
  ['List<T>', 'Query', '(«List<T>») $1 return all $1 sort «=asc|desc|descending»', ['Integer', 'Decimal', 'String', 'Date', 'DateTime', 'Quantity']],
  ['List<Tuple>', 'Query', '(«List<Tuple>») $1 sort by «=a|b|c» «=asc|desc», «=a|b»'],
  ['List<Tuple>', 'Query', '(«List<Tuple>») $1 sort by (Length(b))«=| desc», a'],
];

const structure = [
  ['Tuple', 'Tuple', 'Tuple { a: «Integer», b: «String», c: «DateTime» }'],
  ['Integer', 'Property', '(«Tuple»).a'],
  ['String', 'Property', '(«Tuple»).b'],
  ['DateTime', 'Property', '(«Tuple»).c'],
  ['T', 'Property', '(«Interval<T>»).«=low|high»', kPoints],
  ['String', 'Property', '(«Code»).«=code|system|display»'],
  ['Decimal', 'Property', '(«Quantity»).value'],
  ['Choice', 'As', '«Integer» as Choice<Integer, String>'],
  ['Boolean', 'Is', '«Choice» is «=Integer|String|Decimal»'],
  ['Integer', 'As', '«Choice» as Integer'],
  ['String', 'As', 'cast «Choice» as String'],
];

const conversion = [
  ['String', 'ToString', 'ToString(«T»)', ['Boolean', 'Integer', 'Decimal', 'Quantity', 'Date', 'DateTime', 'Time', 'Ratio']],
  ...['Boolean', 'Integer', 'Decimal', 'Quantity', 'Ratio'].flatMap((to) => [
    [to, `To${to}`, `To${to}(«NumberText»)`],
    ['Boolean', `ConvertsTo${to}`, `ConvertsTo${to}(«NumberText»)`],
  ]),
  ...['Date', 'DateTime', 'Time'].flatMap((to) => [
    [to, `To${to}`, `To${to}(«DateText»)`],
    ['Boolean', `ConvertsTo${to}`, `ConvertsTo${to}(«DateText»)`],
  ]),
  ['Decimal', 'ToDecimal', 'ToDecimal(«Integer»)'],
  ['Integer', 'ToInteger', 'ToInteger(«Boolean»)'],
  ['Boolean', 'ToBoolean', 'ToBoolean(«T»)', kNumber],
  ['DateTime', 'ToDateTime', 'ToDateTime(«Date»)'],
  ['Date', 'ToDate', 'ToDate(«DateTime»)'],
  ['Quantity', 'ToQuantity', 'ToQuantity(«T»)', ['Integer', 'Decimal']],
  ['Concept', 'ToConcept', 'ToConcept(«Code»)'],
  ['Quantity', 'ConvertQuantity', 'convert «Quantity» to «Unit»'],
  ['Boolean', 'CanConvertQuantity', 'CanConvertQuantity(«Quantity», «Unit»)'],
];

const clinical = [
  ['Integer', 'CalculateAgeAt', 'CalculateAgeIn«=Years|Months|Weeks|Days»At(«Date», «Date»)'],
  ['Integer', 'CalculateAgeAt', 'CalculateAgeIn«=Years|Months|Days|Hours|Minutes»At(«DateTime», «DateTime»)'],
];

export const systemGrammar = {
  logical, comparison, arithmetic, string, temporal, interval, list, aggregate, query, structure, conversion, clinical,
};
