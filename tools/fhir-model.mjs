// Writes src/fhir/model_r4.inc: every type of FHIR R4 with its elements, from the model info that cql-exec-fhir
// carries. Run: node tools/fhir-model.mjs [--check], after npm ci.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { reportStale, settle } from './lib/generated.mjs';
import { root } from './lib/paths.mjs';

const require = createRequire(import.meta.url);
const source = require.resolve('cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml');
const target = join(root, 'src', 'fhir', 'model_r4.inc');

// Profiles of Quantity: in data such a choice is named as any other Quantity (doseQuantity).
const PROFILES = new Set(['SimpleQuantity', 'MoneyQuantity']);

/** The tags of an XML text without text nodes: {name, attributes, children}. */
function parseXml(text) {
  const top = { children: [] };
  const open = [top];
  for (const [, closes, name, attributes, empty] of text.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>/g)) {
    if (closes) {
      open.pop();
      continue;
    }
    const node = { name, attributes: {}, children: [] };
    for (const [, key, value] of attributes.matchAll(/([\w:]+)="([^"]*)"/g)) node.attributes[key] = value;
    open.at(-1).children.push(node);
    if (!empty) open.push(node);
  }
  return top.children[0];
}

const fhirName = (qualified) => (qualified?.startsWith('FHIR.') ? qualified.slice(5) : undefined);
const systemName = (qualified) => (qualified?.startsWith('System.') ? `k${qualified.slice(7)}` : 'kNone');

function readElement({ attributes, children }) {
  const specifier = children.find((c) => c.name === 'elementTypeSpecifier');
  const kind = specifier?.attributes['xsi:type'];
  const named = specifier?.children.map((c) => c.attributes.name) ?? [];
  const single = attributes.elementType ?? specifier?.attributes.elementType;
  return {
    name: attributes.name,
    type: fhirName(single) ?? (kind === 'ListTypeSpecifier' ? named[0] : undefined),
    system: systemName(single),
    choices: kind === 'ChoiceTypeSpecifier' ? named.map((n) => (PROFILES.has(n) ? 'Quantity' : n)) : [],
    isList: kind === 'ListTypeSpecifier',
  };
}

function readTypes() {
  const types = new Map();
  for (const node of parseXml(readFileSync(source, 'utf8')).children) {
    if (node.name !== 'typeInfo') continue;
    types.set(node.attributes.name, {
      name: node.attributes.name,
      base: fhirName(node.attributes.baseType),
      elements: node.children.filter((c) => c.name === 'element').map(readElement),
    });
  }
  return types;
}

/** The System type of a primitive's value, also where the element stands in a base (code: string). */
function systemOf(type, types) {
  for (let at = type; at; at = types.get(at.base)) {
    const value = at.elements.find((e) => e.name === 'value' && e.system !== 'kNone');
    if (value) return value.system;
  }
  return 'kNone';
}

/** Entries in lines of at most 100 columns. */
function lines(entries) {
  const result = [];
  let line = ' ';
  for (const entry of entries) {
    if (line.length + entry.length + 2 > 100) {
      result.push(line);
      line = ' ';
    }
    line += ` ${entry},`;
  }
  return [...result, line];
}

function render(types) {
  const names = [...types.keys()].sort();
  const ids = new Map(names.map((name, i) => [name, i + 1]));
  const id = (name) => {
    if (name === undefined) return 0;
    if (!ids.has(name)) throw new Error(`the model info does not define ${name}`);
    return ids.get(name);
  };
  const choices = [];
  const elements = [];
  const rows = ['{"", 0, kNone, {}}'];
  for (const name of names) {
    const type = types.get(name);
    const first = elements.length;
    for (const e of type.elements) {
      const span = e.choices.length ? `{kChoices + ${choices.length}, ${e.choices.length}}` : '{}';
      choices.push(...e.choices.map(id));
      elements.push(`{"${e.name}", ${id(e.type)}, ${span}, ${e.isList}, ${e.system}}`);
    }
    const span = type.elements.length ? `{kElements + ${first}, ${type.elements.length}}` : '{}';
    rows.push(`{"${name}", ${id(type.base)}, ${systemOf(type, types)}, ${span}}`);
  }
  return [
    '// Made by tools/fhir-model.mjs from the FHIR 4.0.1 model info. Do not edit.',
    'using enum SystemType;', 'constexpr TypeId kChoices[] = {', ...lines(choices.map(String)), '};',
    'constexpr ElementInfo kElements[] = {', ...lines(elements), '};',
    '// By name, after the unknown type.',
    'constexpr TypeInfo kTypes[] = {', ...lines(rows), '};', '',
  ].join('\n');
}

const check = process.argv.includes('--check');
const stale = settle(new Map([[target, render(readTypes())]]), [], { check });
if (check && reportStale(stale, 'node tools/fhir-model.mjs')) process.exitCode = 1;
