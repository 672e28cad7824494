// As much of FHIR R4 as a chart shows. Everything may be missing: charts come from anywhere.

export interface Coding { system?: string; code?: string; display?: string }
export interface CodeableConcept { coding?: Coding[]; text?: string }
export interface Quantity { value?: number; unit?: string; code?: string; comparator?: string }
export interface Period { start?: string; end?: string }
export interface Reference { reference?: string }

export interface Resource {
  resourceType: string;
  id?: string;
  status?: string;
  code?: CodeableConcept;
  [member: string]: unknown;
}

export interface Bundle { resourceType: 'Bundle'; id?: string; type?: string; entry?: { resource?: Resource }[] }

export const resourcesOf = (bundle: Bundle): Resource[] => (
  (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : [])));

export const ofType = (resources: Resource[], type: string): Resource[] => (
  resources.filter(({ resourceType }) => resourceType === type));

/** "Observation/k": how explanations name a resource. */
export const referenceTo = ({ resourceType, id }: { resourceType: string; id?: string | undefined }): string => (
  `${resourceType}/${id ?? ''}`);

/** What a person reads of a code; SNOMED's "(finding)" says nothing to a clinician. */
export function textOf(concept: CodeableConcept | undefined): string {
  const coding = concept?.coding?.find(({ display }) => display) ?? concept?.coding?.[0];
  const text = concept?.text ?? coding?.display ?? coding?.code ?? '';
  return text.replace(/ \((finding|disorder|situation|procedure|qualifier value|body structure|severity modifier)\)/g, '');
}

export const codeOf = (concept: CodeableConcept | undefined): string => concept?.coding?.[0]?.code ?? '';

/** The first date that the element has, by the usual names: a day, or a day with a time. */
export function dateOf(resource: Resource): string | undefined {
  const period = (resource['effectivePeriod'] ?? resource['onsetPeriod'] ?? resource['period']) as Period | undefined;
  const names = ['effectiveDateTime', 'onsetDateTime', 'effectiveInstant', 'authoredOn', 'recordedDate', 'issued', 'authored'];
  const found = names.map((name) => resource[name]).find((value) => typeof value === 'string');
  return (found as string | undefined) ?? period?.start;
}

export const dayOf = (date: string | undefined): string => (date ?? '').slice(0, 10);

/** Noon, so that no time zone moves it to another day. */
export const timeOf = (date: string): number => Date.parse(`${date.slice(0, 10)}T12:00:00`);

const kDay = 86_400_000;

/** "12 days ago", "3 months ago", "2 years ago", "today", "in 2 days". */
export function ago(date: string, today: string): string {
  const days = Math.round((timeOf(today) - timeOf(date)) / kDay);
  const said = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  const size = Math.abs(days);
  if (size === 0) return 'today';
  const text = size < 60 ? said(size, 'day') : size < 730 ? said(Math.round(size / 30.4), 'month') : said(Math.floor(size / 365.25), 'year');
  return days > 0 ? `${text} ago` : `in ${text}`;
}

export function ageOf(birthDate: string | undefined, today: string): number | undefined {
  if (!birthDate) return undefined;
  const had = today.slice(5, 10) >= birthDate.slice(5, 10) ? 0 : 1;
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - had;
}

interface HumanName { family?: string; given?: string[]; text?: string }

export function nameOf(patient: Resource | undefined): string {
  const name = (patient?.['name'] as HumanName[] | undefined)?.[0];
  if (!name) return 'No name';
  return name.text ?? [name.family, name.given?.join(' ')].filter(Boolean).join(', ');
}

/** The local day, as FHIR writes it. */
export function todayOf(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
