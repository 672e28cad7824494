// A card as a clinician sees it: what was found, what may be done about it, and a way to say no.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Card, Suggestion } from '../shared/api.ts';
import type { Coding } from '../shared/fhir.ts';
import { IndicatorIcon, wordOf } from '../shared/icons.tsx';
import { Markdown } from '../shared/markdown.tsx';

export type Answer =
  | { outcome: 'accepted'; suggestions: string[]; recorded: string }
  | { outcome: 'overridden'; reason: string; recorded: string };

interface CardProps {
  card: Card; answer: Answer | undefined; title: (rule: string) => string; onWhy: (rule: string) => void;
  onAccept: (suggestion: Suggestion) => void; onOverride: (reason: Coding | null, comment: string) => void;
}

const kVerbs = { create: 'Drafts', update: 'Changes', delete: 'Removes' };

/** "Drafts: ECG, Potassium". What the label says already is not said twice. */
function actionsOf({ label, actions = [] }: Suggestion): string {
  const said = actions.filter(({ description }) => !label.endsWith(description));
  const parts = (Object.keys(kVerbs) as (keyof typeof kVerbs)[]).map((verb) => {
    const own = said.filter(({ type }) => type === verb).map(({ description }) => description);
    return own.length ? `${kVerbs[verb]}: ${own.join(', ')}` : '';
  });
  return parts.filter(Boolean).join(' · ');
}

function Offer({ suggestion, taken, busy, onAccept }: { suggestion: Suggestion; taken: boolean; busy: boolean; onAccept: () => void }): VNode {
  return (
    <li class={`offer${suggestion.isRecommended ? ' offer--recommended' : ''}`}>
      <div>
        <span class="offer-label">{suggestion.label}</span>
        {suggestion.isRecommended ? <span class="tag tag--good">recommended</span> : null}
        {actionsOf(suggestion) ? <span class="offer-actions">{actionsOf(suggestion)}</span> : null}
      </div>
      {taken ? <span class="done">✓ Accepted</span> : (
        <button type="button" class={suggestion.isRecommended ? 'primary' : ''} disabled={busy} onClick={onAccept}
          aria-label={`Accept: ${suggestion.label}`}>Accept</button>
      )}
    </li>
  );
}

function Override({ card, onOverride }: { card: Card; onOverride: CardProps['onOverride'] }): VNode {
  const [open, setOpen] = useState(false);
  const first = useRef<HTMLSelectElement | null>(null);
  useEffect(() => {
    if (!open) return;
    first.current?.focus({ preventScroll: true });
    first.current?.form?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const [reason, setReason] = useState('');
  const [comment, setComment] = useState('');
  const reasons = card.overrideReasons ?? [];
  if (!open) return <button type="button" aria-expanded="false" onClick={() => setOpen(true)}>Override…</button>;
  const chosen = reasons.find(({ code }) => code === reason) ?? null;
  const send = (event: Event) => {
    event.preventDefault();
    onOverride(chosen, comment.trim());
  };
  return (
    <form class="override" onSubmit={send}>
      <label>Reason
        <select ref={first} value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
          <option value="">No reason given</option>
          {reasons.map(({ code, display }) => <option value={code}>{display ?? code}</option>)}
        </select>
      </label>
      <label>Comment
        <input type="text" value={comment} maxLength={500} onInput={(event) => setComment(event.currentTarget.value)} />
      </label>
      <div class="buttons">
        <button type="submit">Override this card</button>
        <button type="button" class="quiet" onClick={() => setOpen(false)}>Cancel</button>
      </div>
    </form>
  );
}

const Away = ({ label, url }: { label: string; url: string }): VNode => (
  <a href={url} target="_blank" rel="noopener noreferrer">{label}</a>
);

/** Who says so, and where to read more: one line until it is wanted. */
function Sources({ card: { source, links = [] } }: { card: Card }): VNode {
  return (
    <div class="source">
      <p>{source.url ? <Away label={source.label} url={source.url} /> : source.label}</p>
      {links.length ? (
        <details>
          <summary>Evidence and rules <span class="count">{links.length}</span></summary>
          <ul>{links.map(({ label, url }) => <li><Away label={label} url={url} /></li>)}</ul>
        </details>
      ) : null}
    </div>
  );
}

export function CardView({ card, answer, title, onWhy, onAccept, onOverride }: CardProps): VNode {
  const id = `card-${card.uuid}`;
  const accepted = answer?.outcome === 'accepted' ? answer.suggestions : [];
  const onlyOne = card.selectionBehavior === 'at-most-one' && accepted.length > 0;
  const rules = card.extension?.['org.cramp-cds.rules'] ?? [];
  return (
    <article class={`card card--${card.indicator}${answer?.outcome === 'overridden' ? ' is-overridden' : ''}`} aria-labelledby={id}>
      <header>
        <IndicatorIcon indicator={card.indicator} />
        <h2 id={id}><span class="word">{wordOf(card.indicator)}</span> {card.summary}</h2>
      </header>
      {card.detail ? <Markdown text={card.detail} /> : null}
      {card.suggestions?.length ? (
        <ul class="offers" aria-label="Suggestions">
          {card.suggestions.map((suggestion) => (
            <Offer suggestion={suggestion} taken={accepted.includes(suggestion.uuid)} onAccept={() => onAccept(suggestion)}
              busy={answer?.outcome === 'overridden' || onlyOne} />
          ))}
        </ul>
      ) : null}
      <p class="why-line"><span>Why?</span>{rules.map((rule) => (
        <button type="button" onClick={() => onWhy(rule)}>{title(rule)}</button>))}
      </p>
      <footer>
        <Sources card={card} />
        {answer ? (
          <span class="answered" role="status">
            {answer.outcome === 'accepted' ? 'Accepted' : `Overridden: ${answer.reason}`}; {answer.recorded}
          </span>
        ) : <Override card={card} onOverride={onOverride} />}
      </footer>
    </article>
  );
}
