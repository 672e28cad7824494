// The chart: whose it is, the timeline, and tables.
import type { ComponentChildren, VNode } from 'preact';
import { ago, ageOf, nameOf } from '../shared/fhir.ts';
import type { Chart, OwnLimit, Row } from './chart.ts';
import { Timeline } from './timeline.tsx';
import type { Visit } from './visit.ts';

interface TableProps { title: string; rows: Row[]; today: string; rests: Set<string>; none: string; columns?: (row: never) => ComponentChildren }

const Mark = ({ rests }: { rests: boolean }): VNode | null => (
  rests ? <span class="sr">The chosen rule rests on this: </span> : null);

function When({ date, today }: { date: string; today: string }): VNode {
  return <td class="when">{date ? <><time dateTime={date}>{date}</time> <span class="ago">{ago(date, today)}</span></> : '–'}</td>;
}

function Table({ title, rows, today, rests, none, children }: TableProps & { children: (row: Row) => ComponentChildren }): VNode {
  return (
    <section class="block">
      <h2>{title} <span class="count">{rows.length || ''}</span></h2>
      {rows.length === 0 ? <p class="none">{none}</p> : (
        <table class="rows">
          <thead class="sr"><tr><th scope="col">What</th><th scope="col">When</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr id={`row-${row.ref.replace('/', '-')}`} class={rests.has(row.ref) ? 'is-evidence' : ''}>
                <td><Mark rests={rests.has(row.ref)} />{children(row)}</td>
                <When date={row.date} today={today} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const kSigns: Record<OwnLimit['is'], string> = { below: '<', 'at most': '≤', above: '>', 'at least': '≥' };

const Limits = ({ limits }: { limits: OwnLimit[] }): VNode => (
  <>{limits.map(({ is, value, rule }, i) => (
    <>{i ? ', ' : ''}<span class="limit"><span aria-hidden="true">{kSigns[is]}</span><span class="sr">{is}</span> {value}{rule ? '' : ' (laboratory)'}</span></>))}</>);

const Plain = (row: Row): ComponentChildren => <>{row.text}{row.note ? <span class="row-note"> {row.note}</span> : null}</>;

function Results({ chart, today, rests }: { chart: Chart; today: string; rests: Set<string> }): VNode {
  const rows = chart.analytes.flatMap(({ results }) => results);
  return (
    <section class="block">
      <h2>Results <span class="count">{rows.length || ''}</span></h2>
      {rows.length === 0 ? <p class="none">No results.</p> : (
        <table class="rows rows--results">
          <thead>
            <tr>
              <th scope="col">Test</th><th scope="col" class="num">Value</th><th scope="col">Unit</th><th scope="col">Limits</th>
              <th scope="col" class="when">When</th>
            </tr>
          </thead>
          <tbody>
            {chart.analytes.flatMap(({ results }) => results.map((row, i) => (
              <tr id={`row-${row.ref.replace('/', '-')}`} class={`${rests.has(row.ref) ? 'is-evidence' : ''}${i === 0 ? ' is-first' : ''}`}>
                <td><Mark rests={rests.has(row.ref)} />{i === 0 ? row.text : <span class="earlier" title={row.text}>earlier</span>}</td>
                <td class={`num${row.isOut ? ' is-out' : ''}`}>{row.shown}</td>
                <td class="unit">{row.unit}{row.isOut ? <span class="flag">out</span> : null}</td>
                <td class="limits">{i === 0 && row.limits.length ? <Limits limits={row.limits} /> : null}</td>
                <When date={row.date} today={today} />
              </tr>
            )))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const kSexes: Record<string, string> = { female: 'female', male: 'male', other: 'other', unknown: 'sex unknown' };

export function Banner({ chart, visit, today }: { chart: Chart; visit: Visit; today: string }): VNode {
  const birth = chart.patient?.['birthDate'] as string | undefined;
  const age = ageOf(birth, today);
  const sex = kSexes[String(chart.patient?.['gender'] ?? 'unknown')];
  return (
    <header class="banner">
      <h1>{nameOf(chart.patient)}{visit.isOwn ? null : <span class="synthetic">synthetic</span>}</h1>
      <p class="facts">
        {age === undefined ? 'age unknown' : `${age} years`}, {sex}{birth ? `, born ${birth}` : ''}{chart.visit ? ' · visit in progress' : ''}
      </p>
      <p class="story">{visit.story}</p>
    </header>
  );
}

export function ChartView({ chart, visit, today, rests }: { chart: Chart; visit: Visit; today: string; rests: Set<string> }): VNode {
  const shared = { today, rests };
  return (
    <article class="chart" tabIndex={0} aria-label={`Chart of ${nameOf(chart.patient)}`}>
      <Banner chart={chart} visit={visit} today={today} />
      <Timeline chart={chart} {...shared} />
      <div class="blocks">
        <Table title="Leg cramps" rows={chart.episodes} none="None recorded." {...shared}>{Plain}</Table>
        <Table title="Problems" rows={chart.problems} none="None recorded." {...shared}>{Plain}</Table>
        {chart.findings.length ? <Table title="Findings" rows={chart.findings} none="" {...shared}>{Plain}</Table> : null}
        <Table title="Medicines" rows={chart.medicines} none="None recorded." {...shared}>
          {(row) => <>{Plain(row)}{row.resource.status === 'active' ? null : <span class="tag">{row.resource.status}</span>}</>}
        </Table>
        {chart.orders.length ? (
          <Table title="Orders" rows={chart.orders} none="" {...shared}>{(row) => <>{row.text}<span class="tag">{row.resource.status}</span></>}</Table>
        ) : null}
      </div>
      <Results chart={chart} {...shared} />
    </article>
  );
}
