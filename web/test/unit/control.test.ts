// Control limits against published and hand-computed figures.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { control, markOf, sigmaZ, verdict, kBaselineWeeks, type Week } from '../../src/governance/control.ts';

const near = (actual: number | null | undefined, expected: number, by = 5e-5) => {
  assert.ok(actual != null && Math.abs(actual - expected) < by, `${actual} is not ${expected}`);
};
const weeks = (events: number[], size: number): Week[] => events.map((one) => ({ events: one, size }));
const repeat = (event: number, times: number): number[] => Array<number>(times).fill(event);

// Montgomery, Introduction to Statistical Quality Control, example 7.1: cans of orange juice, 30 samples of 50.
const kCans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6];

test('limits are made of the first weeks, wider where these differ by more than chance', () => {
  const { points, phases } = control('share', weeks(kCans, 50), 30);
  assert.equal(phases[0]?.baseline.length, kBaselineWeeks);
  near(phases[0]?.center, 291 / 1200, 1e-12);
  const sigma = Math.sqrt((0.2425 * 0.7575) / 50);
  const ranges = kCans.slice(1, 24).map((one, i) => Math.abs(one - (kCans[i] ?? 0)) / 50 / sigma);
  const expected = ranges.reduce((a, b) => a + b) / 23 / 1.128;
  near(phases[0]?.sigmaZ, expected, 1e-9);
  near(points[0]?.upper, 0.2425 + 3 * expected * sigma, 1e-9);
  near(points[0]?.lower, Math.max(0, 0.2425 - 3 * expected * sigma), 1e-9);
});

test('without more variation than chance, the limits are those of the book', () => {
  // All weeks at the book's mean, 347 of 1500: 0.2313, from 0.0524 to 0.4102.
  const { phases, points } = control('share', weeks(repeat(347 / 30, 24), 50), 24);
  assert.equal(phases[0]?.sigmaZ, 1);
  near(points[0]?.upper, 0.4102);
  near(points[0]?.lower, 0.0524);
});

test('a u chart has limits that follow the number of calls', () => {
  const calls = Array.from({ length: 16 }, (_, i) => (i % 2 ? 400 : 100));
  const { points, phases } = control('rate', calls.map((size) => ({ events: size / 10, size })), 16);
  near(phases[0]?.center, 0.1, 1e-12);
  near(points[0]?.upper, 0.1 + 3 * Math.sqrt(0.1 / 100), 1e-12);  // 0.1949
  near(points[1]?.upper, 0.1 + 3 * Math.sqrt(0.1 / 400), 1e-12);  // 0.1474
  near(points[0]?.lower, 0.1 - 3 * Math.sqrt(0.1 / 100), 1e-12);
  assert.equal(control('rate', weeks(repeat(3, 14), 100), 14).points[0]?.lower, 0, 'no rate is below nothing');
});

test("Laney's sigma Z, by hand", () => {
  // u of 0.25: z = (x/100 - 0.25) / 0.05 = -2, 2, -2, 2; moving ranges 4, 4, 4; 4 / 1.128 = 3.546.
  near(sigmaZ('rate', weeks([15, 35, 15, 35], 100), 0.25), 4 / 1.128, 1e-12);
  assert.equal(sigmaZ('rate', weeks([25, 25], 100), 0.25), 1, 'never below 1');
  assert.equal(sigmaZ('rate', weeks([0, 0, 0], 100), 0), 1);
});

test('a week outside is marked, the week that is not over is not', () => {
  const { points } = control('rate', weeks([...repeat(25, 24), 45, 0], 250), 25);
  assert.equal(points[24]?.outside, 'above');
  assert.equal(points[25]?.outside, null);
  assert.equal(points[23]?.outside, null);
});

test('a few cards of a rule that never had any are not loud, five are', () => {
  assert.equal(control('rate', weeks([...repeat(0, 24), 4], 250), 25).points[24]?.outside, null);
  assert.equal(control('rate', weeks([...repeat(0, 24), 5], 250), 25).points[24]?.outside, 'above');
});

test('eight weeks on one side are a run, seven are none', () => {
  const base = Array.from({ length: 24 }, (_, i) => (i % 2 ? 105 : 95));
  const marks = (low: number) => control('rate', weeks([...base, ...repeat(91, low)], 1000), 24 + low)
    .points.filter(({ run }) => run === 'below').length;
  assert.equal(marks(7), 0);
  assert.equal(marks(8), 8);
});

test('a run of rare cards is no news while together it is within chance', () => {
  // 0.5 cards a week are expected: eight weeks without any are not rare, fourteen are (7 expected).
  const base = Array.from({ length: 24 }, (_, i) => (i >> 1) % 2);
  const marked = (none: number) => control('rate', weeks([...base, ...repeat(0, none)], 100), 24 + none).points.some(({ run }) => run);
  assert.equal(marked(8), false);
  assert.equal(marked(14), true);
});

test('weeks without calls are neither counted nor marked, and end no run', () => {
  const data = weeks([...repeat(100, 24), ...repeat(80, 4)], 1000);
  data.push({ events: 0, size: 0 }, ...weeks(repeat(80, 4), 1000));
  const { points } = control('rate', data, data.length);
  assert.equal(points[28]?.value, null);
  assert.equal(points[28]?.run, null);
  assert.equal(points[27]?.run, 'below');
});

test('limits want twelve weeks', () => {
  assert.equal(control('rate', weeks(repeat(5, 11), 100), 11).phases[0]?.center, null);
  assert.equal(control('rate', weeks(repeat(5, 12), 100), 12).phases[0]?.center, 0.05);
  assert.equal(verdict(control('rate', weeks(repeat(5, 11), 100), 11), 11).state, 'unknown');
});

test('limits begin anew where they are told to', () => {
  const data = weeks([...repeat(60, 24), ...repeat(10, 20)], 1000);
  assert.equal(verdict(control('rate', data, 44), 44).state, 'quiet');
  assert.equal(verdict(control('rate', data, 44), 44).since, 24);
  const anew = control('rate', data, 44, [24]);
  assert.deepEqual(anew.phases.map(({ from, to }) => [from, to]), [[0, 24], [24, 44]]);
  near(anew.phases[1]?.center, 0.01, 1e-12);
  assert.equal(verdict(anew, 44).state, 'steady');
});

test('the verdict is of today, and knows since when', () => {
  const base = repeat(50, 24);
  const say = (later: number[]) => {
    const chart = control('rate', weeks([...base, ...later], 500), 24 + later.length);
    return { ...verdict(chart, 24 + later.length), marks: chart.points.filter(markOf).length };
  };
  assert.deepEqual(say(repeat(50, 6)), { state: 'steady', since: null, marked: 0, marks: 0 });
  assert.deepEqual(say([100, 50, 50, 50, 50]), { state: 'steady', since: null, marked: 1, marks: 1 });
  assert.deepEqual(say([100, 50, 50, 50]), { state: 'loud', since: 24, marked: 1, marks: 1 });
  // Runs begin before anybody could tell: what counts is the first week outside.
  assert.equal(say([55, 55, ...repeat(110, 8)]).since, 26);
  assert.equal(say(repeat(62, 9)).since, 24);
  assert.deepEqual(say([100, 50, 98, 99]), { state: 'loud', since: 24, marked: 3, marks: 3 });
});
