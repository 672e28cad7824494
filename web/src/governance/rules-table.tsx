// All rules with their rates, sortable.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Rule } from '../shared/api.ts';
import { kRates, number, total, type Fraction, type Rate, type Tally } from './measures.ts';
import { nameOf, type RuleView } from './model.ts';
import type { Report } from './report.ts';
import { RateText, StateText } from './words.tsx';

interface Line { view: RuleView; tally: Tally }
interface Column { id: string; title: string; hint?: string; value: (line: Line) => number | string; rate?: Rate; left?: boolean }

const kStateOrder = { loud: 0, quiet: 1, steady: 2, unknown: 3 };
const part = ({ part: events, whole }: Fraction): number => (whole ? events / whole : -1);
const column = (rate: Rate, title: string, hint: string): Column => (
  { id: rate.id, title, hint, rate, value: ({ tally }) => part(rate.fraction(tally)) });

const kColumns: Column[] = [
  { id: 'rule', title: 'Rule', left: true, value: ({ view }) => view.name.toLowerCase() },
  { id: 'state', title: 'Today', left: true, value: ({ view: { verdict } }) => kStateOrder[verdict.state] },
  { id: 'shown', title: 'Shown', hint: 'cards', value: ({ tally }) => tally.shown },
  column(kRates.burden, 'Per 100 calls', 'shown'),
  column(kRates.coverage, 'Answered', 'of shown'),
  column(kRates.accepted, 'Accepted', 'of answered'),
  column(kRates.overridden, 'Overridden', 'of answered'),
  column(kRates.overriddenShown, 'Overridden', 'of shown'),
  column(kRates.ppv, 'PPV', 'of answers that tell'),
  column(kRates.repeats, 'Repeats', 'of shown'),
  column(kRates.withheld, 'Withheld', 'of made'),
];

interface Sort { by: string; down: boolean }

function sorted(lines: Line[], { by, down }: Sort): Line[] {
  const value = kColumns.find(({ id }) => id === by)?.value;
  if (!value) return lines;
  const compare = (a: Line, b: Line): number => {
    const [left, right] = [value(a), value(b)];
    const order = typeof left === 'string' ? left.localeCompare(String(right)) : left - Number(right);
    return (down ? -order : order) || b.tally.shown - a.tally.shown;
  };
  return [...lines].sort(compare);
}

function Head({ column: { id, title, hint, left }, sort, onSort }: { column: Column; sort: Sort; onSort: (sort: Sort) => void }): VNode {
  const isBy = sort.by === id;
  return (
    <th scope="col" class={left ? '' : 'gov-num'} aria-sort={isBy ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => onSort({ by: id, down: isBy ? !sort.down : !left })}>
        {title}<span class="gov-arrow" aria-hidden="true">{isBy ? (sort.down ? '▼' : '▲') : ''}</span>
        {hint ? <span class="gov-hint">{hint}</span> : null}
      </button>
    </th>
  );
}

interface LineProps { line: Line; report: Report; isPicked: boolean; onPick: (rule: string) => void }

function Row({ line: { view, tally }, report, isPicked, onPick }: LineProps): VNode {
  const { rule } = view.figures;
  return (
    <tr class={`${isPicked ? 'is-picked' : ''}${rule === null ? ' is-all' : ''}`}>
      <th scope="row">
        <button type="button" class="link" aria-pressed={isPicked} onClick={() => onPick(rule ?? '')}>{view.name}</button>
        {rule === null ? null : <code>{rule}</code>}
      </th>
      <td><StateText verdict={view.verdict} report={report} /></td>
      <td class="gov-num">{number(tally.shown)}</td>
      {kColumns.flatMap(({ rate }) => (rate ? [<td class="gov-num"><RateText rate={rate} fraction={rate.fraction(tally)} /></td>] : []))}
    </tr>
  );
}

interface TableProps {
  views: RuleView[]; report: Report; from: number; to: number; picked: string; silent: Rule[]; onPick: (rule: string) => void; onCsv: () => void;
}

export function RulesTable({ views, report, from, to, picked, silent, onPick, onCsv }: TableProps): VNode {
  const [sort, setSort] = useState<Sort>({ by: 'state', down: false });
  const lines = views.map((view) => ({ view, tally: total(view.figures, from, to) }));
  const rows = [...lines.filter(({ view }) => view.figures.rule === null), ...sorted(lines.filter(({ view }) => view.figures.rule !== null), sort)];
  return (
    <section aria-labelledby="by-rule">
      <header class="gov-head">
        <h2 id="by-rule">By rule</h2>
        <button type="button" onClick={onCsv}>Download CSV</button>
      </header>
      <div class="gov-scroll" role="region" aria-label="Table of the rules" tabIndex={0}>
        <table class="gov-table gov-table--rules">
          <caption class="sr">Figures of each rule, {report.weeks[from]?.name} to {report.weeks[to]?.name}. Headings sort.</caption>
          <thead><tr>{kColumns.map((one) => <Head column={one} sort={sort} onSort={setSort} />)}</tr></thead>
          <tbody>
            {rows.map((line) => (
              <Row line={line} report={report} isPicked={(line.view.figures.rule ?? '') === picked} onPick={onPick} />
            ))}
          </tbody>
        </table>
      </div>
      {silent.length ? (
        <details class="gov-more">
          <summary>{silent.length} rules made no card in these weeks</summary>
          <ul class="gov-columns">{silent.map((rule) => <li><a href={`/rules/${rule.id}`}>{nameOf(rule.id, rule)}</a></li>)}</ul>
        </details>
      ) : null}
    </section>
  );
}
