// The last year in a picture: cramps, periods of medicines, results against the limits of the content. The tables below say
// the same in words.
import { scaleLinear, scaleTime } from 'd3-scale';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { timeOf } from '../shared/fhir.ts';
import type { Analyte, Chart, Episode, Medicine, OwnLimit } from './chart.ts';

const kLabel = 146;
const kRight = 56;
const kLane = 20;
const kPlot = 64;
const kLowPlot = 38;
const kDay = 86_400_000;
const kMaxDays = 400;
/** What a label holds. */
const kLetters = 20;

type TimeScale = (time: number) => number;
interface LaneProps { x: TimeScale; width: number; y: number; rests: Set<string> }

/** The width that an element has. */
function useWidth(): [{ current: HTMLDivElement | null }, number] {
  const element = useRef<HTMLDivElement | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const seen = element.current;
    if (!seen) return undefined;
    const observer = new ResizeObserver(() => setWidth(seen.clientWidth));
    observer.observe(seen);
    setWidth(seen.clientWidth);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** "furosemide 40 MG", or the name alone where that is long: the rest is in the table. */
function shortDrug(text: string): string {
  const dose = text.replace(/ (Extended Release )?(Oral|Chewable|Injectable)( .*)?$/, '');
  return dose.length > kLetters ? cut(dose.replace(/ \d.*$/, ''), kLetters) : dose;
}

const Label = ({ y, children, sub }: { y: number; children: ComponentChildren; sub?: string }): VNode => (
  <>
    <text class="tl-label" x={0} y={y}>{children}</text>
    {sub ? <text class="tl-sub" x={0} y={y + 13}>{sub}</text> : null}
  </>
);

const kSeverity: Record<string, number> = { Mild: 4, Moderate: 5.5, Severe: 7 };

function Episodes({ episodes, x, y, rests }: LaneProps & { episodes: Episode[] }): VNode {
  return (
    <g>
      <Label y={y + 14}>Leg cramps</Label>
      {episodes.map((episode) => {
        const size = kSeverity[episode.severity.split(' ')[0] ?? ''] ?? 4.5;
        const at = x(timeOf(episode.date));
        return (
          <g class={rests.has(episode.ref) ? 'is-evidence' : ''}>
            <path class="tl-cramp" d={`M${at} ${y + 10 - size * 1.2}L${at + size} ${y + 10 + size}H${at - size}Z`} />
            <title>{`${episode.text}, ${episode.date}${episode.note ? `, ${episode.note}` : ''}`}</title>
          </g>
        );
      })}
    </g>
  );
}

function Period({ medicine, x, y, width, rests, today }: LaneProps & { medicine: Medicine; today: string }): VNode {
  const from = Math.max(kLabel, x(timeOf(medicine.start)));
  const to = x(timeOf(medicine.end ?? today));
  const before = x(timeOf(medicine.start)) < kLabel;
  return (
    <g class={rests.has(medicine.ref) ? 'is-evidence' : ''}>
      <Label y={y + 14}>{shortDrug(medicine.text)}</Label>
      <rect class={`tl-drug${medicine.active ? '' : ' tl-drug--past'}`} x={from} y={y + 4} width={Math.max(3, to - from)} height={11} rx={2} />
      {before ? <text class="tl-note" x={from + 4} y={y + 13}>{`since ${medicine.start.slice(0, 7)}`}</text> : null}
      <title>{`${medicine.text}, ${medicine.start} to ${medicine.end ?? 'today'}`}</title>
      {medicine.active && width > 0 ? <path class="tl-open" d={`M${to + 2} ${y + 5}l5 4.5-5 4.5`} /> : null}
    </g>
  );
}

const isLower = ({ is }: OwnLimit): boolean => is === 'below' || is === 'at most';

/** On each side the limit nearest to normal, where the picture reaches it; the furthest too, once that one is broken. */
function drawnLimits(limits: OwnLimit[], values: number[]): OwnLimit[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(high - low, Math.abs(low) * 0.3);
  const side = (own: OwnLimit[], reached: (limit: number) => boolean, broken: (limit: number) => boolean): OwnLimit[] => {
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last || !reached(first.value)) return [];
    return first !== last && broken(first.value) ? [first, last] : [first];
  };
  return [
    ...side(limits.filter(isLower).sort((a, b) => b.value - a.value), (limit) => low - limit < room, (limit) => low < limit),
    ...side(limits.filter((one) => !isLower(one)).sort((a, b) => a.value - b.value), (limit) => limit - high < room, (limit) => high > limit),
  ];
}

/** The side of a limit on which a rule speaks is shaded; its words stand there, and beside those of another that is near. */
function LimitLines({ limits, scale, top, bottom, end }: { limits: OwnLimit[]; scale: (value: number) => number; top: number; bottom: number; end: number }): VNode {
  const lines = limits.map((limit) => ({ limit, py: scale(limit.value) }));
  return (
    <g>
      {lines.map(({ limit, py }, i) => {
        const lower = isLower(limit);
        const near = lines.slice(0, i).some((one) => isLower(one.limit) === lower && Math.abs(one.py - py) < 11);
        return (
          <g>
            <rect class="tl-beyond" x={kLabel} y={lower ? py : top} width={end - kLabel} height={Math.max(0, lower ? bottom - py : py - top)} />
            <line class={`tl-limit${limit.rule ? '' : ' tl-limit--sent'}`} x1={kLabel} x2={end} y1={py} y2={py} />
            <text class="tl-limit-text" x={kLabel + 3 + (near ? 70 : 0)} y={py + (lower ? 10 : -3)}>{`${limit.is} ${limit.value}`}</text>
          </g>
        );
      })}
    </g>
  );
}

const valuesOf = ({ results }: Analyte): number[] => results.flatMap(({ value }) => (value === null ? [] : [value]));

/** One value without a limit near it needs little room. */
const heightOf = (analyte: Analyte): number => (
  analyte.results.length > 1 || drawnLimits(analyte.limits, valuesOf(analyte)).length ? kPlot : kLowPlot);

function Plot({ analyte, x, y, width, rests }: LaneProps & { analyte: Analyte }): VNode {
  const height = heightOf(analyte);
  const values = valuesOf(analyte);
  const limits = drawnLimits(analyte.limits, values);
  const all = [...values, ...limits.map(({ value }) => value)];
  const pad = (Math.max(...all) - Math.min(...all) || 1) * 0.12;
  const scale = scaleLinear().domain([Math.min(...all) - pad, Math.max(...all) + pad]).range([y + height - 10, y + 8]);
  const points = [...analyte.results].reverse().filter(({ value }) => value !== null)
    .map((result) => ({ result, px: x(timeOf(result.date)), py: scale(result.value ?? 0) }));
  const newest = points.at(-1);
  const end = width - kRight;
  return (
    <g>
      <line class="tl-base" x1={kLabel} x2={end} y1={y + height - 3} y2={y + height - 3} />
      <Label y={y + height / 2 - 6} sub={analyte.unit}>{cut(analyte.name, kLetters)}</Label>
      <LimitLines limits={limits} scale={scale} top={y} bottom={y + height - 3} end={end} />
      <polyline class="tl-line" points={points.map(({ px, py }) => `${px},${py}`).join(' ')} />
      {points.map(({ result, px, py }) => (
        <g class={rests.has(result.ref) ? 'is-evidence' : ''}>
          {result.isOut ? <path class="tl-out" d={`M${px} ${py - 5.5}l5.5 5.5-5.5 5.5-5.5-5.5Z`} /> : <circle class="tl-in" cx={px} cy={py} r={3.6} />}
          <title>{`${result.text} ${result.shown} ${result.unit}, ${result.date}${result.isOut ? ', out of limits' : ''}`}</title>
        </g>
      ))}
      {newest ? <text class={`tl-value${newest.result.isOut ? ' tl-value--out' : ''}`} x={end + 8} y={newest.py + 4}>{newest.result.shown}</text> : null}
    </g>
  );
}

/** Back to the first thing worth seeing, half a year at least and a little more than a year at most. */
function firstDay(chart: Chart, today: string): number {
  const now = timeOf(today);
  const dates = [...chart.episodes, ...chart.medicines, ...chart.analytes.flatMap(({ results }) => results)]
    .map(({ date }) => timeOf(date)).filter((time) => now - time < kMaxDays * kDay);
  return Math.min(now - 180 * kDay, ...dates) - 12 * kDay;
}

const tickText = (tick: Date): string => (tick.getMonth() === 0 && tick.getDate() === 1
  ? String(tick.getFullYear()) : tick.toLocaleDateString('en', tick.getDate() === 1 ? { month: 'short' } : { month: 'short', day: 'numeric' }));

function spoken(chart: Chart): string {
  const out = chart.analytes.filter(({ results }) => results[0]?.isOut).map(({ name }) => name);
  return `Timeline: ${chart.episodes.length} records of leg cramps, ${chart.medicines.length} medicines, ${chart.analytes.length} kinds of results`
    + `${out.length ? `; out of limits: ${out.join(', ')}` : ''}. The tables below hold the same.`;
}

const kLegend: [string, string][] = [
  ['▲', 'cramp recorded, larger when severe'], ['◆', 'out of limits'], ['╌', 'limit of a rule'],
];

export function Timeline({ chart, today, rests }: { chart: Chart; today: string; rests: Set<string> }): VNode {
  const [element, width] = useWidth();
  const medicines = chart.medicines.filter(({ resource }) => resource.status !== 'draft');
  const plots = chart.analytes.filter(({ results }) => results.some(({ value, date }) => value !== null && date));
  const end = width - kRight;
  const time = scaleTime().domain([new Date(firstDay(chart, today)), new Date(timeOf(today))]).range([kLabel, Math.max(kLabel + 1, end)]);
  const x: TimeScale = (at) => time(new Date(at));
  const drugsAt = 30 + kLane + 6;
  const plotsAt = drugsAt + medicines.length * kLane + 6;
  const tops = plots.map((_, i) => plots.slice(0, i).reduce((sum, one) => sum + heightOf(one), plotsAt));
  const height = plots.reduce((sum, one) => sum + heightOf(one), plotsAt) + 4;
  const ticks = time.ticks(Math.min(12, Math.max(2, Math.floor((end - kLabel) / 48)))).filter((tick) => end - time(tick) > 34);
  return (
    <div class="timeline" ref={element}>
      {width > 0 ? (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={spoken(chart)}>
          {ticks.map((tick) => (
            <g>
              <line class="tl-grid" x1={time(tick)} x2={time(tick)} y1={22} y2={height} />
              <text class="tl-tick" x={time(tick)} y={14}>{tickText(tick)}</text>
            </g>
          ))}
          <line class="tl-today" x1={end} x2={end} y1={20} y2={height} />
          <text class="tl-tick tl-tick--today" x={end} y={14}>today</text>
          <Episodes episodes={chart.episodes.filter(({ date }) => date)} x={x} y={30} width={width} rests={rests} />
          {medicines.map((medicine, i) => (
            <Period medicine={medicine} today={today} x={x} y={drugsAt + i * kLane} width={width} rests={rests} />
          ))}
          {plots.map((analyte, i) => <Plot analyte={analyte} x={x} y={tops[i] ?? plotsAt} width={width} rests={rests} />)}
        </svg>
      ) : null}
      <p class="tl-legend" aria-hidden="true">{kLegend.map(([sign, means]) => <span><b>{sign}</b> {means}</span>)}</p>
    </div>
  );
}
