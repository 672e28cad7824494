// The figures of all cards, each with its denominator, and the rules that want a look.
import type { ComponentChildren, VNode } from 'preact';
import { answered, fractionText, kRates, made, number, rateText, type Fraction, type Rate, type Tally } from './measures.ts';
import type { RuleView } from './model.ts';
import type { Report } from './report.ts';
import { StateText } from './words.tsx';

function Tile({ title, value, children }: { title: string; value: string; children: ComponentChildren }): VNode {
  return (
    <div class="gov-tile">
      <dt>{title}</dt>
      <dd><span class="gov-big">{value}</span> <span class="gov-of">{children}</span></dd>
    </div>
  );
}

function RateTile({ rate, tally, title, beside }: { rate: Rate; tally: Tally; title: string; beside?: string }): VNode {
  const fraction = rate.fraction(tally);
  const text = rateText(rate, fraction);
  return (
    <Tile title={title} value={text || (fraction.whole ? fractionText(fraction) : '–')}>
      {text ? `${fractionText(fraction)} ${rate.of}` : rate.of}{beside ? <><br />{beside}</> : null}
    </Tile>
  );
}

const share = (rate: Rate, fraction: Fraction, of: string): string => (
  fraction.whole ? `${rateText(rate, fraction) || fractionText(fraction)} of ${of}` : '');

export function Overview({ tally, visits, unmatched }: { tally: Tally; visits: number; unmatched: number }): VNode {
  const perVisit = rateText(kRates.burden, { part: tally.shown, whole: visits });
  return (
    <section aria-labelledby="overview">
      <h2 id="overview">Overview</h2>
      <dl class="gov-tiles">
        <Tile title="Calls" value={number(tally.calls)}>{number(visits)} visits (a patient on a day)</Tile>
        <Tile title="Cards shown" value={number(tally.shown)}>of {number(made(tally))} made</Tile>
        <RateTile title="Alert burden, per 100 calls" rate={kRates.burden} tally={tally} {...(perVisit ? { beside: `${perVisit} per 100 visits` } : {})} />
        <RateTile title="Feedback coverage" rate={kRates.coverage} tally={tally} beside={`${number(tally.ignored)} without feedback`} />
        <RateTile title="Accepted" rate={kRates.accepted} tally={tally} beside={share(kRates.acceptedShown, kRates.acceptedShown.fraction(tally), 'shown')} />
        <RateTile title="Overridden" rate={kRates.overridden} tally={tally} beside={share(kRates.overriddenShown, kRates.overriddenShown.fraction(tally), 'shown')} />
        <RateTile title="Positive predictive value, estimated" rate={kRates.ppv} tally={tally} />
        <RateTile title="Repeats" rate={kRates.repeats} tally={tally} beside="same card and patient within 90 days" />
        <Tile title="Silent mode" value={number(tally.silent)}>of {number(made(tally))} made: recorded, not shown</Tile>
        <Tile title="Held back" value={number(tally.suppressed + tally.capped)}>
          of {number(made(tally))} made<br />{number(tally.suppressed)} suppressed as repeats, {number(tally.capped)} over the cap
        </Tile>
      </dl>
      {answered(tally) * 4 < tally.shown && tally.shown > 0 ? (
        <p class="gov-note">Fewer than a quarter of the cards were answered: what was accepted or overridden says little about the others.</p>
      ) : null}
      {unmatched > 0 ? (
        <p class="gov-note">{number(unmatched)} feedback events were about cards that were not shown to the client that sent them; they are counted nowhere else.</p>
      ) : null}
    </section>
  );
}

/** Rules whose chart of cards says something of today. */
export function Attention({ views, report, onPick }: { views: RuleView[]; report: Report; onPick: (rule: string) => void }): VNode {
  const rules = views.filter(({ figures, verdict }) => figures.rule !== null && (verdict.state === 'loud' || verdict.state === 'quiet'));
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">Wants a look</h2>
      {rules.length === 0 ? <p>No rule is louder or quieter than its own past.</p> : (
        <ul class="gov-attention">
          {rules.map(({ figures, name, verdict }) => (
            <li>
              <StateText verdict={verdict} report={report} />
              <button type="button" class="link" onClick={() => onPick(figures.rule ?? '')}>{name}</button>
              <code>{figures.rule}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
