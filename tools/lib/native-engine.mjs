// The engine under test: the cramp-cds executable, one call for a library and a folder of patients.
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';

const kMaxOutput = 1 << 30;

const parameterArguments = (parameters) => Object.entries(parameters).flatMap(
  ([name, value]) => ['--parameter', `${name}=${JSON.stringify(value)}`]);

/** Map of bundle file name to {definition: value}, for every Bundle in the folder. */
export function evaluateFolder(binary, { elm, valuesets }, library, { folder, now, parameters }) {
  const output = execFileSync(binary, [
    'eval', '--library', `${elm}/${library}.json`, '--library-path', elm, '--valuesets', valuesets,
    '--data', folder, '--now', now, ...parameterArguments(parameters),
  ], { encoding: 'utf8', maxBuffer: kMaxOutput, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = output.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
  return new Map(lines.map(({ data, values }) => [basename(data), values]));
}
