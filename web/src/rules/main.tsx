// All rules by section, and the page of each.
import { render, type VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Content, getContent, hooksOf, type Package, type Rule } from '../shared/api.ts';
import { MarkBadge, RulePage } from './rule-page.tsx';

const kPath = '/rules';

const idIn = (path: string): string | null => (path.startsWith(`${kPath}/`) ? decodeURIComponent(path.slice(kPath.length + 1)) : null);

const isOpen = (rule: Rule, pack: Package): boolean => rule.evidence.some(({ ref }) => {
  const known = pack.rules?.references[ref];
  return known?.mark === 'R' || known?.open !== undefined;
});

const says = (rule: Rule, text: string): boolean => {
  const all = [rule.id, rule.title, rule.detects, rule.why, ...rule.summaries, ...rule.valueSets].join(' ').toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => all.includes(word));
};

interface ListProps { pack: Package; content: Content; chosen: string | null; onChoose: (id: string) => void }

function RuleList({ pack, content, chosen, onChoose }: ListProps): VNode {
  const [text, setText] = useState('');
  const [hook, setHook] = useState('');
  const hooks = useMemo(() => [...new Set(content.discovery.services.map((service) => service.hook))], [content]);
  const rules = (pack.rules?.rules ?? []).filter((rule) => says(rule, text) && (!hook || hooksOf(rule, content).includes(hook)));
  return (
    <nav class="rule-list" aria-label="Rules">
      <div class="filters">
        <label>Search<input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
        <label>Hook
          <select value={hook} onChange={(event) => setHook(event.currentTarget.value)}>
            <option value="">all</option>{hooks.map((one) => <option value={one}>{one}</option>)}
          </select>
        </label>
      </div>
      <p class="none" role="status">{rules.length} rules of {pack.name} {pack.version}</p>
      {(pack.rules?.sections ?? []).map((section) => {
        const own = rules.filter((rule) => rule.section === section.id);
        return own.length === 0 ? null : (
          <section>
            <h2>{section.title} <span class="count">{own.length}</span></h2>
            <ul>
              {own.map((rule) => (
                <li>
                  <a href={`${kPath}/${rule.id}`} aria-current={rule.id === chosen ? 'page' : undefined}
                    onClick={(event) => { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); onChoose(rule.id); } }}>
                    {rule.title}{isOpen(rule, pack) ? <span class="open-mark" title="Evidence to be confirmed"> [R]</span> : null}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function Overview({ pack }: { pack: Package }): VNode {
  const book = pack.rules;
  if (!book) return <p class="empty">The package {pack.name} describes no rules.</p>;
  const open = Object.values(book.references).filter(({ mark, open: note }) => mark === 'R' || note);
  return (
    <article class="rule">
      <header><h1>The rules</h1><p class="row-note">Package {pack.name} {pack.version}</p></header>
      <p>{book.rules.length} rules. Each has a page with what it detects, why, the evidence, limits, codes, the CQL itself, and the test
        cases that prove it. The service never diagnoses, never changes a dose and never stops a drug.</p>
      <section class="part"><h2>Evidence to be confirmed</h2>
        <ul class="plain">{open.map(({ citation, mark, open: note }) => <li>{citation} <MarkBadge mark={mark} />{note ? <em class="row-note"> {note}</em> : null}</li>)}</ul>
      </section>
    </article>
  );
}

function Rules({ content }: { content: Content }): VNode {
  const [chosen, setChosen] = useState(idIn(location.pathname));
  useEffect(() => {
    const back = () => setChosen(idIn(location.pathname));
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const pack = content.packages.find(({ rules }) => rules?.rules.some(({ id }) => id === chosen)) ?? content.packages.find(({ rules }) => rules) ?? content.packages[0];
  const rule = pack?.rules?.rules.find(({ id }) => id === chosen);
  useEffect(() => {
    document.title = `${rule?.title ?? 'Rules'} – cramp-cds`;
  }, [rule]);
  if (!pack) return <p class="empty">The content has no package.</p>;
  const choose = (id: string) => {
    history.pushState(null, '', `${kPath}/${id}`);
    setChosen(id);
    document.getElementById('app')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  return (
    <div class="rules">
      <RuleList pack={pack} content={content} chosen={chosen} onChoose={choose} />
      <div class="rule-pane">
        {rule ? <RulePage rule={rule} pack={pack} content={content} />
          : <>{chosen ? <p class="fault" role="alert">There is no rule {chosen}.</p> : null}<Overview pack={pack} /></>}
      </div>
    </div>
  );
}

const app = document.getElementById('app');
if (app) {
  render(<p class="empty">Reading the rules…</p>, app);
  getContent().then((content) => render(<Rules content={content} />, app))
    .catch((error: unknown) => render(<p class="fault" role="alert">The rules could not be read: {String(error)}</p>, app));
}
