// For each rule of the hook: fired, not fired or not assessable; on what it rests, and the CQL with the value of its parts.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Content, hooksOf, type Reason, type Rule, type RuleOutcome, rulesOf, type Status, type Why } from '../shared/api.ts';
import { CqlView } from '../shared/cql-view.tsx';
import { StatusIcon, statusWord } from '../shared/icons.tsx';
import type { Chart } from './chart.ts';

const kOrder: Status[] = ['fired', 'notAssessable', 'notFired'];

interface RuleLine { outcome: RuleOutcome; rule: Rule | undefined }

/** The outcomes of rules that belong to the hook, by status. A rule with several sources counts once, with the best. */
export function linesOf(outcomes: RuleOutcome[], hook: string, content: Content): RuleLine[] {
  const rules = new Map(rulesOf(content).map((rule) => [rule.id, rule]));
  const best = new Map<string, RuleOutcome>();
  for (const outcome of outcomes) {
    const rule = rules.get(outcome.rule);
    if (rule && !hooksOf(rule, content).includes(hook) && outcome.status !== 'fired') continue;
    const known = best.get(outcome.rule);
    if (!known || kOrder.indexOf(outcome.status) < kOrder.indexOf(known.status)) best.set(outcome.rule, outcome);
  }
  return [...best.values()].map((outcome) => ({ outcome, rule: rules.get(outcome.rule) }))
    .sort((a, b) => kOrder.indexOf(a.outcome.status) - kOrder.indexOf(b.outcome.status));
}

/** Refs of the resources that a rule rests on. The patient alone is no help: age is in every rule. */
export const restsOn = (outcome: RuleOutcome | undefined): string[] => (
  [...new Set((outcome?.why?.evidence ?? []).map(({ type, id }) => `${type}/${id}`))].filter((ref) => !ref.startsWith('Patient/')));

function shownValue(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

function resultOf({ value, failed, kind, count, times, ...counts }: Reason): string {
  if (failed) return 'failed';
  if (times !== undefined) {
    const parts = (['true', 'false', 'null'] as const).filter((name) => counts[name]).map((name) => `${counts[name]} × ${name}`);
    return parts.length ? parts.join(', ') : `${times} rows`;
  }
  if (kind) return count === undefined ? kind : `${kind} of ${count}`;
  return shownValue(value);
}

function Outline({ reasons }: { reasons: Reason[] }): VNode {
  return (
    <ul class="outline">
      {reasons.map((reason) => (
        <li>
          <span class={`result result--${String(reason.value)}`}>{resultOf(reason)}</span>
          <code>{(reason.text ?? reason.name ?? reason.operation).replace(/\s+/g, ' ')}</code>
          {reason.because?.length ? <Outline reasons={reason.because} /> : null}
        </li>
      ))}
    </ul>
  );
}

const kNames: Record<string, (chart: Chart) => { ref: string; text: string; date: string }[]> = {
  Condition: (chart) => [...chart.episodes, ...chart.problems, ...chart.findings],
  MedicationRequest: (chart) => chart.medicines,
  MedicationStatement: (chart) => chart.medicines,
  Observation: (chart) => [...chart.analytes.flatMap(({ results }) => results.map((row) => ({ ...row, text: `${row.text} ${row.shown} ${row.unit}` }))), ...chart.episodes],
  ServiceRequest: (chart) => chart.orders,
  Encounter: (chart) => chart.episodes,
};

function nameOf(ref: string, chart: Chart): string {
  const row = kNames[ref.split('/')[0] ?? '']?.(chart).find((one) => one.ref === ref);
  return row ? `${row.text}${row.date ? `, ${row.date}` : ''}` : ref;
}

function Rests({ outcome, chart }: { outcome: RuleOutcome; chart: Chart }): VNode {
  const evidence = restsOn(outcome);
  const elements = (ref: string) => (outcome.why?.evidence ?? []).filter(({ type, id }) => `${type}/${id}` === ref).map(({ path }) => path).filter(Boolean);
  const searched = outcome.why?.searched ?? [];
  const show = (ref: string) => document.getElementById(`row-${ref.replace('/', '-')}`)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  return (
    <div class="rests">
      <div>
        <h2>Rests on</h2>
        {evidence.length ? (
          <ul class="evidence">{evidence.map((ref) => (
            <li><button type="button" class="link" onClick={() => show(ref)} title={elements(ref).join(', ')}>
              {nameOf(ref, chart)}</button></li>))}
          </ul>
        ) : <p class="none">No resource of the chart.</p>}
      </div>
      <div>
        <h2>Looked for</h2>
        {searched.length ? (
          <ul>{searched.map(({ type, valueSet, found }) => (
            <li>{valueSet ? valueSet.split('/').pop() : `every ${type}`}: <strong>{found}</strong></li>))}
          </ul>
        ) : <p class="none">Nothing.</p>}
      </div>
    </div>
  );
}

function Reasons({ why }: { why: Why | undefined }): VNode | null {
  if (!why?.source?.text) return null;
  const { library, locator, text } = why.source;
  return (
    <>
      <CqlView library={library} locator={locator} text={text} reasons={why.because ?? []} />
      {why.because?.length ? (
        <details class="steps"><summary>Step by step</summary><Outline reasons={why.because} /></details>
      ) : null}
      {why.complete === false ? <p class="none">The evaluation was too long to remember all of it.</p> : null}
    </>
  );
}

function RuleDetail({ line, chart }: { line: RuleLine; chart: Chart }): VNode {
  const { outcome, rule } = line;
  return (
    <div class="rule-detail">
      {rule ? <p>{rule.detects} <a href={`/rules/${rule.id}`}>Evidence, limits and codes</a></p> : null}
      <p class="reason"><strong>{statusWord(outcome.status)}</strong>: {outcome.reason}{outcome.unavailable?.length ? ` (${outcome.unavailable.join(', ')})` : ''}.</p>
      {outcome.why ? <Rests outcome={outcome} chart={chart} /> : null}
      <Reasons why={outcome.why} />
    </div>
  );
}

interface WhyProps { outcomes: RuleOutcome[]; hook: string; content: Content; chart: Chart; chosen: string | null; onChoose: (rule: string | null) => void }

export function WhyView({ outcomes, hook, content, chart, chosen, onChoose }: WhyProps): VNode {
  const [text, setText] = useState('');
  const lines = linesOf(outcomes, hook, content).filter(({ outcome, rule }) => (
    `${outcome.rule} ${rule?.title ?? ''}`.toLowerCase().includes(text.toLowerCase())));
  const chosenStatus = lines.find(({ outcome }) => outcome.rule === chosen)?.outcome.status;
  const [status, setStatus] = useState<Status>(chosenStatus ?? 'fired');
  useEffect(() => { if (chosenStatus) setStatus(chosenStatus); }, [chosen, chosenStatus]);
  const shown = lines.filter(({ outcome }) => outcome.status === status);
  return (
    <div class="why">
      <div class="segments" role="group" aria-label="Rules by result">
        {kOrder.map((one) => (
          <button type="button" aria-pressed={one === status} onClick={() => setStatus(one)}>
            <StatusIcon status={one} /> {statusWord(one)} <span class="count">{lines.filter(({ outcome }) => outcome.status === one).length}</span>
          </button>
        ))}
        <input type="search" aria-label="Rules with these words" placeholder="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </div>
      {shown.length === 0 ? <p class="none">No rule.</p> : null}
      <ul class="rule-lines">
        {shown.map((line) => {
          const open = line.outcome.rule === chosen;
          return (
            <li class={open ? 'is-open' : ''} id={`why-${line.outcome.rule}`}>
              <button type="button" class="rule-line" aria-expanded={open} onClick={() => onChoose(open ? null : line.outcome.rule)}>
                <StatusIcon status={line.outcome.status} /> {line.rule?.title ?? line.outcome.rule}
                <span class="row-note">{line.outcome.rule}</span>
              </button>
              {open ? <RuleDetail line={line} chart={chart} /> : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
