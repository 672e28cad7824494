// What the service answers to its pages: src/app/workbench.hpp, and CDS Hooks.
import type { Bundle, Coding, Resource } from './fhir.ts';

export interface Limit { valueSet: string; is: 'below' | 'at most' | 'above' | 'at least'; value: number; unit: string }
export interface Reference { citation: string; doi?: string; pmid?: string; mark: 'C' | 'R' | null; open?: string }

export interface Rule {
  id: string; section: string; title: string; detects: string; why: string; definition: string; indicator: string;
  evidence: { ref: string; says?: string }[];
  thresholds: { what: string; limit: string }[];
  limits?: Limit[];
  valueSets: string[]; summaries: string[]; recommended: string[]; offered: string[]; silent: string[];
  notCovered?: string[]; hooks?: string[]; overrideReasons?: string | null; recommendedText?: string;
}
export interface Section { id: string; title: string; hooks: string[]; common?: string; overrideReasons?: string }
export interface RuleBook { references: Record<string, Reference>; sections: Section[]; rules: Rule[] }
export interface Package {
  name: string; version: string; activities: Record<string, string>; rules: RuleBook | null; changes: Record<string, { changed: string; digest: string }> | null;
}
export interface Service {
  id: string; hook: string; title: string; description: string; prefetch: Record<string, string>; usageRequirements?: string;
}
export interface Content { development: boolean; discovery: { services: Service[] }; packages: Package[] }

export interface Action { type: 'create' | 'update' | 'delete'; description: string; resource?: Resource; resourceId?: string }
export interface Suggestion { label: string; uuid: string; isRecommended?: boolean; actions?: Action[] }
export type Indicator = 'info' | 'warning' | 'critical';
export interface Card {
  uuid: string; summary: string; detail?: string; indicator: Indicator;
  source: { label: string; url?: string; topic?: Coding };
  suggestions?: Suggestion[]; selectionBehavior?: string; overrideReasons?: Coding[];
  links?: { label: string; url: string; type: string }[];
  extension?: { 'org.cramp-cds.rules'?: string[]; 'org.cramp-cds.card-key'?: string };
}
export interface Outcome { resourceType: 'OperationOutcome'; issue?: { severity?: string; diagnostics?: string; details?: { text?: string } }[] }

export interface Evidence { type: string; id: string; path?: string }
export interface Searched { type: string; codeProperty?: string; valueSet?: string; found: number; library: string; locator: string }
export interface Reason {
  operation: string; name?: string; locator?: string; text?: string; value?: unknown; kind?: string; count?: number;
  times?: number; true?: number; false?: number; null?: number; failed?: boolean; because?: Reason[];
}
export interface Why {
  value?: unknown; error?: string; evaluated?: boolean; source?: { library: string; locator: string; text?: string };
  evidence?: Evidence[]; searched?: Searched[]; parameters?: string[]; because?: Reason[]; complete?: boolean;
}
export type Status = 'fired' | 'notFired' | 'notAssessable';
export interface RuleOutcome {
  rule: string; status: Status; reason: string; cards?: number[]; unavailable?: string[]; definition: string; why?: Why;
}
export interface Explanation { service: string; unavailable: string[]; rules: RuleOutcome[] }
export interface Called {
  request: { hookInstance: string; [member: string]: unknown };
  status: number;
  response: { cards?: Card[] } | Outcome;
  explanation: Explanation | null;
  withheld: { reason: string; rules: string[] }[];
}

export interface TestCase {
  id: string; title: string; service: string; fires: string[]; notRules: string[]; unknown: string[]; suppressed: string[];
  unavailable: boolean; history: boolean;
}
export interface WholeCase { id: string; title: string; service: string; now: string; data: Resource[]; unavailable?: string[]; context?: Record<string, unknown> }
export interface ValueSet { id: string; codes: Required<Coding>[] }

/** Says what the service said, where it refused. */
async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  throw new Error(`${response.status}: ${outcomeText(text)}`);
}

function outcomeText(text: string): string {
  try {
    return textOfOutcome(JSON.parse(text) as Outcome);
  } catch {
    return text.slice(0, 200);
  }
}

export const textOfOutcome = (outcome: Outcome): string => (
  (outcome.issue ?? []).map((issue) => issue.diagnostics ?? issue.details?.text ?? '').filter(Boolean).join('; ') || 'no reason given');

const getJson = async <T>(path: string): Promise<T> => (await checked(await fetch(path))).json() as Promise<T>;

const post = (path: string, body: unknown): Promise<Response> => (
  fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }));

const kept = new Map<string, Promise<unknown>>();

/** Asked for once, as long as the page is open; an error is not kept. */
function once<T>(path: string, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(path) as Promise<T> | undefined;
  if (known) return known;
  const asked = ask();
  kept.set(path, asked);
  asked.catch(() => kept.delete(path));
  return asked;
}

export const getContent = (): Promise<Content> => once('content', () => getJson<Content>('/workbench/content'));
export const getCases = (): Promise<TestCase[]> => once('cases', () => getJson<TestCase[]>('/workbench/cases'));
export const getCase = (id: string): Promise<WholeCase> => getJson<WholeCase>(`/workbench/cases/${encodeURIComponent(id)}`);
export const getValueSet = (id: string): Promise<ValueSet> => (
  once(`sets/${id}`, () => getJson<ValueSet>(`/workbench/value-sets/${encodeURIComponent(id)}`)));
export const getCql = (library: string): Promise<string> => (
  once(`cql/${library}`, async () => (await checked(await fetch(`/workbench/cql/${encodeURIComponent(library)}`))).text()));

export const getSets = async (chart: Bundle): Promise<Record<string, string[]>> => (
  (await checked(await post('/workbench/sets', { chart }))).json() as Promise<Record<string, string[]>>);

export interface CallOf { service: string; chart: Bundle; context: Record<string, unknown>; unavailable: string[] }

export const explain = async (call: CallOf): Promise<Called> => (
  (await checked(await post('/workbench/call', call))).json() as Promise<Called>);

/** The call itself, as an EHR makes it. */
export async function callService(service: string, request: unknown): Promise<{ status: number; body: { cards?: Card[] } | Outcome }> {
  const response = await post(`/cds-services/${service}`, request);
  return { status: response.status, body: await response.json() as { cards?: Card[] } | Outcome };
}

export interface FeedbackItem {
  card: string; outcome: 'accepted' | 'overridden'; outcomeTimestamp: string;
  acceptedSuggestions?: { id: string }[]; overrideReason?: { reason?: Coding; userComment?: string };
}

export async function sendFeedback(service: string, item: FeedbackItem): Promise<number> {
  const response = await post(`/cds-services/${service}/feedback`, { feedback: [item] });
  await response.text();
  return response.status;
}

/** All rules of all packages. */
export const rulesOf = (content: Content): Rule[] => content.packages.flatMap(({ rules }) => rules?.rules ?? []);

export function hooksOf(rule: Rule, content: Content): string[] {
  if (rule.hooks) return rule.hooks;
  const sections = content.packages.flatMap(({ rules }) => rules?.sections ?? []);
  return sections.find(({ id }) => id === rule.section)?.hooks ?? [];
}
