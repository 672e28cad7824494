// StructureDefinitions of simple extensions: one value, no nested extensions.
import { header } from './valueset.mjs';

const kBase = 'http://hl7.org/fhir/StructureDefinition/Extension';

/** What one element of the extension says in a snapshot; `own` is what differs from the base definition. */
function element(id, path, base, own) {
  return { id, path, ...own, base };
}

function snapshot({ name, title, description, type, url }) {
  return { element: [
    element('Extension', 'Extension', { path: 'Extension', min: 0, max: '*' }, {
      short: title, definition: description, min: 0, max: '1', isModifier: false,
    }),
    element('Extension.id', 'Extension.id', { path: 'Element.id', min: 0, max: '1' }, {
      representation: ['xmlAttr'], short: 'Unique id for inter-element referencing',
      definition: 'Unique id for the element within a resource.', min: 0, max: '1',
      type: [{ code: 'http://hl7.org/fhirpath/System.String', extension: [{
        url: 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type', valueUrl: 'string' }] }],
    }),
    element('Extension.extension', 'Extension.extension', { path: 'Element.extension', min: 0, max: '*' }, {
      slicing: { discriminator: [{ type: 'value', path: 'url' }], rules: 'open' },
      short: 'None', definition: `${name} holds no other extension.`, min: 0, max: '0', type: [{ code: 'Extension' }],
    }),
    element('Extension.url', 'Extension.url', { path: 'Extension.url', min: 1, max: '1' }, {
      representation: ['xmlAttr'], short: 'Identifies the extension', definition: 'The canonical URL of this definition.',
      min: 1, max: '1', type: [{ code: 'http://hl7.org/fhirpath/System.String', extension: [{
        url: 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type', valueUrl: 'uri' }] }],
      fixedUri: url,
    }),
    element('Extension.value[x]', 'Extension.value[x]', { path: 'Extension.value[x]', min: 0, max: '1' }, {
      short: title, definition: description, min: 1, max: '1', type: [{ code: type }],
    }),
  ] };
}

function differential({ title, description, type, url }) {
  return { element: [
    { id: 'Extension', path: 'Extension', short: title, definition: description, max: '1' },
    { id: 'Extension.extension', path: 'Extension.extension', max: '0' },
    { id: 'Extension.url', path: 'Extension.url', fixedUri: url },
    { id: 'Extension.value[x]', path: 'Extension.value[x]', min: 1, type: [{ code: type }] },
  ] };
}

/** Of {id, title, description, type: data type of the value, context: element paths where it may stand}. */
export function extensionDefinition(extension) {
  const common = header('StructureDefinition', extension.id, extension.description, extension.title);
  const parts = { ...extension, url: common.url, name: common.name };
  return {
    ...common,
    fhirVersion: '4.0.1',
    kind: 'complex-type',
    abstract: false,
    context: extension.context.map((expression) => ({ type: 'element', expression })),
    type: 'Extension',
    baseDefinition: kBase,
    derivation: 'constraint',
    snapshot: snapshot(parts),
    differential: differential(parts),
  };
}
