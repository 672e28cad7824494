import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '../lib/fhir-validator.mjs';
import { extensionDefinition } from '../lib/extension-definition.mjs';
import { resourcesIn } from '../lib/resources-in.mjs';

const base = 'https://cramp-cds.org/fhir/StructureDefinition';
const topic = extensionDefinition({
  id: 'card-topic', title: 'Topic', description: 'What it is about.', type: 'Coding', context: ['PlanDefinition.action'],
});
const validator = new Validator('https://cramp-cds.org/fhir/', [topic]);

const order = {
  resourceType: 'ServiceRequest', status: 'draft', intent: 'order', subject: { reference: 'Patient/p' },
  code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
};
const plan = (extension, more = {}) => ({
  resourceType: 'PlanDefinition', status: 'active', ...more, action: [{ title: 'x', action: [{ extension: [extension] }] }],
});
const coding = { system: 's', code: 'c' };

const faulty = {
  'missing required element': [{ ...order, subject: undefined }, /subject/],
  'unknown element': [{ ...order, sujbect: 1 }, /sujbect/],
  'wrong type': [{ ...order, code: 'text' }, /code/],
  'code outside a required binding': [{ ...order, intent: 'wish' }, /wish is not in .*request-intent/],
  'code outside a binding in a list': [
    { resourceType: 'Patient', telecom: [{ system: 'phone' }, { system: 'drum' }] }, /telecom\[1\].system: drum/],
  'concept outside a required binding': [
    { resourceType: 'Condition', subject: { reference: 'Patient/p' },
      clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'gone' }] } },
    /gone is not in/],
  'extension that nobody defined': [plan({ url: `${base}/card-tropic`, valueCoding: coding }), /no definition/],
  'extension with another value': [plan({ url: `${base}/card-topic`, valueString: 'c' }), /valueCoding/],
  'extension in the wrong place': [
    { resourceType: 'PlanDefinition', status: 'active', extension: [{ url: `${base}/card-topic`, valueCoding: coding }] },
    /belongs on PlanDefinition.action/],
  'no resource': [{ id: 'x' }, /not a FHIR resource/],
};
for (const [name, [resource, expected]] of Object.entries(faulty)) {
  test(`refuses: ${name}`, () => {
    assert.match(validator.faults(JSON.parse(JSON.stringify(resource))).join('\n'), expected);
  });
}

test('accepts a draft order and an extension on a nested action', () => {
  assert.deepEqual(validator.faults(order), []);
  assert.deepEqual(validator.faults(plan({ url: `${base}/card-topic`, valueCoding: coding })), []);
});

test('accepts its own extension definitions', () => assert.deepEqual(validator.faults(topic), []));

test('finds the resources of bundles, cases and responses', () => {
  const names = (document) => resourcesIn(document, 'f').map(([where]) => where);
  const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: order }] };
  assert.deepEqual(names(bundle), ['f', 'f entry[0]']);
  assert.deepEqual(names({ data: [order], context: { draftOrders: bundle } }),
    ['f data[0]', 'f context[0]', 'f context[0] entry[0]']);
  assert.deepEqual(names({ cards: [{ suggestions: [{ actions: [{ resource: order }, { resourceId: 'r' }] }] }] }),
    ['f drafted[0]']);
});
