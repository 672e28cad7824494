// A control chart: the weeks of a rule against their limits, the versions of the rules on the same axis. Arrow keys read it week
// by week; the table below it says the same.
import { scaleLinear } from 'd3-scale';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useWidth } from '../shared/width.ts';
import { markOf, type Chart, type Point } from './control.ts';
import { fractionText, number, type Fraction } from './measures.ts';
import type { Measure, Version } from './model.ts';
import type { Report } from './report.ts';
import { dateText } from './words.tsx';

const kHeight = 300;
const kTop = 30;
const kBottom = 40;
const kLeft = 52;
const kRight = 14;

export interface ChartProps {
  title: string; measure: Measure; chart: Chart; report: Report; versions: Version[]; counted: Fraction[]; period: [number, number];
}

const percent = (value: number): string => {
  const hundred = value * 100;
  return hundred >= 10 || hundred === 0 ? hundred.toFixed(1) : hundred.toFixed(2);
};

export const markWord = (point: Point, { high, low }: Measure): string => {
  const mark = markOf(point);
  if (mark === null) return '';
  const side = mark === 'above' ? high : low;
  return point.outside ? `${side}: outside of the limits` : `${side}: part of a run`;
};

/** What a week says, in words. */
export function weekText({ report, measure, chart, counted }: ChartProps, week: number): string {
  const point = chart.points[week];
  const of = counted[week];
  const { name, from } = report.weeks[week] ?? { name: '', from: '' };
  if (!point || !of) return '';
  const begin = `${name}, from ${dateText(from)}: `;
  if (point.value === null) return `${begin}nothing to count.`;
  const limits = point.lower === null || point.upper === null ? '' : `; limits ${percent(point.lower)} to ${percent(point.upper)}`;
  const mark = markWord(point, measure);
  const open = week < report.completeWeeks ? '' : '; the week is not over';
  return `${begin}${percent(point.value)} ${measure.kind === 'rate' ? 'per 100' : '%'} (${fractionText(of)})${limits}${mark && `; ${mark}`}${open}.`;
}

/** The limits as steps: each week has its own, as it has its own number of calls. */
function bandOf(points: Point[], x: (week: number) => number, y: (value: number) => number): string {
  const own = points.filter(({ upper, lower }) => upper !== null && lower !== null);
  if (own.length === 0) return '';
  const along = (of: (point: Point) => number) => own.flatMap((point) => [
    `${x(point.week - 0.5)},${y(of(point))}`, `${x(point.week + 0.5)},${y(of(point))}`]);
  return [...along((point) => point.upper ?? 0), ...along((point) => point.lower ?? 0).reverse()].join(' ');
}

/** Lines between weeks that follow each other. */
function lineOf(points: Point[], x: (week: number) => number, y: (value: number) => number): string {
  let gap = true;
  return points.map(({ week, value }) => {
    if (value === null) {
      gap = true;
      return '';
    }
    const step = `${gap ? 'M' : 'L'}${x(week)} ${y(value)}`;
    gap = false;
    return step;
  }).join('');
}

function Dot({ point, x, y, isOpen }: { point: Point; x: number; y: number; isOpen: boolean }): VNode {
  const mark = markOf(point);
  if (mark === null) return <circle class={`gov-dot${isOpen ? ' gov-dot--open' : ''}`} cx={x} cy={y} r={2.8} />;
  const up = mark === 'above' ? -1 : 1;
  const size = point.outside ? 6 : 4.4;
  return <path class={`gov-mark gov-mark--${mark}`} d={`M${x} ${y + up * size}L${x + size} ${y - up * size * 0.75}H${x - size}Z`} />;
}

const kMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The first week of each month, thinned out where there is no room. */
function monthsOf({ weeks }: Report, room: number): { week: number; text: string }[] {
  const begins = weeks.flatMap(({ from }, week) => {
    const month = Number(from.slice(5, 7)) - 1;
    const isNew = week > 0 && Number(weeks[week - 1]?.from.slice(5, 7)) - 1 !== month;
    return isNew ? [{ week, text: month === 0 ? from.slice(0, 4) : kMonths[month] ?? '' }] : [];
  });
  const step = Math.ceil((begins.length * 46) / Math.max(room, 1));
  return begins.filter((_, i) => i % step === 0);
}

export function ControlChart(props: ChartProps): VNode {
  const { title, measure, chart, report, versions, period } = props;
  const [element, width] = useWidth();
  const [focus, setFocus] = useState<number | null>(null);
  const { points, phases } = chart;
  const tops = points.flatMap(({ value, upper }) => [value ?? 0, upper ?? 0]);
  const x = scaleLinear().domain([-0.5, points.length - 0.5]).range([kLeft, Math.max(kLeft + 1, width - kRight)]);
  const y = scaleLinear().domain([0, Math.max(...tops, 0.0001) * 1.06]).nice(5).range([kHeight - kBottom, kTop]);
  const move = (step: number) => setFocus((now) => Math.max(0, Math.min(points.length - 1, (now ?? (step > 0 ? -1 : points.length)) + step)));
  const keys: Record<string, () => void> = {
    ArrowRight: () => move(1), ArrowLeft: () => move(-1), Home: () => setFocus(0), End: () => setFocus(points.length - 1), Escape: () => setFocus(null) };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const onPointerMove = (event: PointerEvent) => {
    const week = Math.round(x.invert(event.offsetX));
    setFocus(week >= 0 && week < points.length ? week : null);
  };
  return (
    <div class="gov-chart" ref={element}>
      <svg width={width} height={kHeight} viewBox={`0 0 ${Math.max(width, 1)} ${kHeight}`} role="application" aria-roledescription="control chart" tabindex={0}
        aria-label={`${title}: ${measure.title} by week. Arrow keys read the weeks.`} aria-describedby="gov-reading"
        onKeyDown={onKeyDown} onPointerMove={onPointerMove} onPointerLeave={() => setFocus(null)}>
        <rect class="gov-period" x={x(period[0] - 0.5)} width={Math.max(0, x(period[1] + 0.5) - x(period[0] - 0.5))} y={kTop} height={kHeight - kTop - kBottom} />
        {y.ticks(5).map((tick) => (
          <g>
            <line class="gov-grid" x1={kLeft} x2={width - kRight} y1={y(tick)} y2={y(tick)} />
            <text class="gov-tick" x={kLeft - 7} y={y(tick) + 4} text-anchor="end">{number(Math.round(tick * 10_000) / 100)}</text>
          </g>
        ))}
        {monthsOf(report, width - kLeft).map(({ week, text }) => (
          <g>
            <line class="gov-tickmark" x1={x(week - 0.5)} x2={x(week - 0.5)} y1={kHeight - kBottom} y2={kHeight - kBottom + 5} />
            <text class="gov-tick" x={x(week - 0.5) + 2} y={kHeight - kBottom + 17}>{text}</text>
          </g>
        ))}
        <text class="gov-axis" x={6} y={14}>{measure.axis}</text>
        {report.source === 'sample' ? <text class="gov-sample-mark" x={width - kRight} y={kHeight - 6} text-anchor="end">sample data</text> : null}
        {phases.map(({ from, to, center }) => (
          <g>
            <polygon class="gov-band" points={bandOf(points.slice(from, to), x, y)} />
            {center === null ? null : <line class="gov-center" x1={x(from - 0.5)} x2={x(to - 0.5)} y1={y(center)} y2={y(center)} />}
          </g>
        ))}
        {versions.map(({ week, version }) => (
          <g>
            <line class="gov-version" x1={x(week - 0.5)} x2={x(week - 0.5)} y1={kTop - 8} y2={kHeight - kBottom} />
            <text class="gov-version-text" x={x(week - 0.5) + 4} y={kTop - 2}>{version}</text>
          </g>
        ))}
        <path class="gov-line" d={lineOf(points, x, y)} />
        {points.map((point) => (point.value === null ? null : (
          <Dot point={point} x={x(point.week)} y={y(point.value)} isOpen={point.week >= report.completeWeeks} />
        )))}
        {focus === null ? null : <line class="gov-focus" x1={x(focus)} x2={x(focus)} y1={kTop} y2={kHeight - kBottom} />}
      </svg>
      <output class="gov-reading" id="gov-reading" aria-live="polite">
        {focus === null ? 'Point at a week, or use the arrow keys, to read it.' : weekText(props, focus)}
      </output>
    </div>
  );
}
