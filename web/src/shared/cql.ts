// CQL source as text: where a definition stands, which words are what. Not a parser.

export type TokenKind = 'comment' | 'string' | 'name' | 'keyword' | 'number' | 'plain';
export interface CqlToken { kind: TokenKind; text: string }

const kKeywords = new Set((
  'after all and as asc before between by case cast collapse code codesystem concept contains context convert days day '
  + 'default define desc descending difference distinct div during else end ends equals exists expand false flatten from '
  + 'function if implies in include included includes intersect is let library meets minimum maximum mod month months not '
  + 'null of on or overlaps parameter per predecessor private public return same singleton sort start starts successor such '
  + 'that then time timezone to true union using valueset version when where width with within without xor year years called '
  + 'Tuple List Interval').split(' '));

const kToken = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|[\s\S]/g;

function kindOf(text: string): TokenKind {
  if (text.startsWith('//') || text.startsWith('/*')) return 'comment';
  if (text[0] === "'") return 'string';
  if (text[0] === '"') return 'name';
  if (/^\d/.test(text)) return 'number';
  return kKeywords.has(text) ? 'keyword' : 'plain';
}

/** The text in pieces of one kind each; put together they are the text. */
export function cqlTokens(text: string): CqlToken[] {
  const tokens: CqlToken[] = [];
  for (const [piece] of text.matchAll(kToken)) {
    const kind = kindOf(piece);
    const last = tokens.at(-1);
    if (last && last.kind === kind && kind === 'plain') last.text += piece;
    else tokens.push({ kind, text: piece });
  }
  return tokens;
}

export interface Definition { line: number; text: string }

/** A definition or function of a library with the comment above it, and its first line; nothing when it is not there. */
export function definitionIn(source: string, name: string): Definition | null {
  const lines = source.split('\n');
  const begins = (line: string) => /^define /.test(line);
  const at = lines.findIndex((line) => begins(line) && line.includes(`"${name}"`) && line.indexOf(`"${name}"`) < 40);
  if (at < 0) return null;
  let first = at;
  while (first > 0 && lines[first - 1]?.startsWith('//') && !lines[first - 1]?.startsWith('// ---')) first -= 1;
  let last = at + 1;
  while (last < lines.length && !begins(lines[last] ?? '') && !lines[last]?.startsWith('//')) last += 1;
  return { line: at + 1, text: lines.slice(first, last).join('\n').trimEnd() };
}

/** The library that an alias stands for: `include LegCrampCommon version '1.0.0' called Common`. */
export function includedAs(source: string, alias: string): string | null {
  const found = source.split('\n').find((line) => line.startsWith('include ') && line.trimEnd().endsWith(` called ${alias}`));
  return found?.split(' ')[1] ?? null;
}

export interface Place { line: number; column: number }

/** "87:6-87:72" as its two places. */
export function placesOf(locator: string): [Place, Place] | null {
  const found = /^(\d+):(\d+)-(\d+):(\d+)$/.exec(locator);
  if (!found) return null;
  const [, a, b, c, d] = found.map(Number) as [number, number, number, number, number];
  return [{ line: a, column: b }, { line: c, column: d }];
}

/** Offsets [from, to) in `text`, which begins at `origin`, of what a locator of the same library covers. */
export function rangeIn(text: string, origin: Place, locator: string): [number, number] | null {
  const places = placesOf(locator);
  if (!places) return null;
  const starts = [0];
  for (let i = 0; i < text.length; i += 1) if (text[i] === '\n') starts.push(i + 1);
  const offset = ({ line, column }: Place): number => {
    const start = starts[line - origin.line];
    if (start === undefined) return -1;
    return start + (line === origin.line ? column - origin.column : column - 1);
  };
  const [from, to] = [offset(places[0]), offset(places[1]) + 1];
  return from >= 0 && to > from && to <= text.length ? [from, to] : null;
}
