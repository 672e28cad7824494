import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../lib/paths.mjs';
import { caseRequests } from '../lib/requests.mjs';

const folder = mkdtempSync(join(tmpdir(), 'requests-'));
after(() => rmSync(folder, { recursive: true }));
function put(path, value) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(value));
}
put('plans/p.json', {
  resourceType: 'PlanDefinition', url: 'https://cramp-cds.org/fhir/PlanDefinition/view', library: ['urn:lib|1'],
  action: [{ trigger: [{ type: 'named-event', name: 'patient-view' }] }],
});
const potassium = 'https://cramp-cds.org/fhir/ValueSet/lab-potassium';
put('libraries/l.json', {
  resourceType: 'Library', url: 'urn:lib', dataRequirement: [
    { id: 'patient', type: 'Patient' },
    { id: 'potassium', type: 'Observation', codeFilter: [{ path: 'code', valueSet: potassium }] },
    { id: 'conditions', type: 'Condition' }, { id: 'orders', type: 'ServiceRequest' },
  ],
});
const observation = (id, code) => ({
  resourceType: 'Observation', id, code: { coding: [{ system: 'http://loinc.org', code }] } });
const testCase = {
  id: '1', service: 'view', now: '2026-03-01T12:00:00+00:00', unavailable: ['conditions'], context: { encounterId: 'e' },
  data: [{ resourceType: 'Patient', id: 'p' }, observation('k', '2823-3'), observation('na', '2951-2'),
    { resourceType: 'Condition', id: 'c' }],
};
put('cases/c.json', testCase);

test('a case becomes a request with each key filled by its requirement', () => {
  const [{ service, now, request }] = caseRequests(folder);
  assert.equal(service, 'view');
  assert.equal(now, testCase.now);
  assert.equal(request.hook, 'patient-view');
  assert.deepEqual(request.context, { userId: 'Practitioner/example', patientId: 'p', encounterId: 'e' });
  assert.deepEqual(request.prefetch.patient, testCase.data[0]);
  assert.deepEqual(request.prefetch.potassium.entry.map((e) => e.resource.id), ['k']);
  assert.equal(request.prefetch.conditions.resourceType, 'OperationOutcome');
  assert.deepEqual(request.prefetch.orders, { resourceType: 'Bundle', type: 'searchset' });
});

test('responses are printed one a line, and their drafts can be validated', () => {
  const order = { resourceType: 'ServiceRequest', status: 'draft', intent: 'wish', subject: { reference: 'Patient/p' } };
  const response = { cards: [{ suggestions: [{ actions: [{ type: 'create', resource: order }] }] }] };
  const binary = join(folder, 'stand-in.mjs');
  writeFileSync(binary, `#!${process.execPath}\nconsole.log(${JSON.stringify(JSON.stringify(response, null, 1))});\n`);
  chmodSync(binary, 0o755);
  const run = (tool, args, input) => spawnSync(
    process.execPath, [join(root, 'tools', tool), ...args], { encoding: 'utf8', input });
  const drafts = run('drafts.mjs', ['--binary', binary, folder]);
  assert.equal(drafts.status, 0, drafts.stderr);
  assert.deepEqual(drafts.stdout.trimEnd().split('\n').map((line) => JSON.parse(line)), [response]);
  const validation = run('validate.mjs', ['-'], drafts.stdout);
  assert.match(validation.stdout, /wish is not in/);
  assert.match(validation.stdout, /\n0 passed, 1 failed\n$/);
  assert.equal(validation.status, 1);
});
