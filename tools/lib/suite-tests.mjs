// HL7's CQL test suite: reading its XML files, and translating its expressions to ELM.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { filesIn } from './paths.mjs';
import { compileText } from './translator.mjs';

const kEntities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const plain = (text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
  if (name) return kEntities[name] ?? all;
  return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
}).trim();

function* elements(xml, name) {
  const pattern = new RegExp(`<${name}\\b([^>]*?)(?:/>|>([\\s\\S]*?)</${name}>)`, 'g');
  for (const [, attributes, content] of xml.matchAll(pattern)) {
    const attribute = (key) => plain(new RegExp(`\\b${key}="([^"]*)"`).exec(attributes)?.[1] ?? '');
    yield { attribute, content: content ?? '' };
  }
}

/** Every test of one file: {id, expression, output (null: none), invalid ('': a value is expected)}. */
export function readTests(file) {
  const chapter = basename(file, '.xml');
  const xml = readFileSync(file, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  const tests = [];
  for (const group of elements(xml, 'group')) {
    for (const test of elements(group.content, 'test')) {
      const [expression] = elements(test.content, 'expression');
      const [output] = elements(test.content, 'output');
      const invalid = expression.attribute('invalid');
      tests.push({
        id: `${chapter}/${group.attribute('name')}/${test.attribute('name')}`,
        expression: plain(expression.content),
        output: output ? plain(output.content) : null,
        invalid: invalid === 'false' ? '' : invalid,
      });
    }
  }
  return tests;
}

export const suiteFiles = (folder) => filesIn(folder, '.xml');

/** One library of the definitions, and the line on which each begins. */
function library(name, definitions) {
  const lines = [`library ${name}`];
  const starts = definitions.map(({ name: definition, cql }) => {
    lines.push(`define ${definition}:`, ...cql.split('\n'));
    return lines.length - cql.split('\n').length;
  });
  return { text: lines.join('\n'), starts };
}

/**
 * Translates definitions [{name, cql}] into one library; what does not translate by itself is left out of it.
 * Returns {elm, refused: Map of name to message}.
 */
export function translate(name, definitions, options) {
  const refused = new Map();
  for (;;) {
    const kept = definitions.filter((definition) => !refused.has(definition.name));
    const { text, starts } = library(name, kept);
    const { elm, problems } = compileText(text, options);
    if (problems.length === 0) return { elm, refused };
    const before = refused.size;
    const suspects = new Set(problems.map(({ line }) => kept[Math.max(starts.findLastIndex((s) => s <= line), 0)]));
    // A fault can also be reported in the definition after it, so each is tried alone.
    for (const suspect of [...suspects].flatMap((one) => [kept[kept.indexOf(one) - 1], one])) {
      if (!suspect || refused.has(suspect.name)) continue;
      const alone = compileText(library(name, [suspect]).text, options);
      if (alone.problems.length) refused.set(suspect.name, alone.problems[0].message);
    }
    if (refused.size === before) throw new Error(`${name}: ${problems[0].message}`);
  }
}
