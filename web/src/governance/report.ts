// What the service says of its cards: GET /governance/report and /governance/sample (docs/governance.md).

/** One number a week, in the order of Report.weeks; left out where all are 0. */
export type Series = number[];

export interface Group {
  /** Nothing: all cards, each once. */
  rule: string | null;
  service: string; version: string; hook: string; client: string;
  calls?: Series; shown?: Series; accepted?: Series; overridden?: Series; ignored?: Series;
  silent?: Series; suppressed?: Series; capped?: Series; repeats?: Series;
  reasons?: Record<string, Series>;
}

export type Source = 'records' | 'sample';

export interface Report {
  source: Source;
  weeks: { name: string; from: string }[];
  /** So many of the weeks are over. */
  completeWeeks: number;
  groups: Group[];
  /** Patients by day; hook null: any hook, each once. */
  visits: { hook: string | null; client: string; visits: Series }[];
  versions: { service: string; version: string; since: string }[];
  unmatchedFeedback: number;
}

const kDay = 86_400_000;
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The weeks until today, at most 106. Rejects with the words of the service where it refuses. */
export async function getReport(source: Source, weeks: number): Promise<Report> {
  const today = Date.now();
  const path = `/governance/${source === 'sample' ? 'sample' : 'report'}/${dayOf(today - (weeks - 1) * 7 * kDay)}/${dayOf(today)}`;
  const response = await fetch(path);
  const body: unknown = await response.json();
  if (response.ok) return body as Report;
  const { issue } = body as { issue?: { diagnostics?: string }[] };
  throw new Error(issue?.[0]?.diagnostics ?? `The service answered ${response.status}.`);
}
