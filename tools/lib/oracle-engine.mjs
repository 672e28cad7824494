// The independent engine: cql-execution with FHIR data through cql-exec-fhir, its values in the JSON form of
// `cramp-cds eval`.
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { filesIn } from './paths.mjs';
import { readJson } from './json-files.mjs';

// The default offset of dates without one; both engines are given an instant in UTC.
process.env.TZ = 'UTC';

const require = createRequire(import.meta.url);
const cql = require('cql-execution');
const { PatientSource } = require('cql-exec-fhir');

/** Libraries of an elm folder, each built once. */
export class Libraries {
  #elm = new Map();
  #built = new Map();

  constructor(folder) {
    for (const file of filesIn(folder, '.json')) this.#elm.set(basename(file, '.json'), readJson(file));
  }

  names() {
    return [...this.#elm.keys()];
  }

  /** Public definitions of a library that are values: no functions, not the context's own `Patient`. */
  definitions(name) {
    const all = this.#elm.get(name).library.statements?.def ?? [];
    return all.filter((d) => d.type !== 'FunctionDef' && d.accessLevel === 'Public').map((d) => d.name);
  }

  /** Every declared parameter as null: cql-execution takes one that is not passed for its own definition. */
  unsetParameters() {
    const declared = [...this.#elm.values()].flatMap(({ library }) => library.parameters?.def ?? []);
    return Object.fromEntries(declared.map(({ name }) => [name, null]));
  }

  /** What cql-execution asks for the includes of a library. */
  resolve(name) {
    if (!this.#elm.has(name)) throw new Error(`no library ${name}`);
    if (!this.#built.has(name)) this.#built.set(name, new cql.Library(this.#elm.get(name), this));
    return this.#built.get(name);
  }
}

// The stock context builds a new one for every way that leads to a library; results are the same when they are shared.
class SharedContext extends cql.PatientContext {
  contexts = new Map();

  getLibraryContext(alias) {
    const library = this.get(alias);
    if (!this.contexts.has(library)) {
      const context = new SharedContext(
        library, this.patient, this.codeService, this.parameters, this.executionDateTime, this.messageListener);
      context.contexts = this.contexts;
      this.contexts.set(library, context);
    }
    return this.contexts.get(library);
  }
}

const source = PatientSource.FHIRv401();

// FHIR objects never change, so each element is wrapped once instead of at every access.
function rememberElements(patient) {
  const proto = Object.getPrototypeOf(Object.getPrototypeOf(patient));
  if (proto.remembers) return;
  const get = proto.get;
  const seen = new WeakMap();
  proto.get = function remembered(field) {
    if (!seen.has(this)) seen.set(this, new Map());
    const fields = seen.get(this);
    if (!fields.has(field)) fields.set(field, get.call(this, field));
    return fields.get(field);
  };
  proto.remembers = true;
}

/** A Bundle as cql-execution reads it: loaded once, to be evaluated any number of times. */
export function patientOf(bundle) {
  source.reset();
  source.loadBundles([bundle]);
  const patient = source.currentPatient();
  rememberElements(patient);
  const find = patient.findRecords.bind(patient);
  const found = new Map();
  patient.findRecords = (profile, details) => {
    const type = details?.datatype ?? profile;
    if (!found.has(type)) found.set(type, find(profile, details));
    return found.get(type);
  };
  return patient;
}

// A FHIR primitive, or a code of a fixed list, stands in FHIR JSON as its bare value.
function fhirJson(object) {
  const type = object.getTypeInfo();
  const primitive = /^(FHIR\.)?[a-z]/.test(type.name) || (type.elements.length === 1 && type.elements[0].name === 'value');
  return primitive ? object._json.value ?? null : object._json;
}

/** A FHIR object or a value of cql-execution as plain JSON. */
export function plain(v) {
  if (v === null || v === undefined) return null;
  if (typeof v !== 'object') return v;
  if (Array.isArray(v)) return v.map(plain);
  if (v.isUncertainty) return { low: plain(v.low), high: plain(v.high), lowClosed: true, highClosed: true };
  if (v.isInterval) return { low: plain(v.low), high: plain(v.high), lowClosed: v.lowClosed, highClosed: v.highClosed };
  if (v.isDateTime || v.isDate || v.isTime?.()) return v.toString();
  if (v.isQuantity) return { value: v.value, unit: v.unit ?? null };
  if (v.isRatio) return { numerator: plain(v.numerator), denominator: plain(v.denominator) };
  if (v.isConcept) return { codes: (v.codes ?? []).map(plain), display: v.display ?? null };
  if (v.isCode) return { code: v.code, system: v.system, version: v.version ?? null, display: v.display ?? null };
  if (v.getTypeInfo) return fhirJson(v);
  const members = Object.entries(v).map(([k, x]) => [k, plain(x)]);
  // An Instance of a FHIR primitive is an object of its value alone.
  return members.length === 1 && members[0][0] === 'value' ? members[0][1] : Object.fromEntries(members);
}

// The values of parameters as the engine wants them: instants in tuples are DateTimes.
function parameterValues(passed) {
  const outcomes = passed['Earlier Outcomes'];
  if (!outcomes) return passed;
  const withTimes = outcomes.map(({ rule, outcome, reason, time, cardKey }) => ({
    rule, outcome, reason: reason ?? null, time: cql.DateTime.parse(time), cardKey: cardKey ?? null }));
  return { ...passed, 'Earlier Outcomes': withTimes };
}

const errorText = (e) => String(e?.cause?.message ?? e?.message ?? e).split('\n')[0];

/**
 * Evaluates all public definitions of the libraries for a patient of `patientOf`; what another library has asked for is
 * known already. Calls `use(library, definition, value)`, or with an Error.
 */
export async function evaluateLoaded(libraries, names, patient, { now, parameters: passed }, codes, use) {
  const parameters = { ...libraries.unsetParameters(), ...parameterValues(passed) };
  const instant = cql.DateTime.parse(now);
  const contexts = new SharedContext(libraries.resolve(names[0]), patient, codes, parameters, instant).contexts;
  for (const name of names) {
    const library = libraries.resolve(name);
    if (!contexts.has(library)) {
      const context = new SharedContext(library, patient, codes, parameters, instant);
      context.contexts = contexts;
      contexts.set(library, context);
    }
    const shared = contexts.get(library);
    for (const definition of libraries.definitions(name)) {
      try {
        const known = shared.get(definition);
        use(name, definition, known instanceof cql.Expression ? await known.execute(shared) : known);
      } catch (e) {
        use(name, definition, e instanceof Error ? e : new Error(String(e)));
      }
    }
  }
}

/** The same for a Bundle: Map of library name to {definition: plain value or {error}}. */
export async function evaluate(libraries, names, patient, codes) {
  const results = new Map(names.map((name) => [name, {}]));
  await evaluateLoaded(libraries, names, patientOf(patient.bundle), patient, codes, (name, definition, value) => {
    results.get(name)[definition] = value instanceof Error ? { error: errorText(value) } : plain(value);
  });
  return results;
}
