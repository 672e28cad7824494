// Figures of the report: sums over hooks, clients and weeks, and rates with their denominators.
import { kReasons } from './reasons.ts';
import type { Group, Report } from './report.ts';

const kCounts = ['calls', 'shown', 'accepted', 'overridden', 'ignored', 'silent', 'suppressed', 'capped', 'repeats'] as const;
type Count = typeof kCounts[number];

export type Tally = Record<Count, number> & { reasons: Record<string, number> };

/** Of which calls; '' is any. */
export interface Choice { hook: string; client: string }

export interface Figures {
  /** Nothing: all cards. */
  rule: string | null;
  /** Where its cards can come from; their calls are the denominator. */
  hooks: string[];
  weeks: Tally[];
}

export const emptyTally = (): Tally => ({ ...Object.fromEntries(kCounts.map((name) => [name, 0])) as Record<Count, number>, reasons: {} });

export const made = (tally: Tally): number => tally.shown + withheld(tally);
export const withheld = (tally: Tally): number => tally.silent + tally.suppressed + tally.capped;
export const answered = (tally: Tally): number => tally.accepted + tally.overridden;

/** The sum of weeks from one to another, both included. */
export function total({ weeks }: Figures, from = 0, to = weeks.length - 1): Tally {
  const sum = emptyTally();
  for (const week of weeks.slice(from, to + 1)) {
    for (const name of kCounts) sum[name] += week[name];
    for (const [code, count] of Object.entries(week.reasons)) sum.reasons[code] = (sum.reasons[code] ?? 0) + count;
  }
  return sum;
}

function add(weeks: Tally[], group: Group): void {
  weeks.forEach((week, i) => {
    for (const name of kCounts) if (name !== 'calls') week[name] += group[name]?.[i] ?? 0;
    for (const [code, series] of Object.entries(group.reasons ?? {})) {
      if (series[i]) week.reasons[code] = (week.reasons[code] ?? 0) + series[i];
    }
  });
}

const fits = ({ hook, client }: Choice, of: { hook: string | null; client: string }): boolean => (
  (hook === '' || of.hook === hook) && (client === '' || of.client === client));

/**
 * The weeks of all cards, then of each rule that made any, in the order of their names. A rule is measured against the calls of
 * all hooks that `hooksOf` names and of those where it has cards: also of weeks and clients in which it has none.
 */
export function figures(report: Report, choice: Choice, hooksOf: (rule: string) => string[] = () => []): Figures[] {
  const byRule = new Map<string | null, Group[]>([[null, []]]);
  for (const group of report.groups) byRule.set(group.rule, [...byRule.get(group.rule) ?? [], group]);
  const all = (byRule.get(null) ?? []).filter((group) => fits(choice, group));
  const of = (rule: string | null, groups: Group[]): Figures => {
    const hooks = [...new Set([...groups.map(({ hook }) => hook), ...(rule === null ? [] : hooksOf(rule))])].sort();
    const weeks = report.weeks.map(emptyTally);
    for (const group of groups) if (fits(choice, group)) add(weeks, group);
    for (const { hook, calls } of all) {
      if (hooks.includes(hook)) weeks.forEach((week, i) => { week.calls += calls?.[i] ?? 0; });
    }
    return { rule, hooks, weeks };
  };
  return [...byRule].sort(([a], [b]) => (a ?? '').localeCompare(b ?? '')).map(([rule, groups]) => of(rule, groups));
}

/** Patients by day, of the chosen calls. */
export function visits(report: Report, choice: Choice, from: number, to: number): number {
  const own = report.visits.filter((one) => (
    (choice.hook === '' ? one.hook === null : one.hook === choice.hook) && (choice.client === '' || one.client === choice.client)));
  return own.reduce((sum, { visits: series }) => sum + series.slice(from, to + 1).reduce((a, b) => a + b, 0), 0);
}

export interface Fraction { part: number; whole: number }

export interface Rate {
  id: string;
  title: string;
  /** What the denominator counts. */
  of: string;
  /** Shares are shown in percent, others for each hundred. */
  kind: 'share' | 'rate';
  fraction: (tally: Tally) => Fraction;
}

const reasonsOf = (tally: Tally, ...kinds: string[]): number => (
  Object.entries(tally.reasons).reduce((sum, [code, count]) => sum + (kinds.includes(kReasons[code]?.kind ?? '') ? count : 0), 0));

const rate = (id: string, title: string, of: string, part: (tally: Tally) => number, whole: (tally: Tally) => number,
  kind: Rate['kind'] = 'share'): Rate => ({ id, title, of, kind, fraction: (tally) => ({ part: part(tally), whole: whole(tally) }) });

export const kRates = {
  burden: rate('burden', 'Cards per 100 calls', 'calls', ({ shown }) => shown, ({ calls }) => calls, 'rate'),
  made: rate('made', 'Cards made per 100 calls', 'calls', made, ({ calls }) => calls, 'rate'),
  coverage: rate('coverage', 'Answered', 'shown', answered, ({ shown }) => shown),
  accepted: rate('accepted', 'Accepted', 'answered', (tally) => tally.accepted, answered),
  acceptedShown: rate('acceptedShown', 'Accepted', 'shown', (tally) => tally.accepted, ({ shown }) => shown),
  overridden: rate('overridden', 'Overridden', 'answered', (tally) => tally.overridden, answered),
  overriddenShown: rate('overriddenShown', 'Overridden', 'shown', (tally) => tally.overridden, ({ shown }) => shown),
  ppv: rate('ppv', 'PPV', 'answers that tell', (tally) => tally.accepted + reasonsOf(tally, 'weighed'),
    (tally) => tally.accepted + reasonsOf(tally, 'weighed', 'known', 'unfit')),
  repeats: rate('repeats', 'Repeats', 'shown', (tally) => tally.repeats, ({ shown }) => shown),
  withheld: rate('withheld', 'Withheld', 'made', withheld, made),
} as const;

/** A fraction of fewer than these is shown as it is: a rate of it would be a guess. */
export const kFewest = 10;

/** "41 %", "6.3", or nothing where a rate would be a guess. */
export function rateText({ kind }: Rate, { part, whole }: Fraction): string {
  if (whole < kFewest) return '';
  const value = (100 * part) / whole;
  if (kind === 'share') return `${Math.round(value)} %`;
  return value >= 10 || value === 0 ? value.toFixed(1) : value.toFixed(2);
}

const kNumber = new Intl.NumberFormat('en');
export const number = (value: number): string => kNumber.format(value);
export const fractionText = ({ part, whole }: Fraction): string => `${number(part)} of ${number(whole)}`;
