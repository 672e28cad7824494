// FHIR R4 ValueSet and CodeSystem resources from rows of codes.
import { isPrefix } from './codes.mjs';
import { reasonFor } from './code-parts.mjs';

export const base = 'https://cramp-cds.org/fhir';
export const version = '1.0.0';

const kCopyright = {
  'http://snomed.info/sct': 'SNOMED CT © International Health Terminology Standards Development Organisation',
  'http://loinc.org': 'LOINC © Regenstrief Institute, Inc.',
  'http://www.whocc.no/atc': 'ATC © WHO Collaborating Centre for Drug Statistics Methodology',
  'http://hl7.org/fhir/sid/icd-10': 'ICD-10 © World Health Organization',
  'http://id.who.int/icd11/mms': 'ICD-11 © World Health Organization',
};

export const camel = (id) => id.split('-').map((part) => part[0].toUpperCase() + part.slice(1)).join('');
const sentence = (id) => id[0].toUpperCase() + id.slice(1).replaceAll('-', ' ');

/** The members that every conformance resource of ours has. */
export function header(type, id, description, title = sentence(id)) {
  return {
    resourceType: type,
    id,
    url: `${base}/${type}/${id}`,
    version,
    name: camel(id),
    title,
    status: 'active',
    experimental: false,
    publisher: 'cramp-cds',
    description,
  };
}

function describe(id, rows) {
  const group = rows[0].group;
  if (id === group) return `Codes of the group ${group} of the clinical rules.`;
  const reason = reasonFor(id);
  if (reason) return `Part of the group ${group}. ${reason}`;
  return `Codes of the group ${group} that contain the ingredient named at the end of the set's id.`;
}

/** Codes of one system: those listed, and one element for each prefix. */
function includes(system, rows) {
  const listed = rows.filter((row) => !isPrefix(row));
  const concept = listed.map(({ code, display }) => ({ code, display }));
  const prefixes = rows.filter(isPrefix).map(({ code }) => ({
    system,
    filter: [{ property: 'concept', op: 'is-a', value: code }],
  }));
  return [...(concept.length ? [{ system, concept }] : []), ...prefixes];
}

/** The ValueSet of one name; rows of one group. */
export function valueSet(id, rows) {
  const systems = [...new Set(rows.map((row) => row.system))];
  const copyright = systems.map((s) => kCopyright[s]).filter(Boolean).join('; ');
  return {
    ...header('ValueSet', id, describe(id, rows)),
    ...(copyright ? { copyright } : {}),
    compose: { include: systems.flatMap((s) => includes(s, rows.filter((row) => row.system === s))) },
  };
}
