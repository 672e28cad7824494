// Sums, denominators, reasons and CSV of the governance page.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { csv } from '../../src/governance/csv.ts';
import { figures, fractionText, kRates, rateText, total, visits, emptyTally } from '../../src/governance/measures.ts';
import { kReasons, reasonCounts } from '../../src/governance/reasons.ts';
import type { Group, Report } from '../../src/governance/report.ts';
import { ruleRows } from '../../src/governance/tables.ts';

const group = (rule: string | null, hook: string, client: string, series: Partial<Group>): Group => (
  { rule, service: `s-${hook}`, version: '1', hook, client, ...series });

const report: Report = {
  source: 'records', completeWeeks: 2, versions: [], unmatchedFeedback: 0,
  weeks: [{ name: '2026-W10', from: '2026-03-02' }, { name: '2026-W11', from: '2026-03-09' }],
  groups: [
    group(null, 'view', 'a', { calls: [100, 50], shown: [10, 1] }),
    group(null, 'view', 'b', { calls: [10, 10] }),
    group(null, 'sign', 'a', { calls: [7, 7], shown: [1, 0] }),
    group('r', 'view', 'a', { shown: [10, 0], accepted: [2, 0], overridden: [4, 0], ignored: [4, 0], silent: [0, 5], repeats: [3, 0],
      reasons: { 'not-relevant': [1, 0], 'patient-declined': [2, 0] } }),
    group('q', 'sign', 'a', { shown: [1, 0] }),
  ],
  visits: [{ hook: null, client: 'a', visits: [60, 20] }, { hook: 'view', client: 'a', visits: [50, 20] }, { hook: null, client: 'b', visits: [5, 5] }],
};
const of = (rule: string | null, choice = { hook: '', client: '' }, hooks: string[] = []) => {
  const found = figures(report, choice, () => hooks).find((one) => one.rule === rule);
  assert.ok(found);
  return found;
};

test('a rule is measured against all calls of its hooks, also where it has no cards', () => {
  assert.deepEqual(of('r').weeks.map(({ calls }) => calls), [110, 60]);
  assert.deepEqual(of('r').hooks, ['view']);
  assert.deepEqual(of('r', { hook: '', client: '' }, ['sign']).weeks.map(({ calls }) => calls), [117, 67]);
  assert.deepEqual(of('r', { hook: '', client: 'b' }).weeks.map(({ calls }) => calls), [10, 10]);
  assert.equal(total(of('r', { hook: 'sign', client: '' })).calls, 0);
  assert.equal(total(of(null)).calls, 184);
  assert.equal(total(of('r'), 1, 1).calls, 60);
});

test('each rate has its own denominator', () => {
  const sum = total(of('r'));
  const text = (rate: keyof typeof kRates) => fractionText(kRates[rate].fraction(sum));
  assert.equal(text('burden'), '10 of 170');
  assert.equal(text('made'), '15 of 170');
  assert.equal(text('coverage'), '6 of 10');
  assert.equal(text('accepted'), '2 of 6');
  assert.equal(text('overridden'), '4 of 6');
  assert.equal(text('overriddenShown'), '4 of 10');
  assert.equal(text('ppv'), '4 of 5', 'two accepted and two weighed, of these and one that does not fit');
  assert.equal(text('repeats'), '3 of 10');
  assert.equal(text('withheld'), '5 of 15');
});

test('a rate of few is not given, nor one of nothing', () => {
  assert.equal(rateText(kRates.accepted, { part: 3, whole: 9 }), '');
  assert.equal(rateText(kRates.accepted, { part: 3, whole: 10 }), '30 %');
  assert.equal(rateText(kRates.burden, { part: 3, whole: 110 }), '2.73');
  assert.equal(rateText(kRates.burden, { part: 0, whole: 110 }), '0.0');
  assert.equal(rateText(kRates.coverage, kRates.coverage.fraction(emptyTally())), '');
});

test('visits of any hook are not the sum of the hooks', () => {
  assert.equal(visits(report, { hook: '', client: '' }, 0, 1), 90);
  assert.equal(visits(report, { hook: 'view', client: '' }, 0, 0), 50);
  assert.equal(visits(report, { hook: '', client: 'b' }, 1, 1), 5);
});

test('the reasons are those of the code system, and all have a kind', () => {
  const system = JSON.parse(readFileSync('../profiles/codesystems/override-reason.json', 'utf8')) as { concept: { code: string; display: string }[] };
  assert.deepEqual(
    Object.entries(kReasons).map(([code, { display }]) => ({ code, display })),
    system.concept.map(({ code, display }) => ({ code, display })));
});

test('overrides without a code are counted as such', () => {
  const counts = reasonCounts(total(of('r')).reasons, 4);
  assert.deepEqual(counts.map(({ code, count }) => [code, count]), [['patient-declined', 2], ['not-relevant', 1], ['', 1]]);
  assert.deepEqual(reasonCounts({ theirs: 1 }, 1)[0], { code: 'theirs', display: 'theirs', kind: null, count: 1 });
});

test('CSV keeps commas and quotes, and no formulas', () => {
  assert.equal(csv([['a,b', 'say "x"', -3, null], ['=1+1', '@x', '-y', 'plain']]), '"a,b","say ""x""",-3,\r\n\'=1+1,\'@x,\'-y,plain\r\n');
});

test('each row of the CSV says of which data it is', () => {
  const rows = ruleRows({ report, choice: { hook: '', client: 'a' }, from: 0, to: 1 }, [{ figures: of('r'), state: 'steady' }]);
  assert.deepEqual(rows[1]?.slice(0, 10), ['records', '2026-W10', '2026-W11', 'all', 'a', 'r', 'steady', 170, 15, 10]);
  assert.deepEqual(rows[0]?.slice(-2), ['overridden:not-relevant', 'overridden:patient-declined']);
  assert.equal(rows[0]?.length, rows[1]?.length);
});
