// What a chart shows of the patient's resources: problems, medicines, results, episodes of cramps.
import type { Limit, Rule } from '../shared/api.ts';
import {
  type CodeableConcept, dateOf, dayOf, ofType, type Period, type Quantity, referenceTo, type Resource, textOf,
} from '../shared/fhir.ts';

export type Sets = Record<string, string[]>;

export interface Row { ref: string; text: string; date: string; note: string; sets: string[]; resource: Resource }
export interface Medicine extends Row { start: string; end: string | null; active: boolean }
export interface OwnLimit { is: Limit['is']; value: number; rule: string | null }
export interface Result extends Row { value: number | null; shown: string; unit: string; isOut: boolean; limits: OwnLimit[] }
export interface Analyte { key: string; name: string; unit: string; results: Result[]; limits: OwnLimit[] }
export interface Episode extends Row { severity: string }
export interface Chart {
  patient: Resource | undefined; problems: Row[]; findings: Row[]; medicines: Medicine[]; analytes: Analyte[]; episodes: Episode[];
  orders: Row[]; visit: Resource | undefined;
}

/** What counts as a cramp, by the content's own sets. */
const kCramps = ['cramp-complaint', 'sleep-related-leg-cramp', 'leg-cramp-code'];

/** How people say it; the code's display says it in a sentence. */
const kShortNames: Record<string, string> = {
  'lab-egfr': 'eGFR', 'lab-hba1c': 'HbA1c', 'lab-creatine-kinase': 'CK', 'lab-tsh': 'TSH', 'lab-vitamin-d-25oh': '25-OH vitamin D',
  'lab-bun': 'Urea nitrogen', 'lab-alt': 'ALT',
};

const list = (value: unknown): CodeableConcept[] => (Array.isArray(value) ? value as CodeableConcept[] : []);
const hasCode = (concepts: CodeableConcept[], code: string) => concepts.some(({ coding }) => coding?.some((one) => one.code === code));

const rowOf = (resource: Resource, sets: Sets, text: string): Row => ({
  ref: referenceTo(resource), text, date: dayOf(dateOf(resource)), note: '', sets: sets[referenceTo(resource)] ?? [], resource,
});

const newestFirst = <T extends Row>(rows: T[]): T[] => rows.sort((a, b) => (a.date < b.date ? 1 : -1));

function shortName(resource: Resource, sets: string[]): string {
  const known = sets.find((set) => kShortNames[set]);
  if (known) return kShortNames[known] ?? known;
  return textOf(resource.code).replace(/ (\[| in (Blood|Serum|Plasma)).*$/, '');
}

const breaks = ({ is, value }: OwnLimit, amount: number): boolean => (
  { below: amount < value, 'at most': amount <= value, above: amount > value, 'at least': amount >= value })[is];

/** Limits of the content for a result in this unit, and those that the laboratory sent with it. */
function limitsOf(resource: Resource, sets: string[], unit: string, rules: Rule[]): OwnLimit[] {
  const sameUnit = (a: string) => a === unit;
  const ofContent = rules.flatMap((rule) => (rule.limits ?? [])
    .filter((limit) => sets.includes(limit.valueSet) && sameUnit(limit.unit))
    .map(({ is, value }) => ({ is, value, rule: rule.id })));
  const range = (resource['referenceRange'] as { low?: Quantity; high?: Quantity }[] | undefined)?.[0];
  const sent: OwnLimit[] = [];
  if (range?.high?.value !== undefined) sent.push({ is: 'above', value: range.high.value, rule: null });
  if (range?.low?.value !== undefined) sent.push({ is: 'below', value: range.low.value, rule: null });
  return [...ofContent, ...sent];
}

function resultOf(resource: Resource, sets: Sets, rules: Rule[]): Result {
  const quantity = resource['valueQuantity'] as Quantity | undefined;
  const row = rowOf(resource, sets, '');
  const ucum = quantity?.code ?? quantity?.unit ?? '';
  const value = quantity?.value ?? null;
  const coded = textOf(resource['valueCodeableConcept'] as CodeableConcept | undefined);
  const other = resource['valueInteger'] ?? resource['valueString'] ?? resource['valueBoolean'];
  const shown = value === null ? coded || String(other ?? '–') : `${quantity?.comparator ?? ''}${value}`;
  const limits = limitsOf(resource, row.sets, ucum, rules);
  return {
    ...row, text: shortName(resource, row.sets), value, shown, unit: shownUnit(quantity?.unit ?? ucum), limits,
    isOut: value !== null && limits.some((limit) => breaks(limit, value)),
  };
}

/** "mL/min/{1.73_m2}" is UCUM; people write it otherwise. */
export const shownUnit = (unit: string): string => (
  unit.replace(/\{?1\.73[ _]?m2\}?/, '1.73 m²').replace('10*3', '10³').replace(/\[(\w+)\]/g, '$1').replace(/\{[^}]*\}/g, ''));

function analytesOf(results: Result[]): Analyte[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.text} ${result.unit}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups].map(([key, own]) => ({
    key, name: own[0]?.text ?? '', unit: own[0]?.unit ?? '', results: newestFirst(own), limits: own[0]?.limits ?? [],
  })).sort((a, b) => Number(isNotable(b)) - Number(isNotable(a)) || a.name.localeCompare(b.name));
}

const isNotable = ({ results }: Analyte): boolean => results[0]?.isOut ?? false;

function medicineOf(resource: Resource, sets: Sets): Medicine {
  const concept = resource['medicationCodeableConcept'] as CodeableConcept | undefined;
  const row = rowOf(resource, sets, textOf(concept) || 'Medicine by reference');
  const validity = (resource['dispenseRequest'] as { validityPeriod?: Period } | undefined)?.validityPeriod;
  const effective = resource['effectivePeriod'] as Period | undefined;
  const active = resource.status === 'active' || resource.status === 'draft';
  const dosage = list(resource['dosageInstruction'] ?? resource['dosage'])[0] as { text?: string } | undefined;
  return {
    ...row, note: dosage?.text ?? '', active, start: dayOf(effective?.start ?? row.date),
    end: active ? null : dayOf(validity?.end ?? effective?.end) || row.date,
  };
}

function conditionRow(resource: Resource, sets: Sets): Episode {
  const site = list(resource['bodySite']).map(textOf).join(', ');
  const severity = textOf(resource['severity'] as CodeableConcept | undefined);
  const notes = [severity.toLowerCase(), site.toLowerCase().replace(' structure', '')].filter(Boolean);
  return { ...rowOf(resource, sets, textOf(resource.code)), severity, note: notes.join(' · ') };
}

/** Why the patient came is in the visit, not among the problems. */
function visitRow(resource: Resource, sets: Sets): Episode {
  const reason = list(resource['reasonCode']).map(textOf).join(', ');
  return { ...rowOf(resource, sets, reason || 'Visit'), severity: '', note: 'reason of the visit' };
}

const isCramp = ({ sets }: Row): boolean => sets.some((set) => kCramps.includes(set));

/** `resources`, as the chart shows them. Limits come from the rules. */
export function chartOf(resources: Resource[], sets: Sets, rules: Rule[]): Chart {
  const conditions = ofType(resources, 'Condition').map((resource) => conditionRow(resource, sets));
  const isProblem = ({ resource }: Row) => hasCode(list(resource['category']), 'problem-list-item');
  const observations = ofType(resources, 'Observation').map((resource) => resultOf(resource, sets, rules));
  const isResult = (row: Result) => row.value !== null || !isCramp(row);
  return {
    patient: ofType(resources, 'Patient')[0],
    visit: ofType(resources, 'Encounter').find(({ status }) => status === 'in-progress') ?? undefined,
    problems: newestFirst(conditions.filter((row) => isProblem(row) && !isCramp(row))),
    findings: newestFirst(conditions.filter((row) => !isProblem(row) && !isCramp(row))),
    episodes: newestFirst([
      ...conditions.filter(isCramp),
      ...ofType(resources, 'Encounter').map((resource) => visitRow(resource, sets)).filter(isCramp),
      ...observations.filter((row) => !isResult(row)).map((row) => ({ ...row, text: textOf(row.resource.code), severity: '' })),
    ]),
    medicines: newestFirst([...ofType(resources, 'MedicationRequest'), ...ofType(resources, 'MedicationStatement')]
      .map((resource) => medicineOf(resource, sets))),
    analytes: analytesOf(observations.filter(isResult)),
    orders: newestFirst(ofType(resources, 'ServiceRequest').map((resource) => rowOf(resource, sets, textOf(resource.code)))),
  };
}
