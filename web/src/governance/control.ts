// Control charts for counts: u charts of cards for each call, p charts of shares, with Laney's correction where weeks differ
// by more than chance (docs/governance.md, docs/decisions/096).

/** What was counted in one week: events, and what they are counted against. */
export interface Week { events: number; size: number }

/** A rate has no upper end (cards for each call); a share is at most 1 (overrides of answers). */
export type Kind = 'rate' | 'share';

export type Side = 'above' | 'below';

export interface Point {
  week: number;
  /** Nothing where nothing could be counted. */
  value: number | null;
  /** Nothing where there are too few weeks for limits. */
  center: number | null;
  lower: number | null;
  upper: number | null;
  /** Why it is marked: alone outside of the limits, or with its neighbours. */
  outside: Side | null;
  run: Side | null;
}

/** The weeks from one on for which the same limits hold. */
export interface Phase {
  from: number;
  to: number;
  /** Weeks whose figures the limits were made from. */
  baseline: number[];
  center: number | null;
  /** How much more weeks differ than by chance; 1: no more. */
  sigmaZ: number;
}

export interface Chart { points: Point[]; phases: Phase[] }

/** Limits want this many weeks, and are made from at most so many. */
export const kFewestWeeks = 12;
export const kBaselineWeeks = 24;
/** So many weeks in a row on one side are marked, where together they are this many sigmas away. */
export const kRun = 8;
export const kRunSigmas = 2.5;
/** Fewer events than these are never too many. */
export const kFewestEvents = 5;
/** A mark within so many of the last complete weeks is the state of today. */
export const kRecent = 4;

/** The mean of the moving ranges of two, as a standard deviation. */
const kMovingRange = 1.128;

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

function sigma(kind: Kind, center: number, size: number): number {
  return Math.sqrt((kind === 'share' ? center * (1 - center) : center) / size);
}

/** Laney's sigma Z of the baseline, at least 1: limits never become narrower than chance makes them. */
export function sigmaZ(kind: Kind, weeks: Week[], center: number): number {
  const z = weeks.map(({ events, size }) => {
    const one = sigma(kind, center, size);
    return one > 0 ? (events / size - center) / one : 0;
  });
  const ranges = z.slice(1).map((value, i) => Math.abs(value - (z[i] ?? 0)));
  return ranges.length > 0 ? Math.max(1, sum(ranges) / ranges.length / kMovingRange) : 1;
}

function phase(kind: Kind, weeks: Week[], from: number, to: number, complete: number): Phase {
  const baseline = weeks.map((_, week) => week)
    .filter((week) => week >= from && week < Math.min(to, complete) && (weeks[week]?.size ?? 0) > 0)
    .slice(0, kBaselineWeeks);
  const base = baseline.map((week) => weeks[week] as Week);
  const center = base.length < kFewestWeeks ? null
    : sum(base.map(({ events }) => events)) / sum(base.map(({ size }) => size));
  return { from, to, baseline, center, sigmaZ: center === null ? 1 : sigmaZ(kind, base, center) };
}

function point(kind: Kind, { events, size }: Week, week: number, isComplete: boolean, { center, sigmaZ: z }: Phase): Point {
  const value = size > 0 ? events / size : null;
  if (center === null || value === null) {
    return { week, value, center, lower: null, upper: null, outside: null, run: null };
  }
  const width = 3 * z * sigma(kind, center, size);
  const lower = Math.max(0, center - width);
  const upper = kind === 'share' ? Math.min(1, center + width) : center + width;
  const outside = !isComplete ? null
    : value < lower ? 'below'
      : value > upper && events >= kFewestEvents ? 'above' : null;
  return { week, value, center, lower, upper, outside, run: null };
}

const sideOf = ({ value, center }: Point): Side | null => (
  value === null || center === null || value === center ? null : value > center ? 'above' : 'below');

/** Whether the weeks, taken together, are as far from the centre as a run must be. */
function isFar(kind: Kind, weeks: Week[], { center, sigmaZ: z }: Phase): boolean {
  if (center === null) return false;
  const size = sum(weeks.map((one) => one.size));
  const away = sum(weeks.map((one) => one.events)) / size - center;
  return Math.abs(away) >= kRunSigmas * z * sigma(kind, center, size);
}

function markRuns(kind: Kind, weeks: Week[], points: Point[], of: Phase): void {
  let run: Point[] = [];
  const end = () => {
    const side = run[0] && sideOf(run[0]);
    if (side && run.length >= kRun && isFar(kind, run.map(({ week }) => weeks[week] as Week), of)) {
      for (const one of run) one.run = side;
    }
    run = [];
  };
  for (const one of points) {
    const side = sideOf(one);
    if (one.value === null) continue;
    if (side === null || (run[0] && sideOf(run[0]) !== side)) end();
    if (side !== null) run.push(one);
  }
  end();
}

/**
 * The chart of a rule's weeks, of which the first `complete` are over. Limits begin anew with each week in `restarts`; weeks
 * that are not over are drawn and never marked.
 */
export function control(kind: Kind, weeks: Week[], complete: number, restarts: number[] = []): Chart {
  const begins = [...new Set([0, ...restarts])].filter((week) => week < weeks.length).sort((a, b) => a - b);
  const phases = begins.map((from, i) => phase(kind, weeks, from, begins[i + 1] ?? weeks.length, complete));
  const points: Point[] = [];
  for (const one of phases) {
    const own = weeks.slice(one.from, one.to).map((week, i) => point(kind, week, one.from + i, one.from + i < complete, one));
    markRuns(kind, weeks, own.filter(({ week }) => week < complete), one);
    points.push(...own);
  }
  return { points, phases };
}

export type State = 'loud' | 'quiet' | 'steady' | 'unknown';

export interface Verdict {
  state: State;
  /** The first week outside of the limits in the stretch of marks that ends today, or its first; of loud and quiet. */
  since: number | null;
  /** Weeks that are marked at all. */
  marked: number;
}

export const markOf = (one: Point): Side | null => one.outside ?? one.run;

/** What the chart says of today. Unknown: too few weeks for limits. */
export function verdict({ points, phases }: Chart, complete: number): Verdict {
  const marks = points.filter((one) => markOf(one) !== null);
  const last = marks.at(-1);
  if (phases.at(-1)?.center == null) return { state: 'unknown', since: null, marked: marks.length };
  if (!last || last.week < complete - kRecent) return { state: 'steady', since: null, marked: marks.length };
  const stretch: Point[] = [];
  for (const one of [...marks].reverse()) {
    if (markOf(one) !== markOf(last) || (stretch[0]?.week ?? one.week) - one.week > kRecent) break;
    stretch.unshift(one);
  }
  const since = stretch.find(({ outside }) => outside !== null) ?? stretch[0];
  return { state: markOf(last) === 'above' ? 'loud' : 'quiet', since: since?.week ?? null, marked: marks.length };
}
