#!/usr/bin/env node
// What fetching costs beyond the FHIR server's own time: calls that leave out five of their keys,
// each answered after 20 ms, on kept connections. The server's time is measured from the request's
// arrival to the answer's last byte, for the slowest of the five.
//   node bench/fetch.mjs [BUILD] [CALLS] [AT ONCE]
import { createServer, Agent, request } from 'node:http';
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [build = `${root}build/release`, calls = '500', atOnce = '1'] = process.argv.slice(2);
const kDelay = 20;
const kFetched = ['labs', 'medications', 'statements', 'findings', 'procedures'];

const sample = JSON.parse(execFileSync(`${root}docs/examples/patient-view.sh`));
const answers = new Map();
for (const key of kFetched) {
  answers.set(key, sample.prefetch[key]);
  delete sample.prefetch[key];
}
const keyOf = (url) => {
  if (url.includes('category=')) return 'labs';
  if (url.includes('code=')) return 'findings';
  return { MedicationRequest: 'medications', MedicationStatement: 'statements', Procedure: 'procedures' }[
    /fhir\/(\w+)/.exec(url)[1]
  ];
};

let connections = 0;
let times = [];
const fhir = createServer((incoming, response) => {
  const begun = performance.now();
  setTimeout(() => {
    response.end(JSON.stringify(answers.get(keyOf(incoming.url))));
    times.push(performance.now() - begun);
  }, kDelay);
});
fhir.keepAliveTimeout = 60_000;
fhir.on('connection', () => (connections += 1));
fhir.listen(0, '127.0.0.1');
await once(fhir, 'listening');

const service = spawn(`${build}/cramp-cds`, ['serve', '--dev', '--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
let said = '';
for await (const text of service.stdout) {
  said += text;
  if (said.includes('/cds-services')) break;
}
const port = Number(/ready at http:\/\/127\.0\.0\.1:(\d+)/.exec(said)[1]);

const body = JSON.stringify({
  ...sample,
  fhirServer: `http://127.0.0.1:${fhir.address().port}/fhir`,
  fhirAuthorization: { access_token: 't', token_type: 'Bearer', expires_in: 300, scope: 'patient/*.read', subject: 's' },
});
const agent = new Agent({ keepAlive: true });
const call = () =>
  new Promise((done, failed) => {
    const begun = performance.now();
    const sent = request({ agent, port, path: '/cds-services/leg-cramp-patient-view', method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => {
        if (answer.statusCode !== 200 || !text.includes('3.3 mmol/L')) failed(new Error(text));
        done(performance.now() - begun);
      });
    });
    sent.on('error', failed);
    sent.end(body);
  });

const quantile = (list, q) => list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))];
const show = (name, list) =>
  console.log(`${name.padEnd(34)} p50 ${quantile(list, 0.5).toFixed(2)} ms   p99 ${quantile(list, 0.99).toFixed(2)} ms`);

for (let i = 0; i < 20; i += 1) await call();
const opened = connections;
const whole = [];
const slowest = [];
const beyond = [];
for (let i = 0; i < Number(calls); i += Number(atOnce)) {
  times = [];
  const taken = await Promise.all(Array.from({ length: Number(atOnce) }, call));
  whole.push(...taken);
  slowest.push(Math.max(...times));
  beyond.push(Math.max(...taken) - Math.max(...times));
}
show('whole call', whole);
show('slowest answer of the FHIR server', slowest);
show('beyond it', beyond);
console.log(`connections to the FHIR server: ${opened} opened at first, ${connections - opened} later`);
agent.destroy();
service.kill('SIGTERM');
fhir.closeAllConnections();
fhir.close();
