// Expressions through both engines: one library, compiled once.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeService } from '../code-service.mjs';
import { evaluateFolder } from '../native-engine.mjs';
import { Libraries, evaluate } from '../oracle-engine.mjs';
import { root } from '../paths.mjs';
import { compile } from '../translator.mjs';
import { parseExact } from './exact.mjs';
import { fhirDeclarations } from './grammar-fhir.mjs';

const kName = 'Differential';
const kNow = '2026-03-01T12:00:00.000+00:00';
const kHelpers = join(root, 'rules/leg-cramps');
const kEmptyPatient = { name: 'nobody', bundle: { resourceType: 'Bundle', type: 'collection', entry: [
  { resource: { resourceType: 'Patient', id: 'nobody', birthDate: '1956-02-29' } }] } };

const kIdentity = `library ${kName} version '1'`;
const kPlainHeader = [kIdentity, ''];
const kFhirHeader = [kIdentity, "using FHIR version '4.0.1'", "include FHIRHelpers version '4.0.1' called FHIRHelpers",
  ...fhirDeclarations, 'context Patient', ''];

export class Engines {
  #top = mkdtempSync(join(tmpdir(), 'differential-'));
  #binary;
  #valuesets = join(root, 'profiles/valuesets');
  #codes = codeService([this.#valuesets]);
  #patients;
  #header;

  /** `patients`: [{name, bundle}]; none for expressions that need no data. */
  constructor(binary, patients = []) {
    this.#binary = binary;
    this.#patients = patients.length ? patients : [kEmptyPatient];
    this.#header = patients.length ? kFhirHeader : kPlainHeader;
    for (const folder of ['cql', 'elm', 'data']) mkdirSync(join(this.#top, folder));
    if (patients.length) {
      cpSync(join(kHelpers, 'cql/FHIRHelpers.cql'), join(this.#top, 'cql/FHIRHelpers.cql'));
      cpSync(join(kHelpers, 'elm/FHIRHelpers.json'), join(this.#top, 'elm/FHIRHelpers.json'));
    }
    for (const { name, bundle } of this.#patients) {
      writeFileSync(join(this.#top, `data/${name}.json`), JSON.stringify(bundle));
    }
  }

  close() {
    rmSync(this.#top, { recursive: true });
  }

  /**
   * `definitions`: [{name, text}], each on one line. Returns {answers: Map of name to [{patient, expected, actual}],
   * faults: Map of name to the translator's message}; a definition with a fault, or that needs one, has no answer.
   */
  async run(definitions) {
    const faults = this.#compile(definitions);
    const elm = join(this.#top, 'elm');
    const natives = evaluateFolder(this.#binary, { library: join(elm, `${kName}.json`), path: elm }, this.#valuesets,
      { folder: join(this.#top, 'data'), now: kNow, parameters: {} }, { parse: parseExact, messages: 'ignore' });
    const answers = new Map(definitions.filter(({ name }) => !faults.has(name)).map(({ name }) => [name, []]));
    for (const patient of this.#patients) {
      const libraries = new Libraries(elm);
      const values = (await evaluate(libraries, [kName], { bundle: patient.bundle, now: kNow, parameters: {} }, this.#codes)).get(kName);
      const native = natives.get(`${patient.name}.json`);
      for (const [name, list] of answers) list.push({ patient: patient.name, expected: values[name], actual: native[name] });
    }
    return { answers, faults };
  }

  #compile(definitions) {
    const faults = new Map();
    for (;;) {
      const kept = definitions.filter(({ name }) => !faults.has(name));
      const { elm, problems } = this.#translate(kept);
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (errors.length === 0) {
        writeFileSync(join(this.#top, `elm/${kName}.json`), JSON.stringify(elm));
        return faults;
      }
      for (const { line, message } of errors) {
        const faulty = kept[line - this.#header.length - 1];
        if (!faulty) throw new Error(`the translator refuses the library: ${message}`);
        faults.set(faulty.name, message);
      }
    }
  }

  #translate(definitions) {
    const file = join(this.#top, `cql/${kName}.cql`);
    const lines = definitions.map(({ name, text }) => `define "${name}": ${text}`);
    writeFileSync(file, [...this.#header, ...lines, ''].join('\n'));
    return compile([file], { annotations: false })[0];
  }
}
