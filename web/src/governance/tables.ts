// What the page shows, as rows for CSV: each row says of which data, weeks and calls it is.
import { control } from './control.ts';
import type { Cell } from './csv.ts';
import { answered, kRates, made, total, type Choice, type Figures } from './measures.ts';
import type { Report } from './report.ts';

export interface Shown { report: Report; choice: Choice; from: number; to: number }

const kScope = ['source', 'from_week', 'to_week', 'hook', 'client'];
const scopeOf = ({ report, choice, from, to }: Shown): Cell[] => [
  report.source, report.weeks[from]?.name ?? '', report.weeks[to]?.name ?? '', choice.hook || 'all', choice.client || 'all'];

const kRuleColumns = ['rule', 'state', 'calls', 'cards_made', 'cards_shown', 'answered', 'accepted', 'overridden', 'no_feedback',
  'apt_answers', 'answers_that_tell', 'repeats', 'silent', 'suppressed', 'capped'];

/** One row for each rule, all cards first. */
export function ruleRows(shown: Shown, rows: { figures: Figures; state: string }[]): Cell[][] {
  const reasons = [...new Set(rows.flatMap(({ figures }) => Object.keys(total(figures, shown.from, shown.to).reasons)))].sort();
  const row = ({ figures, state }: { figures: Figures; state: string }): Cell[] => {
    const sum = total(figures, shown.from, shown.to);
    const ppv = kRates.ppv.fraction(sum);
    return [...scopeOf(shown), figures.rule ?? '(all cards)', state, sum.calls, made(sum), sum.shown, answered(sum), sum.accepted,
      sum.overridden, sum.ignored, ppv.part, ppv.whole, sum.repeats, sum.silent, sum.suppressed, sum.capped,
      ...reasons.map((code) => sum.reasons[code] ?? 0)];
  };
  return [[...kScope, ...kRuleColumns, ...reasons.map((code) => `overridden:${code}`)], ...rows.map(row)];
}

const kWeekColumns = ['source', 'hook', 'client', 'rule', 'week', 'week_from', 'is_over', 'calls', 'cards_made', 'cards_shown', 'accepted',
  'overridden', 'no_feedback', 'repeats', 'silent', 'suppressed', 'capped', 'measure', 'events', 'of', 'value', 'center', 'lower', 'upper', 'mark'];

/** One row for each week of a rule's control chart. */
export function weekRows({ report, choice }: Shown, figures: Figures, measure: string, chart: ReturnType<typeof control>,
  counted: { events: number; size: number }[]): Cell[][] {
  return [kWeekColumns, ...figures.weeks.map((week, i): Cell[] => {
    const point = chart.points[i];
    return [report.source, choice.hook || 'all', choice.client || 'all', figures.rule ?? '(all cards)', report.weeks[i]?.name ?? '',
      report.weeks[i]?.from ?? '', i < report.completeWeeks ? 1 : 0, week.calls, made(week), week.shown, week.accepted, week.overridden,
      week.ignored, week.repeats, week.silent, week.suppressed, week.capped, measure, counted[i]?.events ?? 0, counted[i]?.size ?? 0,
      point?.value ?? null, point?.center ?? null, point?.lower ?? null, point?.upper ?? null, point?.outside ?? point?.run ?? ''];
  })];
}
