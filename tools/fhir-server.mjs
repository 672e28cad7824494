#!/usr/bin/env node
// A FHIR R4 server on loopback, the EHR's side in tests: Medplum's packages read queries and match
// search parameters, so that answers do not come from this project's own reading of FHIR. Faults
// come on demand. See README.md, "A FHIR server for tests".
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { FhirStore } from './lib/fhir-server/store.mjs';
import { Pages } from './lib/fhir-server/pages.mjs';
import { sendAnswer } from './lib/fhir-server/send.mjs';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    load: { type: 'string', multiple: true, default: [] },
    'tls-key': { type: 'string' },
    'tls-cert': { type: 'string' },
  },
});

let store = new FhirStore();
let loaded = 0;
for (const path of options.load) loaded += await store.load(path);

let pages = new Pages();
let rig = {};
const record = [];
let sockets = 0;

const outcome = (code, diagnostics) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, diagnostics }],
});

/** The fault that applies: the last rule whose `match` is in the URL; `times` uses it up. */
function faultOf(url) {
  const fault = (rig.faults ?? []).findLast((f) => url.includes(f.match ?? '') && f.times !== 0);
  if (fault?.times) fault.times -= 1;
  return fault ?? {};
}

/** Holds requests back until so many are there. */
let held = [];
async function together(count) {
  await new Promise((go) => {
    held.push(go);
    if (held.length < count) return;
    for (const one of held) one();
    held = [];
  });
}

async function fhirAnswer(request, base, fault) {
  if (rig.token && request.headers.authorization !== `Bearer ${rig.token}`) {
    return { status: 401, body: outcome('login', 'a token is needed') };
  }
  if (fault.status) {
    return { status: fault.status, body: outcome('exception', 'failing on purpose'), headers: fault.headers };
  }
  const target = request.url.slice('/fhir'.length);
  const { status, body } = await pages.page(store, target, base, rig.pageSize ?? 50);
  if (fault.next && body.resourceType === 'Bundle') {
    body.link = [{ relation: 'next', url: fault.next }];
  }
  return { status, body };
}

/**
 * GET /rig: what was asked so far. PUT /rig: {resources, token, pageSize, faults}: everything anew,
 * nothing asked. A fault: {match, times, delay, together, status, headers, next} and what send.mjs knows.
 */
async function rigAnswer(request) {
  if (request.method === 'GET') return { status: 200, body: { sockets, requests: record } };
  let text = '';
  for await (const chunk of request) text += chunk;
  rig = JSON.parse(text);
  store = new FhirStore();
  await store.add(rig.resources ?? []);
  record.length = 0;
  sockets = 0;
  held = [];
  pages = new Pages();
  return { status: 200, body: {} };
}

const secure = Boolean(options['tls-key']);
async function handle(request, response) {
  if (request.url === '/rig') return sendAnswer(response, request, await rigAnswer(request), {});
  record.push({
    url: request.url,
    authorization: request.headers.authorization ?? '',
    encoding: request.headers['accept-encoding'] ?? '',
    accept: request.headers.accept ?? '',
  });
  if (!/^\/fhir(\/|\?|$)/.test(request.url)) {
    return sendAnswer(response, request, { status: 404, body: outcome('not-found', 'the base is /fhir') }, {});
  }
  const base = `${secure ? 'https' : 'http'}://${request.headers.host}/fhir`;
  const fault = faultOf(request.url);
  if (fault.together) await together(fault.together);
  if (fault.delay) await new Promise((done) => setTimeout(done, fault.delay));
  return sendAnswer(response, request, await fhirAnswer(request, base, fault), fault);
}

const server = secure
  ? createTlsServer({ key: readFileSync(options['tls-key']), cert: readFileSync(options['tls-cert']) }, handle)
  : createServer(handle);
server.keepAliveTimeout = 60_000;
server.on(secure ? 'secureConnection' : 'connection', () => (sockets += 1));
server.listen(Number(options.port), '127.0.0.1');
await once(server, 'listening');
console.log(`listening on ${server.address().port}, ${loaded} resources`);
process.on('SIGTERM', () => process.exit(0));
