// One rule: its control chart, why it was overridden, where its cards were shown.
import type { VNode } from 'preact';
import { ControlChart, markWord, type ChartProps } from './control-chart.tsx';
import { kFewestWeeks, type Phase } from './control.ts';
import { Select, type Change } from './filters.tsx';
import { figures, fractionText, kRates, number, total, type Figures, type Tally } from './measures.ts';
import { chartOf, counted, kMeasures, versionsOf, type Measure, type RuleView, type View } from './model.ts';
import { kKinds, reasonCounts } from './reasons.ts';
import type { Report } from './report.ts';
import { dateText, RateText, StateText } from './words.tsx';

interface DetailProps { one: RuleView; report: Report; view: View; period: [number, number]; onChange: Change; onCsv: () => void }

const hundred = (value: number | null): string => (value === null ? '' : (value * 100).toFixed(2));

/** How the limits were made. */
function limitsText(report: Report, { baseline, center, sigmaZ }: Phase, { kind }: Measure): string {
  if (center === null) return `No limits: they want ${kFewestWeeks} weeks that are over.`;
  const [first, last] = [baseline[0] ?? 0, baseline.at(-1) ?? 0].map((week) => report.weeks[week]?.name);
  const spread = sigmaZ > 1.005
    ? `weeks differ ${sigmaZ.toFixed(2)} times as much as by chance, so the limits are wider by that (Laney)`
    : 'weeks differ no more than by chance';
  return `Limits (3 sigma, ${kind === 'share' ? 'p' : 'u'} chart${sigmaZ > 1.005 ? ' with correction' : ''}) from the ${baseline.length} weeks ${first} to ${last}: ${spread}.`;
}

function WeekTable({ chart, report, measure, counted: of }: ChartProps): VNode {
  return (
    <details class="gov-more">
      <summary>The weeks as a table</summary>
      <div class="gov-scroll" role="region" aria-label="The weeks as a table" tabIndex={0}>
        <table class="gov-table gov-table--weeks">
          <thead>
            <tr>
              <th scope="col">Week</th><th scope="col">From</th><th scope="col" class="gov-num">{measure.title}</th>
              <th scope="col" class="gov-num">Count</th><th scope="col" class="gov-num">Centre</th><th scope="col" class="gov-num">Lower limit</th>
              <th scope="col" class="gov-num">Upper limit</th><th scope="col">Mark</th>
            </tr>
          </thead>
          <tbody>
            {chart.points.map((point) => (
              <tr>
                <th scope="row">{report.weeks[point.week]?.name}</th><td>{report.weeks[point.week]?.from}</td>
                <td class="gov-num">{hundred(point.value)}</td><td class="gov-num">{fractionText(of[point.week] ?? { part: 0, whole: 0 })}</td>
                <td class="gov-num">{hundred(point.center)}</td><td class="gov-num">{hundred(point.lower)}</td><td class="gov-num">{hundred(point.upper)}</td>
                <td>{markWord(point, measure) || (point.week < report.completeWeeks ? '' : 'not over')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Reasons({ tally }: { tally: Tally }): VNode {
  const counts = reasonCounts(tally.reasons, tally.overridden);
  const most = Math.max(...counts.map(({ count }) => count), 1);
  return (
    <section aria-labelledby="reasons">
      <h3 id="reasons">Reasons of {number(tally.overridden)} overrides</h3>
      {counts.length === 0 ? <p class="gov-none">No override in these weeks.</p> : (
        <table class="gov-table gov-table--reasons">
          <thead><tr><th scope="col">Reason</th><th scope="col">Of the card it says</th><th scope="col" class="gov-num">Overrides</th></tr></thead>
          <tbody>
            {counts.map(({ code, display, kind, count }) => (
              <tr>
                <th scope="row">{display}
                  <svg class="gov-bar" width="100%" height="6" aria-hidden="true" preserveAspectRatio="none">
                    <rect class={`gov-bar--${kind ?? 'none'}`} width={`${(100 * count) / most}%`} height="6" rx="1" />
                  </svg>
                </th>
                <td>{kind ? <><strong>{kKinds[kind].title}</strong>: {kKinds[kind].means}</> : code ? 'a code of the EHR' : 'nothing'}</td>
                <td class="gov-num"><RateText rate={kRates.overridden} fraction={{ part: count, whole: tally.overridden }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Places({ one, report, view, period }: Omit<DetailProps, 'onChange' | 'onCsv'>): VNode {
  const distinct = (texts: string[]) => [...new Set(texts)].sort();
  const hooks = view.choice.hook ? [view.choice.hook] : one.figures.hooks;
  const clients = view.choice.client ? [view.choice.client] : distinct(report.groups.map(({ client }) => client));
  const lines = hooks.flatMap((hook) => clients.map((client) => {
    const own = figures(report, { hook, client }, () => one.figures.hooks).find(({ rule }) => rule === one.figures.rule) as Figures;
    return { hook, client, tally: total(own, ...period) };
  })).filter(({ tally }) => tally.calls > 0);
  const rates = [kRates.burden, kRates.coverage, kRates.overridden, kRates.withheld];
  return (
    <section aria-labelledby="places">
      <h3 id="places">By hook and client</h3>
      <div class="gov-scroll" role="region" aria-label="Table of hooks and clients" tabIndex={0}>
        <table class="gov-table">
          <thead>
            <tr>
              <th scope="col">Hook</th><th scope="col">Client</th><th scope="col" class="gov-num">Per 100 calls</th><th scope="col" class="gov-num">Answered</th>
              <th scope="col" class="gov-num">Overridden</th><th scope="col" class="gov-num">Withheld</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ hook, client, tally }) => (
              <tr>
                <th scope="row">{hook}</th><td>{client}</td>
                {rates.map((rate) => <td class="gov-num"><RateText rate={rate} fraction={rate.fraction(tally)} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Controls({ measure, view, onChange }: { measure: Measure; view: View; onChange: Change }): VNode {
  return (
    <div class="gov-controls">
      <Select label="Chart" value={measure.id} options={kMeasures.map(({ id, title }) => [id, title])} onChange={(id) => onChange({ measure: id })} />
      <label class="gov-check">
        <input type="checkbox" checked={view.anew} onChange={(event) => onChange({ anew: event.currentTarget.checked })} />
        New limits with each version
      </label>
    </div>
  );
}

export function RuleDetail({ one, report, view, period, onChange, onCsv }: DetailProps): VNode {
  const measure = kMeasures.find(({ id }) => id === view.measure) as Measure;
  const chart = chartOf(report, one.figures, measure, view.anew);
  const versions = versionsOf(report);
  const fractions = counted(one.figures.weeks, measure).map(({ events, size }) => ({ part: events, whole: size }));
  const props: ChartProps = { title: one.name, measure, chart, report, versions, counted: fractions, period };
  return (
    <section aria-labelledby="detail" class="gov-detail">
      <header class="gov-head">
        <h2 id="detail" tabIndex={-1}>{one.name}</h2>
        {one.rule ? <a href={`/rules/${one.rule.id}`}>What the rule says</a> : null}
        <StateText verdict={one.verdict} report={report} />
        <button type="button" onClick={onCsv}>Download weeks as CSV</button>
      </header>
      <Controls measure={measure} view={view} onChange={onChange} />
      <ControlChart {...props} />
      <ul class="gov-legend">
        <li><span class="gov-key gov-key--band" aria-hidden="true" />within the limits</li>
        <li><span class="gov-key gov-key--center" aria-hidden="true" />centre</li>
        <li><span class="gov-key gov-key--above" aria-hidden="true">▲</span>{measure.high}</li>
        <li><span class="gov-key gov-key--below" aria-hidden="true">▼</span>{measure.low}</li>
        <li><span class="gov-key gov-key--version" aria-hidden="true" />
          {versions.length ? versions.map(({ version, since, services }) => `version ${version} from ${dateText(since)} (${services.length} services)`).join(', ') : 'no new version in these weeks'}
        </li>
      </ul>
      {chart.phases.map((phase) => <p class="gov-note">{limitsText(report, phase, measure)}</p>)}
      <WeekTable {...props} />
      <div class="gov-two">
        <Reasons tally={total(one.figures, ...period)} />
        <Places one={one} report={report} view={view} period={period} />
      </div>
    </section>
  );
}

