// All rules by section, and the page of each.
import { render, type VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Content, getContent, hooksOf, type Package, type Rule } from '../shared/api.ts';
import { Overview } from './overview.tsx';
import { RuleLink } from './rule-link.tsx';
import { RulePage } from './rule-page.tsx';

const kPath = '/rules';

const idIn = (path: string): string | null => (path.startsWith(`${kPath}/`) ? decodeURIComponent(path.slice(kPath.length + 1)) : null);

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
                  <RuleLink rule={rule} pack={pack} isChosen={rule.id === chosen} onChoose={onChoose} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
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
          : <>{chosen ? <p class="fault" role="alert">There is no rule {chosen}.</p> : null}<Overview pack={pack} onChoose={choose} /></>}
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
