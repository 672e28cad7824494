// The page of one rule: what it says, on what grounds, with which limits and codes, and how that is proved.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  type Content, getCases, getCql, getValueSet, hooksOf, type Package, type Rule, type TestCase, type ValueSet,
} from '../shared/api.ts';
import { type Definition, definitionIn } from '../shared/cql.ts';
import { CqlView } from '../shared/cql-view.tsx';
import { casesOf, kKinds, type Kind } from './cases.ts';

/** What a promise came to: undefined while it is open. */
function useLoaded<T>(load: () => Promise<T>, key: string): T | undefined {
  const [value, setValue] = useState<{ key: string; value: T }>();
  useEffect(() => {
    let gone = false;
    load().then((loaded) => { if (!gone) setValue({ key, value: loaded }); }).catch(() => undefined);
    return () => { gone = true; };
  }, [key]);
  return value?.key === key ? value.value : undefined;
}

const Part = ({ title, children }: { title: string; children: ComponentChildren }): VNode => (
  <section class="part"><h2>{title}</h2>{children}</section>
);

export const MarkBadge = ({ mark }: { mark: 'C' | 'R' | null }): VNode | null => (
  mark === 'R' ? <span class="tag tag--open" title="Recalled, to be confirmed before release">[R] to be confirmed</span>
    : mark === 'C' ? <span class="tag" title="The citation was seen in a source">[C]</span> : null);

function Evidence({ rule, pack }: { rule: Rule; pack: Package }): VNode {
  return (
    <ul class="plain">
      {rule.evidence.map(({ ref, says }) => {
        const known = pack.rules?.references[ref];
        if (!known) return <li>{ref}</li>;
        return (
          <li>
            {known.citation}
            {known.doi ? <>, <a href={`https://doi.org/${known.doi}`} target="_blank" rel="noopener noreferrer">DOI {known.doi}</a></> : null}
            {known.pmid ? <>, <a href={`https://pubmed.ncbi.nlm.nih.gov/${known.pmid}/`} target="_blank" rel="noopener noreferrer">PMID {known.pmid}</a></> : null}
            {says ? `: ${says}` : ''} <MarkBadge mark={known.mark} />{known.open ? <em class="row-note"> {known.open}</em> : null}
          </li>
        );
      })}
    </ul>
  );
}

function CardFacts({ rule, reasons, pack }: { rule: Rule; reasons: string | null | undefined; pack: Package }): VNode {
  const titles = (ids: string[]) => ids.map((id) => pack.activities[id] ?? id).join('; ');
  const set = useLoaded<ValueSet | null>(() => (reasons ? getValueSet(reasons) : Promise.resolve(null)), `reasons ${reasons}`);
  const rows: [string, ComponentChildren][] = [
    ['Summary', rule.summaries.length ? <ul class="plain">{rule.summaries.map((text) => <li>{text}</li>)}</ul> : 'none of its own: a line on another card'],
    ['Indicator', rule.indicator],
    ['Recommended, where missing', rule.recommendedText ?? (titles(rule.recommended) || 'nothing')],
    ['Offered', titles(rule.offered) || 'nothing more'],
    ['Override reasons', set ? set.codes.map(({ display }) => display).join('; ') : '–'],
  ];
  return <table class="facts-table"><tbody>{rows.map(([name, text]) => <tr><th scope="row">{name}</th><td>{text}</td></tr>)}</tbody></table>;
}

function Codes({ id }: { id: string }): VNode {
  const [open, setOpen] = useState(false);
  const set = useLoaded(() => (open ? getValueSet(id) : Promise.reject(new Error('closed'))), `${id} ${open}`);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{id}</summary>
      {set ? (
        <table class="rows codes">
          <thead><tr><th scope="col">System</th><th scope="col">Code</th><th scope="col">Display</th></tr></thead>
          <tbody>{set.codes.map(({ system, code, display }) => <tr><td>{system.replace(/^https?:\/\//, '')}</td><td><code>{code}</code></td><td>{display}</td></tr>)}</tbody>
        </table>
      ) : <p class="none">…</p>}
    </details>
  );
}

const kKindWords: Record<Kind, string> = { fires: 'Fires', silent: 'Stays silent', unknown: 'Not assessable', suppressed: 'Suppressed' };
const kShown = 12;

function CasesOf({ rule, cases }: { rule: Rule; cases: TestCase[] }): VNode {
  const own = casesOf(cases, rule.id);
  const [all, setAll] = useState<Kind | null>(null);
  return (
    <>
      {kKinds.map((kind) => {
        const some = own.filter((one) => one.kind === kind);
        if (some.length === 0) return null;
        const shown = all === kind ? some : some.slice(0, kShown);
        return (
          <section class="cases-kind">
            <h3>{kKindWords[kind]} <span class="count">{some.length}</span></h3>
            <ul class="plain cases">
              {shown.map(({ test }) => <li><a href={`/?case=${encodeURIComponent(test.id)}`}>{test.title}</a> <span class="row-note">{test.id}</span></li>)}
            </ul>
            {shown.length < some.length ? <button type="button" class="quiet" onClick={() => setAll(kind)}>{some.length - shown.length} more</button> : null}
          </section>
        );
      })}
      {own.length === 0 ? <p class="none">None.</p> : null}
    </>
  );
}

function Cql({ rule }: { rule: Rule }): VNode {
  const [library = '', ...rest] = rule.definition.split('.');
  const found = useLoaded<Definition | null>(() => getCql(library).then((text) => definitionIn(text, rest.join('.'))), rule.definition);
  if (found === undefined) return <p class="none">…</p>;
  if (found === null) return <p class="none">{rule.definition}</p>;
  return <><p class="row-note">{library}.cql, line {found.line}</p><CqlView key={rule.id} library={library} text={found.text} /></>;
}

export function RulePage({ rule, pack, content }: { rule: Rule; pack: Package; content: Content }): VNode {
  const section = pack.rules?.sections.find(({ id }) => id === rule.section);
  const cases = useLoaded(getCases, 'cases');
  const change = pack.changes?.[rule.id];
  return (
    <article class="rule" aria-labelledby="rule-title">
      <header>
        <p class="row-note">{section?.title} · {hooksOf(rule, content).join(', ')}</p>
        <h1 id="rule-title">{rule.title}</h1>
        <p class="row-note"><code>{rule.id}</code> · package {pack.name} {pack.version}
          {change ? <> · last changed <time dateTime={change.changed}>{change.changed}</time> <span class="digest">({change.digest})</span></> : null}
          {' '}· <a href={`/governance?rule=${rule.id}`}>what it does, by week</a></p>
      </header>
      <Part title="What it detects"><p>{rule.detects}</p>{section?.common ? <p class="row-note">{section.common}</p> : null}</Part>
      <Part title="Why"><p>{rule.why}</p></Part>
      <Part title="Evidence"><Evidence rule={rule} pack={pack} /></Part>
      {rule.thresholds.length ? (
        <Part title="Limits"><table class="facts-table"><tbody>{rule.thresholds.map(({ what, limit }) => <tr><th scope="row">{what}</th><td>{limit}</td></tr>)}</tbody></table></Part>
      ) : null}
      <Part title="The card"><CardFacts rule={rule} pack={pack} reasons={rule.overrideReasons ?? section?.overrideReasons} /></Part>
      {rule.silent.length ? <Part title="Silent"><ul class="plain">{rule.silent.map((text) => <li>{text}</li>)}</ul></Part> : null}
      {rule.notCovered?.length ? <Part title="Not covered"><ul class="plain">{rule.notCovered.map((text) => <li>{text}</li>)}</ul></Part> : null}
      <Part title="Codes">{rule.valueSets.map((id) => <Codes key={id} id={id} />)}</Part>
      <Part title="CQL"><Cql rule={rule} /></Part>
      <Part title="Cases"><p class="row-note">Each opens in the workbench.</p>{cases ? <CasesOf key={rule.id} rule={rule} cases={cases} /> : <p class="none">…</p>}</Part>
    </article>
  );
}
