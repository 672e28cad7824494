// When two engines agree on a value, both in the JSON form of `cramp-cds eval`.

const kTolerance = 1e-8;

const absent = (v) => v === null || v === undefined;
const isTemporal = (v) => typeof v === 'string' && /^(T?\d\d:\d\d|\d{4}(-\d\d){1,2}(T|$)|\d{4}T)/.test(v);

/** {precision, instant} of ISO text: the number of fields given, and milliseconds in UTC. Null when it is none. */
export function temporal(text) {
  const time = /^T?(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?)?$/.exec(text);
  if (time && text.includes(':')) {
    const fields = time.slice(1).filter((f) => f !== undefined);
    return { precision: `T${fields.length}`, instant: milliseconds(['1970'], fields) };
  }
  const m = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?)?)?(Z|[+-]\d\d:\d\d)?)?$/
    .exec(text);
  if (!m) return null;
  const date = m.slice(1, 4).filter((f) => f !== undefined);
  const clock = m.slice(4, 8).filter((f) => f !== undefined);
  const shift = clock.length ? offset(m[8]) : 0;
  const kind = text.includes('T') ? 'DT' : 'D';
  return { precision: `${kind}${date.length + clock.length}`, instant: milliseconds(date, clock) - shift };
}

function milliseconds([year, month = '1', day = '1'], [h = '0', m = '0', s = '0', f = '0'] = []) {
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.setUTCHours(Number(h), Number(m), Number(s), Number(f.padEnd(3, '0')));
}

function offset(text) {
  if (!text || text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6));
  return (text[0] === '-' ? -minutes : minutes) * 60000;
}

function sameTemporal(a, b) {
  const [x, y] = [temporal(a), temporal(b)];
  return x !== null && y !== null && x.precision === y.precision && x.instant === y.instant;
}

const isQuantity = (v) => 'value' in v && 'unit' in v && Object.keys(v).length === 2;
const unitOf = (unit) => (absent(unit) || unit === '' ? '1' : unit);

/** True when both values are the same value; a missing member is null. */
export function same(a, b) {
  if (absent(a) || absent(b)) return absent(a) && absent(b);
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= kTolerance;
  if (isTemporal(a) && isTemporal(b)) return a === b || sameTemporal(a, b);
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a)) return a.length === b.length && a.every((x, i) => same(x, b[i]));
  return sameObject(a, b);
}

const isEmptyList = (v) => Array.isArray(v) && v.length === 0;
// FHIR JSON has no empty lists: in an instance of a FHIR type they are left out.
const isLeftOut = (a, b, k) => isEmptyList(a[k]) && !(k in b);

function sameObject(a, b) {
  if (a.resourceType && a.id && b.resourceType && b.id) return a.resourceType === b.resourceType && a.id === b.id;
  if (isQuantity(a) && isQuantity(b)) return same(a.value, b.value) && unitOf(a.unit) === unitOf(b.unit);
  // Engines word an error differently.
  if ('error' in a && 'error' in b) return true;
  const members = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...members].every((k) => same(a[k], b[k]) || isLeftOut(a, b, k) || isLeftOut(b, a, k));
}
