// The FHIR resources in a JSON document of ours.
import { base } from './valueset.mjs';

const actionsOf = (suggestion) => (suggestion.actions ?? []).map((action) => action.resource);

/** Resources that a CDS Hooks response drafts. */
function drafted(response) {
  const suggested = response.cards.flatMap((card) => (card.suggestions ?? []).flatMap(actionsOf));
  const system = (response.systemActions ?? []).map((action) => action.resource);
  return [...suggested, ...system].filter(Boolean);
}

const kDraftProfiles = { ServiceRequest: [`${base}/StructureDefinition/leg-cramp-suggested-order`] };

/**
 * [where, resource, URLs of profiles that it must meet] of a resource (a Bundle's entries one by one), a test case (its data and context) or a
 * CDS Hooks response (what it drafts).
 */
export function resourcesIn(document, where) {
  const list = (resources, what) => resources.flatMap((r, i) => resourcesIn(r, `${where} ${what}[${i}]`));
  const draftProfiles = ([place, resource]) => [place, resource, kDraftProfiles[resource.resourceType] ?? []];
  if (Array.isArray(document)) return list(document, '');
  if (document?.resourceType === 'Bundle') {
    return [[where, document, []], ...list((document.entry ?? []).map((e) => e.resource).filter(Boolean), 'entry')];
  }
  if (document?.resourceType) return [[where, document, []]];
  if (Array.isArray(document?.cards)) return list(drafted(document), 'drafted').map(draftProfiles);
  if (Array.isArray(document?.data)) {
    const context = Object.values(document.context ?? {}).filter((v) => v?.resourceType);
    return [...list(document.data, 'data'), ...list(context, 'context')];
  }
  return [[where, document, []]];
}
