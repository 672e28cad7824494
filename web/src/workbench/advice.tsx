// The right side: which hook, drafts where it wants some, and what the service says.
import type { VNode } from 'preact';
import { type Content, rulesOf, type Suggestion, textOfOutcome } from '../shared/api.ts';
import type { Card, Outcome } from '../shared/api.ts';
import type { Coding, Resource } from '../shared/fhir.ts';
import { type Answered, serviceOf } from './call.ts';
import { type Answer, CardView } from './card.tsx';
import type { Chart } from './chart.ts';
import { Compose } from './compose.tsx';
import { Messages } from './messages.tsx';
import { draftsWanted, kHooks } from './visit.ts';
import { linesOf, WhyView } from './why.tsx';

export type Tab = 'cards' | 'why' | 'messages';

export interface AdviceProps {
  content: Content; chart: Chart; hook: string; drafts: Resource[]; answered: Answered | null; fault: string; busy: boolean;
  answers: Map<string, Answer>; again: boolean; orderFrom: string; tab: Tab; rule: string | null;
  onHook: (hook: string) => void; onFire: () => void; onTab: (tab: Tab) => void; onRule: (rule: string | null) => void;
  unavailable: string[]; onUnavailable: (keys: string[]) => void;
  onAdd: (coding: Coding) => void; onRemove: (id: string) => void;
  onAccept: (card: Card, suggestion: Suggestion) => void; onOverride: (card: Card, reason: Coding | null, comment: string) => void;
}

const kWithheld: Record<string, string> = {
  silent: 'in silent mode', suppressed: 'withheld: the same was shown or overridden not long ago', capped: 'withheld: more cards than an answer may have',
};

function Nothing({ answered, again }: { answered: Answered; again: boolean }): VNode {
  const { called } = answered;
  if ('resourceType' in called.response) {
    return <p class="fault" role="alert">Refused with {called.status}: {textOfOutcome(called.response as Outcome)}</p>;
  }
  return (
    <div class="quiet-answer">
      <p><strong>No card.</strong> Nothing to say is the usual answer.</p>
      {again ? <p>Rules remember what was shown and answered in this visit. Open the patient again to start afresh.</p> : null}
    </div>
  );
}

function Cards(props: AdviceProps & { answered: Answered }): VNode {
  const { answered, content, answers } = props;
  const titles = new Map(rulesOf(content).map(({ id, title }) => [id, title]));
  const why = (rule: string) => {
    props.onRule(rule);
    props.onTab('why');
  };
  return (
    <div class="cards">
      {answered.cards.length === 0 ? <Nothing answered={answered} again={props.again} /> : null}
      {answered.cards.map((card) => (
        <CardView key={card.uuid} card={card} answer={answers.get(card.uuid)} title={(rule) => titles.get(rule) ?? rule} onWhy={why}
          onAccept={(suggestion) => props.onAccept(card, suggestion)}
          onOverride={(reason, comment) => props.onOverride(card, reason, comment)} />
      ))}
      {answered.called.withheld.map(({ reason, rules }) => (
        <p class="withheld">A card ({rules.map((rule) => titles.get(rule) ?? rule).join(', ')}) is {kWithheld[reason] ?? reason}.</p>
      ))}
    </div>
  );
}

const kTabs: { id: Tab; title: string }[] = [{ id: 'cards', title: 'Cards' }, { id: 'why', title: 'Why' }, { id: 'messages', title: 'Request and response' }];

function Tabs(props: AdviceProps & { answered: Answered }): VNode {
  const { answered, hook, content, chart, tab } = props;
  const outcomes = answered.called.explanation?.rules ?? [];
  const counts: Record<Tab, string> = { cards: String(answered.cards.length), why: outcomes.length ? String(linesOf(outcomes, hook, content).length) : '', messages: '' };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = kTabs[(kTabs.findIndex(({ id }) => id === tab) + step + kTabs.length) % kTabs.length];
    if (!next) return;
    props.onTab(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Answer" onKeyDown={move}>
        {kTabs.map(({ id, title }) => (
          <button type="button" role="tab" id={`tab-${id}`} aria-selected={id === tab} aria-controls="tabpanel" tabIndex={id === tab ? 0 : -1}
            onClick={() => props.onTab(id)}>{title} <span class="count">{counts[id]}</span></button>
        ))}
      </div>
      <div role="tabpanel" id="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'cards' ? <Cards {...props} answered={answered} /> : null}
        {tab === 'why' ? <WhyView outcomes={outcomes} hook={hook} content={content} chart={chart} chosen={props.rule} onChoose={props.onRule} /> : null}
        {tab === 'messages' ? <Messages called={answered.called} service={answered.service} path={`/cds-services/${answered.service.id}`} /> : null}
      </div>
    </>
  );
}

function summaryOf({ cards, milliseconds }: Answered): string {
  const count = cards.length === 0 ? 'No card' : `${cards.length} card${cards.length === 1 ? '' : 's'}`;
  return milliseconds === null ? count : `${count} in ${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** Keys of the prefetch that answer with an error: what then cannot be assessed is said on the card. */
function Missing({ content, hook, unavailable, onUnavailable }: Pick<AdviceProps, 'content' | 'hook' | 'unavailable' | 'onUnavailable'>): VNode | null {
  const keys = Object.keys(serviceOf(content, hook)?.prefetch ?? {});
  if (keys.length === 0) return null;
  const toggle = (key: string) => (unavailable.includes(key) ? unavailable.filter((one) => one !== key) : [...unavailable, key]);
  return (
    <details class="missing">
      <summary>Make data unavailable{unavailable.length ? <span class="tag tag--open">{unavailable.join(', ')}</span> : null}</summary>
      <fieldset>
        <legend class="sr">Prefetch keys that fail</legend>
        {keys.map((key) => (
          <label><input type="checkbox" checked={unavailable.includes(key)} onChange={() => onUnavailable(toggle(key))} /> {key}</label>
        ))}
      </fieldset>
    </details>
  );
}

export function Advice(props: AdviceProps): VNode {
  const { hook, content, drafts, answered, fault, busy } = props;
  const kind = draftsWanted(hook);
  return (
    <section class="advice" id="advice" tabIndex={-1} aria-labelledby="advice-title">
      <h2 id="advice-title">Decision support</h2>
      <div class="fire">
        <label>Hook
          <select value={hook} onChange={(event) => props.onHook(event.currentTarget.value)}>
            {kHooks.map(([id, when]) => <option value={id}>{id}: {when}</option>)}
          </select>
        </label>
        <button type="button" class="primary" disabled={busy || (kind !== null && drafts.length === 0)} onClick={props.onFire}>Fire</button>
        <span class="fired" role="status">{busy ? 'Asking…' : answered ? summaryOf(answered) : ''}</span>
      </div>
      <Missing content={content} hook={hook} unavailable={props.unavailable} onUnavailable={props.onUnavailable} />
      {kind ? <Compose key={kind} kind={kind} content={content} drafts={drafts} first={kind === 'order' ? props.orderFrom : 'cramp-complaint'} onAdd={props.onAdd} onRemove={props.onRemove} /> : null}
      {fault ? <p class="fault" role="alert">{fault}</p> : null}
      {answered && answered.hook === hook ? <Tabs {...props} answered={answered} /> : null}
    </section>
  );
}
