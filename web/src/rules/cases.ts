// What each test case shows about a rule, as `cramp-cds test` counts.
import type { TestCase } from '../shared/api.ts';

export type Kind = 'fires' | 'silent' | 'unknown' | 'suppressed';
export const kKinds: Kind[] = ['fires', 'silent', 'unknown', 'suppressed'];

/** A rule that must not be named is unknown where data is missing, suppressed where there is a history, else silent. */
export function kindFor(test: TestCase, rule: string): Kind | null {
  if (test.fires.includes(rule)) return 'fires';
  if (test.suppressed.includes(rule)) return 'suppressed';
  if (test.unknown.includes(rule)) return 'unknown';
  if (!test.notRules.includes(rule)) return null;
  return test.unavailable ? 'unknown' : test.history ? 'suppressed' : 'silent';
}

export const casesOf = (cases: TestCase[], rule: string): { test: TestCase; kind: Kind }[] => (
  cases.flatMap((test) => {
    const kind = kindFor(test, rule);
    return kind ? [{ test, kind }] : [];
  }).sort((a, b) => kKinds.indexOf(a.kind) - kKinds.indexOf(b.kind)));
