import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../lib/paths.mjs';
import { compile } from '../lib/translator.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cql-'));
after(() => rmSync(folder, { recursive: true }));
const helpers = join(root, 'rules/leg-cramps/cql/FHIRHelpers.cql');
copyFileSync(helpers, join(folder, 'FHIRHelpers.cql'));

const kHead = `using FHIR version '4.0.1'\ninclude FHIRHelpers version '4.0.1' called FHIRHelpers\ncontext Patient\n`;
function compileText(name, body) {
  const file = join(folder, `${name}.cql`);
  writeFileSync(file, `library ${name} version '1.0.0'\n${kHead}${body}\n`);
  return compile([file])[0];
}

const require = createRequire(import.meta.url);
const modelFile = join(
  dirname(require.resolve('cql-exec-fhir/package.json')), 'lib/modelInfos/fhir-modelinfo-4.0.1.xml');
const conversions = [...readFileSync(modelFile, 'utf8').matchAll(
  /<conversionInfo functionName="FHIRHelpers\.(\w+)" fromType="FHIR\.(\w+)"/g)].map(([, name, from]) => ({ name, from }));

test('FHIRHelpers has every function that the FHIR model names', () => {
  assert.ok(conversions.length > 250);
  const text = readFileSync(helpers, 'utf8');
  for (const { name, from } of conversions) {
    assert.match(text, new RegExp(`define function ${name}\\(\\w+ FHIR\\.${from}\\):`), `${name}(${from})`);
  }
});

function* functionCalls(node) {
  if (typeof node !== 'object' || node === null) return;
  if (node.type === 'FunctionRef') yield node;
  for (const member of Object.values(node)) yield* functionCalls(member);
}

test('calls of overloaded functions carry their signature', () => {
  const { elm, problems } = compileText('Calls', `
define A: [Condition] C return FHIRHelpers.ToInterval(C.onset as FHIR.Period)
define B: [Observation] O where O.status = 'final' return FHIRHelpers.ToInterval(O.value as FHIR.Quantity)`);
  assert.deepEqual(problems, []);
  const signatures = [...functionCalls(elm)].map((f) => [f.name, ...f.signature.map((s) => s.name)].join(' '));
  assert.deepEqual(signatures.sort(), [
    'ToInterval {http://hl7.org/fhir}Period', 'ToInterval {http://hl7.org/fhir}Quantity',
    'ToString {http://hl7.org/fhir}ObservationStatus']);
});

test('a definition keeps its place and its source text', () => {
  const { elm } = compileText('Places', 'define A: 1');
  const definition = elm.library.statements.def.find((d) => d.name === 'A');
  assert.equal(definition.locator, '5:1-5:11');
  assert.ok(definition.annotation.length);
});

const faults = {
  'an unknown name': ['define A: Nothing', 5, /Nothing/],
  'an unknown unit': ["define A: 1 'mmol/LX'", 5, /LX/],
  'a type that does not fit': ["define A: 1 + 'a'", 5, /./],
  'a syntax error': ['define A: (1', 6, /./],
};
for (const [name, [body, line, message]] of Object.entries(faults)) {
  test(`tells the place of ${name}`, () => {
    const errors = compileText('Wrong', body).problems.filter((p) => p.severity === 'error');
    assert.ok(errors.length > 0);
    assert.equal(errors[0].line, line);
    assert.match(errors[0].message, message);
  });
}

test('a missing include is an error', () => {
  const file = join(folder, 'Alone.cql');
  writeFileSync(file, "library Alone\ninclude Missing version '1'\ndefine A: 1\n");
  const [{ problems }] = compile([file]);
  assert.ok(problems.some((p) => p.severity === 'error' && /Missing/.test(p.message)));
});

test('the same source gives the same ELM', () => {
  const once = compileText('Stable', 'define A: [Condition] C where C.recordedDate > Now()');
  const twice = compileText('Stable', 'define A: [Condition] C where C.recordedDate > Now()');
  assert.equal(JSON.stringify(once.elm), JSON.stringify(twice.elm));
  assert.ok(!JSON.stringify(once.elm).includes(folder));
});
