// A chart that was opened: whose it is, and what is done with it in this visit.
import type { WholeCase } from '../shared/api.ts';
import { type Bundle, type Coding, ofType, type Resource, resourcesOf } from '../shared/fhir.ts';
import { daysBetween, renamePatient, shiftDates } from '../shared/shift.ts';

export interface ShippedPatient {
  id: string; title: string; story: string; hook: string; unavailable?: string[];
  order?: { valueSet: string; code: string }; expects: { hook?: string; rules: string[]; indicator: string }; bundle: Bundle;
}
export interface Shipped { asOf: string; patients: ShippedPatient[] }

export interface Visit {
  key: string; title: string; story: string; hook: string; unavailable: string[];
  resources: Resource[]; encounterId: string | undefined; order: { valueSet: string; code: string } | undefined;
  isOwn: boolean;
}

/** Hooks, and when an EHR fires them. */
export const kHooks = [
  ['patient-view', 'a chart is opened'], ['encounter-start', 'a visit begins'], ['problem-list-item-create', 'a problem is added'],
  ['order-select', 'an order is drafted'], ['order-sign', 'an order is signed'],
] as const;

const encounterIn = (resources: Resource[]): string | undefined => (
  ofType(resources, 'Encounter').find(({ status }) => status === 'in-progress')?.id);

/** The memory of the service knows patients by their id: another one for each visit of the page. */
function asNewPatient(resources: Resource[], suffix: string): Resource[] {
  const id = ofType(resources, 'Patient')[0]?.id;
  return id ? renamePatient(resources, id, `${id}-${suffix}`) : resources;
}

export function openShipped(patient: ShippedPatient, asOf: string, today: string, suffix: string): Visit {
  const resources = asNewPatient(shiftDates(resourcesOf(patient.bundle), daysBetween(asOf, today)), suffix);
  return {
    key: patient.id, title: patient.title, story: patient.story, hook: patient.hook, unavailable: patient.unavailable ?? [],
    resources, encounterId: encounterIn(resources), order: patient.order, isOwn: false,
  };
}

export function openBundle(bundle: Bundle, name: string): Visit {
  const resources = resourcesOf(bundle);
  return {
    key: 'own', title: name, story: 'Your own chart. It stays in this page and in the calls it makes.', hook: 'patient-view',
    unavailable: [], resources, encounterId: encounterIn(resources), order: undefined, isOwn: true,
  };
}

export function openCase(test: WholeCase, today: string, suffix: string): Visit {
  const resources = asNewPatient(shiftDates(test.data, daysBetween(test.now.slice(0, 10), today)), suffix);
  return {
    key: `case-${test.id}`, title: `Test case ${test.id}`, story: test.title, unavailable: test.unavailable ?? [],
    hook: kHooks.find(([id]) => test.service.endsWith(id))?.[0] ?? 'patient-view', resources,
    encounterId: encounterIn(resources), order: undefined, isOwn: false,
  };
}

/** Why a file is no chart; nothing when it is one. */
export function faultOf(value: unknown): string | null {
  const bundle = value as Bundle | null;
  if (typeof bundle !== 'object' || bundle?.resourceType !== 'Bundle') return 'This is no FHIR Bundle: resourceType must be "Bundle".';
  const patients = ofType(resourcesOf(bundle), 'Patient');
  if (patients.length !== 1) return `A chart is of one patient; this Bundle has ${patients.length} Patient resources.`;
  return patients[0]?.id ? null : 'The Patient has no id.';
}

export const newId = (): string => crypto.randomUUID().slice(0, 8);

export const draftOrder = (coding: Coding, patientId: string): Resource => ({
  resourceType: 'MedicationRequest', id: `draft-${newId()}`, status: 'draft', intent: 'order',
  medicationCodeableConcept: { coding: [coding] }, subject: { reference: `Patient/${patientId}` },
});

export const newProblem = (coding: Coding, patientId: string, today: string): Resource => {
  const concept = (system: string, code: string) => ({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] });
  return {
    resourceType: 'Condition', id: `new-${newId()}`, clinicalStatus: concept('condition-clinical', 'active'),
    verificationStatus: concept('condition-ver-status', 'confirmed'), category: [concept('condition-category', 'problem-list-item')],
    code: { coding: [coding] }, subject: { reference: `Patient/${patientId}` }, onsetDateTime: today, recordedDate: today,
  };
};

const collection = (resources: Resource[]): Bundle => ({
  resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })),
});

export const bundleOf = (visit: Visit): Bundle => collection(visit.resources);

/** What the hook's context has beside patient and user. */
export function contextOf(hook: string, visit: Visit, drafts: Resource[]): Record<string, unknown> {
  const context: Record<string, unknown> = visit.encounterId ? { encounterId: visit.encounterId } : {};
  if (hook === 'problem-list-item-create') return { ...context, conditions: collection(drafts) };
  if (!hook.startsWith('order-')) return context;
  const selections = hook === 'order-select' ? { selections: drafts.map(({ resourceType, id }) => `${resourceType}/${id}`) } : {};
  return { ...context, ...selections, draftOrders: collection(drafts) };
}

export const draftsWanted = (hook: string): 'order' | 'problem' | null => (
  hook === 'problem-list-item-create' ? 'problem' : hook.startsWith('order-') ? 'order' : null);
