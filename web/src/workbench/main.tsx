// The workbench: patients on the left, the chart, and what the service says of it.
import { render, type VNode } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  type Card, type Content, getCase, getContent, getSets, getValueSet, rulesOf, sendFeedback, type Suggestion,
} from '../shared/api.ts';
import { type Bundle, type Coding, ofType, type Resource, todayOf } from '../shared/fhir.ts';
import { Advice, type Tab } from './advice.tsx';
import { type Answered, callFor, canCall } from './call.ts';
import type { Answer } from './card.tsx';
import { chartOf, type Sets } from './chart.ts';
import { ChartView } from './chart-view.tsx';
import { PatientList } from './patient-list.tsx';
import {
  bundleOf, draftOrder, draftsWanted, newId, newProblem, openBundle, openCase, openShipped, type Shipped, type Visit,
} from './visit.ts';
import { restsOn } from './why.tsx';

const today = todayOf(new Date());

const textOfError = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const patientIdOf = ({ resources }: Visit): string => ofType(resources, 'Patient')[0]?.id ?? '';

function remember(visit: Visit, hook: string): void {
  if (visit.isOwn) return history.replaceState(null, '', location.pathname);
  const query = visit.key.startsWith('case-') ? { case: visit.key.slice(5) } : { patient: visit.key, hook };
  history.replaceState(null, '', `?${new URLSearchParams(query)}`);
}

/** What accepting a suggestion does to a chart: creates become orders in it, deletes take drafts away. */
function applied(visit: Visit, drafts: Resource[], suggestion: Suggestion): { visit: Visit; drafts: Resource[] } {
  const created = (suggestion.actions ?? []).flatMap(({ type, resource }) => (
    type === 'create' && resource ? [{ ...resource, id: `accepted-${newId()}` }] : []));
  const removed = (suggestion.actions ?? []).flatMap(({ type, resourceId }) => (type === 'delete' && resourceId ? [resourceId] : []));
  return {
    visit: { ...visit, resources: [...visit.resources, ...created] },
    drafts: drafts.filter(({ resourceType, id }) => !removed.includes(`${resourceType}/${id}`)),
  };
}

interface Open { visit: Visit; sets: Sets; drafts: Resource[]; hook: string; answered: Answered | null; answers: Map<string, Answer>; fires: number }

async function draftsOf(visit: Visit): Promise<Resource[]> {
  if (!visit.order || draftsWanted(visit.hook) !== 'order') return [];
  const { codes } = await getValueSet(visit.order.valueSet);
  const coding = codes.find(({ code }) => code === visit.order?.code);
  return coding ? [draftOrder(coding, patientIdOf(visit))] : [];
}

function Workbench({ content, shipped, first }: { content: Content; shipped: Shipped; first: Visit }): VNode {
  const [open, setOpen] = useState<Open | null>(null);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const [tab, setTab] = useState<Tab>('cards');
  const [rule, setRule] = useState<string | null>(null);
  const asked = useRef(0);
  const rules = useMemo(() => rulesOf(content), [content]);

  /** Asks the service, and shows the answer unless something newer was asked meanwhile. */
  const fire = useCallback(async (now: Open) => {
    setFault('');
    setRule(null);
    remember(now.visit, now.hook);
    asked.current += 1;
    const own = asked.current;
    const isNewest = () => own === asked.current;
    const callable = canCall(now.hook, now.drafts);
    setOpen(callable ? now : { ...now, answered: null });
    setBusy(callable);
    if (!callable) return;
    try {
      const answered = await callFor(content, now.visit, now.hook, now.drafts);
      if (isNewest()) setOpen({ ...now, answered, fires: now.fires + 1 });
    } catch (error) {
      if (!isNewest()) return;
      setOpen({ ...now, answered: null });
      setFault(textOfError(error));
    } finally {
      if (isNewest()) setBusy(false);
    }
  }, [content]);

  const start = useCallback(async (visit: Visit) => {
    setFault('');
    setTab('cards');
    try {
      const [sets, drafts] = await Promise.all([getSets(bundleOf(visit)), draftsOf(visit)]);
      const now = { visit, sets, drafts, hook: visit.hook, answered: null, answers: new Map<string, Answer>(), fires: 0 };
      setOpen(now);
      await fire(now);
    } catch (error) {
      setFault(textOfError(error));
    }
  }, [fire]);

  useEffect(() => void start(first), [start, first]);

  const answerWith = async (card: Card, answer: Answer, item: Omit<Parameters<typeof sendFeedback>[1], 'card' | 'outcomeTimestamp'>) => {
    if (!open?.answered) return;
    const { service } = open.answered;
    const say = (recorded: string, more: Partial<Open> = {}) => setOpen((now) => (
      now && { ...now, ...more, answers: new Map(now.answers).set(card.uuid, { ...answer, recorded }) }));
    if (!content.development) return say('not recorded: feedback is for clients');
    say('recording…');
    const status = await sendFeedback(service.id, { card: card.uuid, outcomeTimestamp: new Date().toISOString(), ...item }).catch(() => 0);
    say(status === 200 ? 'feedback recorded' : `feedback was not recorded (${status || 'no answer'})`);
  };

  const accept = (card: Card, suggestion: Suggestion) => {
    if (!open) return;
    const before = open.answers.get(card.uuid);
    const suggestions = [...(before?.outcome === 'accepted' ? before.suggestions : []), suggestion.uuid];
    const next = applied(open.visit, open.drafts, suggestion);
    setOpen({ ...open, ...next });
    void getSets(bundleOf(next.visit)).then((sets) => setOpen((now) => now && { ...now, sets }));
    void answerWith(card, { outcome: 'accepted', suggestions, recorded: '' }, { outcome: 'accepted', acceptedSuggestions: suggestions.map((id) => ({ id })) });
  };

  const override = (card: Card, reason: Coding | null, comment: string) => {
    const overrideReason = { ...(reason ? { reason } : {}), ...(comment ? { userComment: comment } : {}) };
    const said = [reason?.display ?? reason?.code, comment].filter(Boolean).join(', ') || 'no reason given';
    void answerWith(card, { outcome: 'overridden', reason: said, recorded: '' },
      { outcome: 'overridden', ...(reason || comment ? { overrideReason } : {}) });
  };

  const add = (coding: Coding) => {
    if (!open) return;
    const id = patientIdOf(open.visit);
    const draft = draftsWanted(open.hook) === 'problem' ? newProblem(coding, id, today) : draftOrder(coding, id);
    void fire({ ...open, drafts: [...open.drafts, draft] });
  };
  const turnTo = (hook: string) => {
    if (!open) return;
    const keeps = draftsWanted(hook) === draftsWanted(open.hook);
    void fire({ ...open, hook, drafts: keeps ? open.drafts : [] });
  };

  const chart = useMemo(() => (open ? chartOf(open.visit.resources, open.sets, rules) : null), [open?.visit, open?.sets, rules]);
  const outcomes = open?.answered?.called.explanation?.rules ?? [];
  const chosen = outcomes.find((one) => one.rule === rule && one.status === 'fired') ?? outcomes.find((one) => one.rule === rule);
  const rests = useMemo(() => new Set(tab === 'why' ? restsOn(chosen) : []), [chosen, tab]);

  return (
    <div class="workbench">
      <PatientList shipped={shipped} visit={open?.visit ?? null}
        onOpen={(id) => {
          const patient = shipped.patients.find((one) => one.id === id);
          if (patient) void start(openShipped(patient, shipped.asOf, today, newId()));
        }}
        onOwn={(bundle: Bundle, name: string) => void start(openBundle(bundle, name))} />
      {open && chart ? <ChartView chart={chart} visit={open.visit} today={today} rests={rests} /> : <p class="empty">{fault || 'Opening the chart…'}</p>}
      {open && chart ? (
        <Advice content={content} chart={chart} hook={open.hook} drafts={open.drafts} answered={open.answered} fault={fault} busy={busy}
          answers={open.answers} again={open.fires > 1} orderFrom={open.visit.order?.valueSet ?? 'thiazide-diuretic'} tab={tab} rule={rule} onHook={turnTo} onFire={() => void fire(open)} onTab={setTab} onRule={setRule}
          unavailable={open.visit.unavailable} onUnavailable={(unavailable) => void fire({ ...open, visit: { ...open.visit, unavailable } })}
          onAdd={add} onRemove={(id) => void fire({ ...open, drafts: open.drafts.filter((draft) => draft.id !== id) })}
          onAccept={accept} onOverride={override} />
      ) : null}
    </div>
  );
}

/** ?patient=ID&hook=HOOK, ?case=ID; else the first patient. */
async function firstVisit(shipped: Shipped): Promise<Visit> {
  const query = new URLSearchParams(location.search);
  const test = query.get('case');
  if (test) return openCase(await getCase(test), today, newId());
  const patient = shipped.patients.find(({ id }) => id === query.get('patient')) ?? shipped.patients[0];
  if (!patient) throw new Error('No patients are shipped.');
  const visit = openShipped(patient, shipped.asOf, today, newId());
  return { ...visit, hook: query.get('hook') ?? visit.hook };
}

const app = document.getElementById('app');
if (app) {
  render(<p class="empty">Opening the chart…</p>, app);
  const charts = fetch(app.dataset['patients'] ?? '').then((response) => response.json() as Promise<Shipped>);
  Promise.all([getContent(), charts])
    .then(async ([content, shipped]) => render(<Workbench content={content} shipped={shipped} first={await firstVisit(shipped)} />, app))
    .catch((error: unknown) => render(<p class="fault" role="alert">The workbench could not start: {textOfError(error)}</p>, app));
}
