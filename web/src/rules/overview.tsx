// All rules of a package at a glance, and what its evidence still wants.
import type { VNode } from 'preact';
import type { Indicator, Package, Rule, RuleBook } from '../shared/api.ts';
import { IndicatorIcon, wordOf } from '../shared/icons.tsx';
import { MarkBadge } from './rule-page.tsx';
import { RuleLink } from './rule-link.tsx';

const kLoudest: Indicator[] = ['critical', 'warning', 'info'];

/** The most that a rule's card may be; its page says when. */
function Loudest({ rule }: { rule: Rule }): VNode {
  const indicator = kLoudest.find((one) => rule.indicator.includes(one));
  return indicator ? <span class="loudest"><IndicatorIcon indicator={indicator} /> {wordOf(indicator)}</span> : <>{rule.indicator}</>;
}

interface OverviewProps { pack: Package; onChoose: (id: string) => void }

function Table({ book, pack, onChoose }: OverviewProps & { book: RuleBook }): VNode {
  return (
    <table class="rows overview">
      <thead>
        <tr><th scope="col">Rule</th><th scope="col">Detects</th><th scope="col">At most</th><th scope="col" class="when">Changed</th></tr>
      </thead>
      {book.sections.map(({ id, title, hooks }) => (
        <tbody key={id}>
          <tr><th scope="rowgroup" colSpan={4}>{title} <span class="count">{hooks.join(', ')}</span></th></tr>
          {book.rules.filter(({ section }) => section === id).map((rule) => (
            <tr>
              <td><RuleLink rule={rule} pack={pack} onChoose={onChoose} /></td>
              <td>{rule.detects}</td>
              <td><Loudest rule={rule} /></td>
              <td class="when">{pack.changes?.[rule.id]?.changed ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

export function Overview({ pack, onChoose }: OverviewProps): VNode {
  const book = pack.rules;
  if (!book) return <p class="empty">The package {pack.name} describes no rules.</p>;
  const open = Object.values(book.references).filter(({ mark, open: note }) => mark === 'R' || note);
  return (
    <article class="rule">
      <header><h1>The rules</h1><p class="row-note">Package {pack.name} {pack.version}</p></header>
      <p>{book.rules.length} rules. Each has a page with what it detects, why, the evidence, limits, codes, the CQL itself, and the test
        cases that prove it. The service never diagnoses, never changes a dose and never stops a drug.
        {open.length ? <> <span class="open-mark">[R]</span>: evidence to be confirmed, <a href="#open">listed below</a>.</> : null}</p>
      <Table book={book} pack={pack} onChoose={onChoose} />
      <section class="part" id="open"><h2>Evidence to be confirmed</h2>
        <ul class="plain">{open.map(({ citation, mark, open: note }) => <li>{citation} <MarkBadge mark={mark} />{note ? <em class="row-note"> {note}</em> : null}</li>)}</ul>
      </section>
    </article>
  );
}
