// The engine under test: the cramp-cds executable, one call for all libraries of a package and a folder of patients.
import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJson } from './json-files.mjs';
import { filesIn } from './paths.mjs';

const kMaxOutput = 1 << 30;
const kName = 'EveryDefinition';

const parameterArguments = (parameters) => Object.entries(parameters).flatMap(
  ([name, value]) => ['--parameter', `${name}=${JSON.stringify(value)}`]);

function include(library) {
  const { id, version } = library.identifier;
  return { localIdentifier: id, path: id, ...(version ? { version } : {}) };
}

/**
 * Fills a new folder with the libraries of an elm folder and one more, whose definitions "Library.Name" are those of the
 * libraries named in `definitions` (Map of library to names of definitions). Returns what `evaluateFolder` wants.
 */
export function linkTogether(folder, elm, definitions) {
  const files = filesIn(elm, '.json');
  for (const file of files) symlinkSync(file, join(folder, basename(file)));
  const libraries = files.map((file) => readJson(file).library);
  const def = [...definitions].flatMap(([libraryName, names]) => names.map((name) => ({
    name: `${libraryName}.${name}`, context: 'Patient', accessLevel: 'Public', expression: { type: 'ExpressionRef', libraryName, name },
  })));
  const { schemaIdentifier, usings } = libraries.find((library) => library.usings.def.length > 1);
  writeFileSync(join(folder, `${kName}.json`), JSON.stringify({ library: {
    identifier: { id: kName }, schemaIdentifier, usings,
    includes: { def: libraries.filter(({ identifier }) => definitions.has(identifier.id)).map(include) },
    contexts: { def: [{ name: 'Patient' }] }, statements: { def },
  } }));
  return { library: join(folder, `${kName}.json`), path: folder };
}

/**
 * Map of bundle file name to {definition: value}, for every Bundle in the folder. `parse` reads a line of the output,
 * `messages` is what becomes of standard error.
 */
export function evaluateFolder(binary, { library, path }, valuesets, { folder, now, parameters },
  { parse = JSON.parse, messages = 'inherit' } = {}) {
  const output = execFileSync(binary, [
    'eval', '--library', library, '--library-path', path, '--valuesets', valuesets,
    '--data', folder, '--now', now, ...parameterArguments(parameters),
  ], { encoding: 'utf8', maxBuffer: kMaxOutput, stdio: ['ignore', 'pipe', messages] });
  const lines = output.split('\n').filter((line) => line !== '').map((line) => parse(line));
  return new Map(lines.map(({ data, values }) => [basename(data), values]));
}
