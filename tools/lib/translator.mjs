// CQL to ELM with @cqframework/cql. Options: design, "Content conventions".
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { SystemModelInfoProvider } from '@cqframework/cql/cql';
import {
  CqlCompilerOptions, CqlTranslator, LibraryBuilder, LibraryManager, ModelManager,
  createLibrarySourceProvider, createModelInfoProvider, stringAsSource,
} from '@cqframework/cql/cql-to-elm';
import { unitService } from './units.mjs';

// The translator expects the global that Node has from version 19 on.
globalThis.crypto ??= webcrypto;

const require = createRequire(import.meta.url);
const fhirModelFile = join(
  dirname(require.resolve('cql-exec-fhir/package.json')), 'lib/modelInfos/fhir-modelinfo-4.0.1.xml');

/** Runs the translator without its log, which it writes to standard output. */
function quietly(work) {
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    return work();
  } finally {
    process.stdout.write = write;
  }
}

const modelManager = once(() => {
  const manager = new ModelManager();
  const loader = manager.modelInfoLoader;
  loader.registerModelInfoProvider(new SystemModelInfoProvider());
  loader.registerModelInfoProvider(createModelInfoProvider((id, system, version) => {
    if (id !== 'FHIR' || (version && version !== '4.0.1')) return null;
    return stringAsSource(readFileSync(fhirModelFile, 'utf8'));
  }));
  return manager;
});

function once(make) {
  let made;
  return () => (made ??= make());
}

/**
 * Annotations and locators stay on: a fault of the running service names library, line and clause.
 * Calls of overloaded functions carry their signature, because ToInterval or ToString cannot always be told apart
 * by the value that arrives (a null, a choice). Result types stay off: no engine needs them and they double the file.
 */
function compilerOptions({ annotations } = { annotations: true }) {
  const options = CqlCompilerOptions.defaultOptions();
  if (!annotations) {
    const { EnableAnnotations, EnableLocators } = CqlCompilerOptions.Options;
    for (const option of [EnableAnnotations, EnableLocators]) options.options.asJsSetView().delete(option);
  }
  return options.withSignatureLevel(LibraryBuilder.SignatureLevel.Overloads);
}

function libraryManager(models, folder, settings) {
  const manager = new LibraryManager(models, compilerOptions(settings), undefined, unitService());
  manager.librarySourceLoader.registerProvider(createLibrarySourceProvider((name) => {
    try {
      return stringAsSource(readFileSync(join(folder, `${name}.cql`), 'utf8'));
    } catch (e) {
      if (e.code === 'ENOENT') return null;
      throw e;
    }
  }));
  return manager;
}

// The translator leaves what it found in the ELM itself, which is the interface that stays stable.
function problemsOf(elm, file) {
  const found = (elm.library.annotation ?? []).filter((a) => a.type === 'CqlToElmError');
  return found.map((a) => ({
    // A fault of an included library is told with that library's own name.
    file: a.libraryId && a.libraryId !== basename(file, '.cql') ? join(dirname(file), `${a.libraryId}.cql`) : file,
    line: a.startLine ?? 1,
    column: a.startChar ?? 1,
    severity: a.errorSeverity,
    message: a.message,
  }));
}

/**
 * Compiles library files; a library that one of them includes is looked for in the same folder.
 * Returns per file {file, elm: object or null, problems: [{file, line, column, severity, message}]}.
 * Without annotations it takes half the time, and the ELM lacks its locators.
 */
export const compile = (files, settings = { annotations: true }) => quietly(() => {
  const models = modelManager();
  const managers = new Map();
  return files.map((file) => {
    const folder = dirname(file);
    if (!managers.has(folder)) managers.set(folder, libraryManager(models, folder, settings));
    try {
      const translator = CqlTranslator.fromText(readFileSync(file, 'utf8'), managers.get(folder));
      const elm = JSON.parse(translator.toJson());
      return { file, elm, problems: problemsOf(elm, file) };
    } catch (e) {
      const message = `the translator gave up: ${e.message}`;
      return { file, elm: null, problems: [{ file, line: 1, column: 1, severity: 'error', message }] };
    }
  });
});

/**
 * Compiles one library that includes no other, with result types; `listPromotion` lets a value stand for a list of it.
 * Returns {elm: object or null, problems} as `compile` does.
 */
export const compileText = (text, { listPromotion = false } = {}) => quietly(() => {
  const options = compilerOptions();
  const set = options.options.asJsSetView();
  set.add(CqlCompilerOptions.Options.EnableResultTypes);
  if (listPromotion) set.delete(CqlCompilerOptions.Options.DisableListPromotion);
  try {
    const translator = CqlTranslator.fromText(text, new LibraryManager(modelManager(), options, undefined, unitService()));
    const elm = JSON.parse(translator.toJson());
    return { elm, problems: problemsOf(elm, 'text').filter((problem) => problem.severity === 'error') };
  } catch (e) {
    return { elm: null, problems: [{ line: 1, message: `the translator gave up: ${e.message}` }] };
  }
});
