// The page's state, and what follows from it.
import { hooksOf, rulesOf, type Content, type Rule } from '../shared/api.ts';
import { control, verdict, type Chart, type Kind, type Verdict, type Week } from './control.ts';
import { figures, kRates, type Choice, type Figures, type Rate, type Tally } from './measures.ts';
import type { Report, Source } from './report.ts';

export interface Measure { id: string; title: string; axis: string; kind: Kind; rate: Rate; high: string; low: string }

/** What a control chart can be drawn of. High and low are the names of what it may show. */
export const kMeasures: Measure[] = [
  { id: 'made', title: 'Cards per 100 calls', axis: 'cards made per 100 calls', kind: 'rate', rate: kRates.made, high: 'loud', low: 'quiet' },
  { id: 'overridden', title: 'Overridden of answered', axis: 'overridden, % of answered', kind: 'share', rate: kRates.overridden, high: 'high', low: 'low' },
  { id: 'coverage', title: 'Answered of shown', axis: 'answered, % of shown', kind: 'share', rate: kRates.coverage, high: 'high', low: 'low' },
  { id: 'withheld', title: 'Withheld of made', axis: 'silent, suppressed or over the cap, % of made', kind: 'share', rate: kRates.withheld, high: 'high', low: 'low' },
  { id: 'repeats', title: 'Repeats of shown', axis: 'repeats, % of shown', kind: 'share', rate: kRates.repeats, high: 'high', low: 'low' },
];

export interface View {
  source: Source;
  /** Weeks that are loaded. */
  span: number;
  choice: Choice;
  /** Weeks that are summed up, by name; '' is the first or the last. */
  from: string;
  to: string;
  /** Whose chart; '' is all cards. */
  rule: string;
  measure: string;
  /** Limits begin anew with each version. */
  anew: boolean;
}

export const kView: View = {
  source: 'records', span: 53, choice: { hook: '', client: '' }, from: '', to: '', rule: '', measure: 'made', anew: false };
export const kSpans = [26, 53, 106];

/** The view that an address names, and back. */
export function viewOf(search: string): View {
  const given = new URLSearchParams(search);
  const span = Number(given.get('span'));
  return {
    source: given.get('source') === 'sample' ? 'sample' : 'records',
    span: kSpans.includes(span) ? span : kView.span,
    choice: { hook: given.get('hook') ?? '', client: given.get('client') ?? '' },
    from: given.get('from') ?? '', to: given.get('to') ?? '', rule: given.get('rule') ?? '',
    measure: kMeasures.some(({ id }) => id === given.get('measure')) ? given.get('measure') as string : kView.measure,
    anew: given.has('anew'),
  };
}

export function searchOf(view: View): string {
  const all: [string, string][] = [
    ['source', view.source === 'sample' ? 'sample' : ''], ['span', view.span === kView.span ? '' : String(view.span)],
    ['hook', view.choice.hook], ['client', view.choice.client], ['from', view.from], ['to', view.to], ['rule', view.rule],
    ['measure', view.measure === kView.measure ? '' : view.measure], ['anew', view.anew ? '1' : '']];
  const text = new URLSearchParams(all.filter(([, value]) => value !== '')).toString();
  return text && `?${text}`;
}

/** A version of the rules that came within the weeks. */
export interface Version { week: number; since: string; version: string; services: string[] }

const kWeek = 7 * 86_400_000;

/** One mark for each version and day; those in force when the weeks begin have none. */
export function versionsOf(report: Report): Version[] {
  const begin = Date.parse(report.weeks[0]?.from ?? '');
  const marks = new Map<string, Version>();
  for (const { service, version, since } of report.versions) {
    const week = Math.floor((Date.parse(since) - begin) / kWeek);
    if (!(week > 0) || week >= report.weeks.length) continue;
    const key = `${since.slice(0, 10)} ${version}`;
    const mark = marks.get(key) ?? { week, since: since.slice(0, 10), version, services: [] };
    mark.services.push(service);
    marks.set(key, mark);
  }
  return [...marks.values()].sort((a, b) => a.week - b.week);
}

export const counted = (tallies: Tally[], { rate }: Measure): Week[] => tallies.map((tally) => {
  const { part, whole } = rate.fraction(tally);
  return { events: part, size: whole };
});

export interface RuleView { figures: Figures; rule: Rule | undefined; name: string; verdict: Verdict }

export const nameOf = (rule: string | null, known?: Rule): string => (rule === null ? 'All cards' : known?.title ?? rule);

/** The chart of a rule: limits may begin anew with the versions of the services that have its cards. */
export function chartOf(report: Report, one: Figures, measure: Measure, anew: boolean): Chart {
  const services = new Set(report.groups.filter(({ rule }) => rule === one.rule).map(({ service }) => service));
  const restarts = anew ? versionsOf(report).filter((mark) => mark.services.some((service) => services.has(service))) : [];
  return control(measure.kind, counted(one.weeks, measure), report.completeWeeks, restarts.map(({ week }) => week));
}

/** All cards, then the rules that made any, each with what its chart of cards says of today. */
export function ruleViews(report: Report, content: Content | null, { choice, anew }: View): RuleView[] {
  const rules = new Map((content ? rulesOf(content) : []).map((rule) => [rule.id, rule]));
  const hooks = (id: string): string[] => {
    const rule = rules.get(id);
    return content && rule ? hooksOf(rule, content) : [];
  };
  return figures(report, choice, hooks).map((one) => {
    const rule = one.rule === null ? undefined : rules.get(one.rule);
    const chart = chartOf(report, one, kMeasures[0] as Measure, anew);
    return { figures: one, rule, name: nameOf(one.rule, rule), verdict: verdict(chart, report.completeWeeks) };
  });
}

/** Rules of the content that made no card, shown or not. */
export function silentRules(views: RuleView[], content: Content | null): Rule[] {
  const heard = new Set(views.map(({ figures: { rule } }) => rule));
  return (content ? rulesOf(content) : []).filter(({ id }) => !heard.has(id));
}

/** First and last week that are summed up. */
export function periodOf(report: Report, view: View): [number, number] {
  const index = (name: string, otherwise: number) => {
    const found = report.weeks.findIndex((week) => week.name === name);
    return found < 0 ? otherwise : found;
  };
  const last = report.weeks.length - 1;
  const from = index(view.from, 0);
  return [from, Math.max(from, index(view.to, last))];
}
