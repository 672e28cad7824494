// How figures and states are written.
import type { VNode } from 'preact';
import type { Verdict } from './control.ts';
import { fractionText, kFewest, rateText, type Fraction, type Rate } from './measures.ts';
import type { Report } from './report.ts';

/** A rate with what it is of; of few, only these. */
export function RateText({ rate, fraction }: { rate: Rate; fraction: Fraction }): VNode {
  if (fraction.whole === 0) return <span class="gov-none">–</span>;
  const text = rateText(rate, fraction);
  return (
    <>
      {text ? <span class="gov-rate">{text}</span> : null}
      <span class={text ? 'gov-of' : 'gov-rate gov-rate--few'} title={text ? undefined : `A rate of fewer than ${kFewest} would be a guess`}>
        {fractionText(fraction)}
      </span>
    </>
  );
}

const kStates = {
  loud: { word: 'Loud', path: 'M8 2 15 14H1Z' },
  quiet: { word: 'Quiet', path: 'M8 14 1 2h14Z' },
  steady: { word: 'Steady', path: 'M2 7h12v2H2Z' },
  unknown: { word: 'Too few weeks', path: '' },
} as const;

export const stateWord = ({ state }: Verdict): string => kStates[state].word;

export function StateText({ verdict, report }: { verdict: Verdict; report: Report }): VNode {
  const { word, path } = kStates[verdict.state];
  return (
    <span class={`gov-state gov-state--${verdict.state}`}>
      {path ? <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true"><path d={path} fill="currentColor" /></svg> : null}
      {word}
      {verdict.since === null ? null : <span class="gov-since"> since {report.weeks[verdict.since]?.name}</span>}
    </span>
  );
}

const kDate = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
export const dateText = (day: string): string => kDate.format(new Date(day));
