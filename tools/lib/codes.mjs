// The table of codes behind the value sets, and how its rows fall into sets.
import { readFileSync } from 'node:fs';
import { partsOf } from './code-parts.mjs';

export const columns = ['group', 'system', 'code', 'display', 'confirmed_in', 'note'];

/** Rows of a table of codes: {group, system, code, display, confirmed_in, note}. */
export function readCodes(path) {
  const [head, ...lines] = readFileSync(path, 'utf8').split('\n').filter((line) => line !== '');
  if (head !== columns.join('\t')) throw new Error(`${path}: the columns are not ${columns.join(', ')}`);
  return lines.map((line, i) => {
    const cells = line.split('\t');
    if (cells.length !== columns.length) throw new Error(`${path}:${i + 2}: ${cells.length} columns`);
    return Object.fromEntries(columns.map((name, c) => [name, cells[c]]));
  });
}

const clauses = (row) => row.note.split(';').map((part) => part.trim());

/** True for a row whose code stands for every code that starts with it. */
export const isPrefix = (row) => clauses(row).includes('prefix');

/** Ingredients that the note names; several for a fixed combination of two members of the group. */
export function ingredients(row) {
  const named = clauses(row).find((part) => part.startsWith('ingredient='));
  return named ? named.slice('ingredient='.length).split('+') : [];
}

// A code that nobody could confirm stays out, except this one, for records that hold it already.
const kRecalledButKept = new Set(['cramp-complaint 449917004']);

export const isShipped = (row) => row.confirmed_in !== 'recalled' || kRecalledButKept.has(`${row.group} ${row.code}`);

const word = (text) => text.replace(/[^A-Za-z0-9]+/g, '-');

/** Names of the sets that a row belongs to. */
export function setsOf(row) {
  const parts = partsOf(row.group).filter((part) => part.codes.includes(row.code));
  const inGroup = parts.every((part) => !part.apart);
  return [
    ...(inGroup ? [row.group] : []),
    ...parts.map((part) => part.set),
    ...ingredients(row).map((name) => `${row.group}-${word(name)}`),
  ];
}

/** The sets that shipped rows make: Map of name to rows, in the order of the table. */
export function setsFrom(rows) {
  const sets = new Map();
  for (const row of rows.filter(isShipped)) {
    for (const name of setsOf(row)) {
      if (!sets.has(name)) sets.set(name, []);
      sets.get(name).push(row);
    }
  }
  return sets;
}
