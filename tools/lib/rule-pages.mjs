// The pages of docs/clinical as GitHub-flavoured markdown, from the facts of rule-facts.mjs.
import { kinds } from './rule-facts.mjs';

const kMarks = { C: '[C]', R: '**[R] to be confirmed**' };
const kManyCodes = 24;
const kManyCases = 20;

const list = (items) => items.map((item) => `- ${item}`).join('\n');
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const code = (text) => `\`${text}\``;
const section = (title, text) => (text ? [`## ${title}`, text] : []);

/** "citation, doi, PMID: what it says. [C]" */
function evidenceLine({ ref, says }, references) {
  const { citation, doi, pmid, mark, open } = references[ref];
  const links = [
    ...(doi ? [`[DOI ${doi}](https://doi.org/${doi})`] : []),
    ...(pmid ? [`[PMID ${pmid}](https://pubmed.ncbi.nlm.nih.gov/${pmid}/)`] : []),
  ];
  return `${[citation, ...links].join(', ')}${says ? `: ${says}` : ''}${mark ? ` ${kMarks[mark]}` : ''}${open ? ` *${open}*` : ''}`;
}

function activityName(id, activities) {
  const { title, code: concept } = activities.get(id);
  const codings = (concept?.coding ?? []).map((coding) => `${systemName(coding.system)} ${coding.code}`);
  return codings.length ? `${title} (${codings.join(', ')})` : title;
}

const kSystems = {
  'http://snomed.info/sct': 'SNOMED CT', 'http://loinc.org': 'LOINC',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm', 'http://www.whocc.no/atc': 'ATC',
  'http://hl7.org/fhir/sid/icd-10-cm': 'ICD-10-CM', 'http://hl7.org/fhir/sid/icd-10': 'ICD-10',
  'http://id.who.int/icd11/mms': 'ICD-11', 'http://hl7.org/fhir/sid/icpc-2': 'ICPC-2',
};
const systemName = (url) => kSystems[url] ?? url;

const membersOf = (set) => (set.compose?.include ?? []).flatMap(({ system, concept = [], filter = [], valueSet = [] }) => [
  ...concept.map((c) => ({ system, code: c.code, display: c.display })),
  ...filter.map((f) => ({ system, code: `${f.value}…`, like: f.value, display: '' })),
  ...valueSet.map((url) => ({ system: '', code: url.split('/').pop(), display: 'the codes of that set' })),
]);

function codesOf(id, { sets, sources }) {
  const members = membersOf(sets.get(id));
  const title = `**[${id}](../../../profiles/valuesets/${id}.json)**`;
  if (members.length <= kManyCodes) {
    const rows = members.map((m) => {
      const known = sources.get(`${m.system} ${m.like ?? m.code}`);
      return [systemName(m.system), m.code, m.display || known?.display || '', known?.confirmed_in ?? ''];
    });
    return `${title}\n\n${table(['system', 'code', 'display', 'confirmed in'], rows)}`;
  }
  const systems = [...new Set(members.map((m) => m.system))];
  const counts = systems.map((s) => `${members.filter((m) => m.system === s).length} of ${systemName(s)}`);
  return `${title}: ${members.length} codes, ${counts.join(', ')}; the source of each is in [codes.tsv](../../../profiles/codes.tsv)`;
}

const shortened = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

function casesOf({ cases }) {
  if (cases.length === 0) return 'None.';
  const rows = kinds.flatMap((kind) => {
    const own = cases.filter((c) => c.kind === kind);
    const shown = own.slice(0, kManyCases)
      .map(({ id, title }) => [kind, `[${id}](../../../rules/leg-cramps/cases/${id}.json)`, shortened(title, 100)]);
    return own.length > kManyCases ? [...shown, [kind, `and ${own.length - kManyCases} more`, '']] : shown;
  });
  const counts = kinds.map((kind) => `${cases.filter((c) => c.kind === kind).length} ${kind}`).join(', ');
  return `${counts}\n\n${table(['shows', 'case', 'title'], rows)}`;
}

function cardOf(rule, facts) {
  const names = (ids) => ids.map((id) => activityName(id, facts.activities)).join('; ');
  const reasons = rule.overrideReasons && facts.sets.get(rule.overrideReasons).compose.include
    .flatMap((include) => include.concept.map((c) => c.display)).join('; ');
  return table(['', ''], [
    ...rule.summaries.map((text) => ['Summary', text]),
    ['Indicator', rule.indicator],
    ['Recommended, where missing', rule.recommendedText ?? (names(rule.recommended) || 'nothing')],
    ['Offered', names(rule.offered) || 'nothing more'],
    ...(reasons ? [['Override reasons', reasons]] : []),
  ]);
}

function cqlOf(rule, { elm }) {
  const [library] = rule.definition.split('.');
  const { line, text } = elm.source(rule.definition);
  const link = `[${library}.cql, line ${line}](../../../rules/leg-cramps/cql/${library}.cql#L${line})`;
  return `${link}\n\n\`\`\`cql\n${text}\n\`\`\``;
}

/** The page of one rule. */
export function rulePage(rule, facts) {
  const at = facts.sections.get(rule.section);
  return `${[
    `# ${rule.title}`,
    `${code(rule.id)} · ${at.title} · ${rule.hooks.map(code).join(', ')}`,
    ...section('What it detects', rule.detects),
    at.common,
    ...section('Why', rule.why),
    ...section('Evidence', list(rule.evidence.map((e) => evidenceLine(e, facts.references)))),
    ...section('Limits', rule.thresholds.length && table(['', 'limit'], rule.thresholds.map((t) => [t.what, t.limit]))),
    ...section('The card', cardOf(rule, facts)),
    ...section('Silent', rule.silent.length && list(rule.silent)),
    ...section('Not covered', rule.notCovered && list(rule.notCovered)),
    ...section('Codes', rule.valueSets.map((id) => codesOf(id, facts)).join('\n\n')),
    ...section('Cases', casesOf(rule)),
    ...section('CQL', cqlOf(rule, facts)),
  ].join('\n\n')}\n`;
}

const linkTo = (id) => `[${id}](rules/${id}.md)`;
const marksOf = (rule, references) => (
  [...new Set(rule.evidence.map((e) => references[e.ref].mark).filter(Boolean))].sort().map((mark) => `[${mark}]`).join(' '));

function rulesOf(id, { rules, references, sections }) {
  const rows = rules.filter((rule) => rule.section === id).map((rule) => [
    linkTo(rule.id), rule.title, rule.indicator, marksOf(rule, references), rule.cases.length]);
  return `### ${sections.get(id).title}\n\n${table(['rule', 'what', 'indicator', 'evidence', 'cases'], rows)}`;
}

function hooksOf({ rules }) {
  const hooks = [...new Set(rules.flatMap((rule) => rule.hooks))];
  return table(['rule', ...hooks], rules.map((rule) => [
    linkTo(rule.id), ...hooks.map((hook) => (rule.hooks.includes(hook) ? 'x' : ''))]));
}

function toConfirm({ rules, references }) {
  const rows = Object.entries(references).filter(([, r]) => r.mark === 'R' || r.open).map(([ref, { citation, mark, open }]) => {
    const named = rules.filter((rule) => rule.evidence.some((e) => e.ref === ref)).map((rule) => linkTo(rule.id));
    return [citation, mark === 'R' ? 'recalled' : open, named.join(', ')];
  });
  return table(['evidence', 'what is open', 'rules'], rows);
}

/** docs/clinical/README.md */
export function overviewPage(facts) {
  const { rules, sections, statements, addedForSafety } = facts;
  const uncovered = rules.filter((rule) => rule.notCovered).map((rule) => `${linkTo(rule.id)}: ${rule.notCovered.join('; ')}`);
  return `${[
    '# Clinical content',
    `The package \`leg-cramps\`: ${rules.length} rules. Each has a page with what it detects, why, the evidence, limits, codes,`
      + ' card, cases and the CQL itself. These pages are made from the package by `node tools/pages.mjs`.'
      + ' How to change it: [authoring.md](authoring.md).',
    '**[C]**: the citation was seen in a source while the rules were prepared. **[R]**: recalled, to be confirmed before'
      + ' release. The service never diagnoses, never changes a dose and never stops a drug.',
    '## Rules', ...[...sections.keys()].map((id) => rulesOf(id, facts)),
    '## Hooks', hooksOf(facts),
    '## Statements of the source article', 'Each statement of the article on leg cramps that the package is made from, and the rules that act on it.',
    table(['statement', 'rules'], statements.map((s) => [s.text, [...s.rules.map(linkTo), ...(s.also ? [s.also] : [])].join(', ')])),
    `Not in the article and added for safety: ${addedForSafety.join(', ')}.`,
    '## Evidence to be confirmed', toConfirm(facts),
    '## Not covered', list(uncovered),
  ].join('\n\n')}\n`;
}
