// Puts the sample patients on a FHIR server, with their dates moved so that they are as of today.
// Waits for a server that is still starting.
//
//   node deploy/load-patients.mjs http://127.0.0.1:8090/fhir
import { patients } from '../web/lib/patients.mjs';

const kDay = 86_400_000;
const kMinutesToWait = 5;
const kDate = /^(\d{4}-\d{2}-\d{2})(T.*)?$/;

const base = process.argv[2];
if (!base) {
  console.error('usage: load-patients.mjs FHIR-BASE-URL');
  process.exit(2);
}

/** The same value with every full date in it moved by that many days. */
function moved(value, days) {
  if (Array.isArray(value)) return value.map((item) => moved(item, days));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, moved(item, days)]));
  }
  const date = typeof value === 'string' && kDate.exec(value);
  if (!date) return value;
  return new Date(Date.parse(date[1]) + days * kDay).toISOString().slice(0, 10) + (date[2] ?? '');
}

async function answers() {
  try {
    return (await fetch(`${base}/metadata`)).status < 500;
  } catch {
    return false;
  }
}

for (const end = Date.now() + kMinutesToWait * 60_000; !(await answers()); ) {
  if (Date.now() > end) throw new Error(`${base} does not answer`);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
}

const { asOf, patients: charts } = patients(new URL('../web/patients', import.meta.url).pathname);
const days = Math.floor((Date.now() - Date.parse(asOf)) / kDay);
let count = 0;
for (const { bundle } of charts) {
  for (const { resource } of moved(bundle, days).entry) {
    const answer = await fetch(`${base}/${resource.resourceType}/${resource.id}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/fhir+json' },
      body: JSON.stringify(resource),
    });
    if (!answer.ok) throw new Error(`${resource.resourceType}/${resource.id}: ${answer.status} ${await answer.text()}`);
    count += 1;
  }
}
console.log(`${charts.length} patients, ${count} resources`);
