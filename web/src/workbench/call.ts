// One call of the service for an open chart: why first, then the call itself where the page may make it.
import { type Called, callService, type Card, type Content, explain, type Service } from '../shared/api.ts';
import type { Resource } from '../shared/fhir.ts';
import { bundleOf, contextOf, draftsWanted, type Visit } from './visit.ts';

export interface Answered { called: Called; service: Service; hook: string; cards: Card[]; milliseconds: number | null }

export const serviceOf = (content: Content, hook: string): Service | undefined => (
  content.discovery.services.find((service) => service.hook === hook));

export const cardsIn = (response: Called['response']): Card[] => ('cards' in response ? response.cards ?? [] : []);

/** Nothing to call for while an order or a problem is yet to be drafted. */
export const canCall = (hook: string, drafts: Resource[]): boolean => draftsWanted(hook) === null || drafts.length > 0;

/**
 * In development the cards are those of the real endpoint, so that feedback on them counts; elsewhere those of the
 * explanation, for the endpoint lets in clients only.
 */
export async function callFor(content: Content, visit: Visit, hook: string, drafts: Resource[]): Promise<Answered> {
  const service = serviceOf(content, hook);
  if (!service) throw new Error(`No service answers ${hook}.`);
  const called = await explain({
    service: service.id, chart: bundleOf(visit), context: contextOf(hook, visit, drafts), unavailable: visit.unavailable,
  });
  if (!content.development) return { called, service, hook, cards: cardsIn(called.response), milliseconds: null };
  const begun = performance.now();
  const { status, body } = await callService(service.id, called.request);
  const milliseconds = performance.now() - begun;
  return { called: { ...called, status, response: body }, service, hook, cards: cardsIn(body), milliseconds };
}
