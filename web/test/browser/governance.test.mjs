// The governance page, as those who own the rules walk it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { laptop, launch, openPage, tablet, violations } from './chromium.mjs';
import { root, startService } from './service.mjs';

const pictures = process.env.CRAMP_SCREENSHOTS ?? join(root, 'build/screenshots');
let service;
let browser;
before(async () => {
  mkdirSync(pictures, { recursive: true });
  service = await startService();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Opens the page, runs the steps, and wants nothing to complain of at the end. */
async function visit(query, steps, options) {
  const { page, faults, close } = await openPage(browser, service.url, options);
  await page.goto(`${service.url}/governance${query}`);
  await steps(page);
  assert.deepEqual(faults, []);
  await close();
}
const sample = (steps, options) => visit('?source=sample', async (page) => {
  await page.locator('.gov-table--rules').waitFor();
  await page.getByRole('link', { name: 'Low potassium' }).or(page.getByRole('button', { name: 'Low potassium' })).first().waitFor();
  await steps(page);
}, options);

const row = (page, rule) => page.locator('.gov-table--rules tbody tr', { has: page.locator('code', { hasText: new RegExp(`^${rule}$`) }) });
const tile = (page, title) => page.locator('.gov-tile', { has: page.locator('dt', { hasText: new RegExp(`^${title}`) }) });
const numberIn = (text) => Number(/[\d,]+/.exec(text)[0].replaceAll(',', ''));

for (const [device, viewport, colorScheme] of [['laptop', laptop, 'light'], ['laptop', laptop, 'dark'], ['tablet', tablet, 'light'], ['tablet', tablet, 'dark']]) {
  test(`is accessible and fits: ${device}, ${colorScheme}`, () => sample(async (page) => {
    await page.getByRole('button', { name: 'Low potassium' }).first().click();
    await page.getByText('The weeks as a table').click();
    await page.screenshot({ path: join(pictures, `governance-sample-${device}-${colorScheme}.png`), fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${wide} pixels wider than the screen`);
    assert.deepEqual(await violations(page), []);
  }, { viewport, colorScheme }));
}

test('the sample says what it is, and names the rule that went loud and the one that went quiet', () => sample(async (page) => {
  await page.getByRole('note').filter({ hasText: 'Sample data.' }).waitFor();
  assert.match(await row(page, 'lab-hypokalaemia').innerText(), /Loud\s+since \d{4}-W\d\d/);
  assert.match(await row(page, 'med-statin').innerText(), /Quiet\s+since/);
  assert.match(await row(page, 'dx-ckd').innerText(), /Steady/);
  await page.locator('.gov-attention').getByRole('button', { name: 'Statin' }).click();
  await page.getByRole('heading', { name: 'Statin' }).waitFor();
  assert.ok(await page.locator('.gov-mark--below').count() >= 20);
  assert.equal(await page.locator('.gov-version-text').textContent(), '1.1.0');
  await page.getByText('sample data', { exact: true }).waitFor();
}));

test('new limits with a version make the quiet rule steady', () => sample(async (page) => {
  await page.locator('.gov-attention').getByRole('button', { name: 'Statin' }).click();
  await page.getByLabel('New limits with each version').check();
  await page.locator('.gov-attention').getByRole('button', { name: 'Statin' }).waitFor({ state: 'detached' });
  assert.equal(await page.locator('.gov-center').count(), 2);
  assert.match(page.url(), /anew=1/);
}));

test('every rate has its denominator', () => sample(async (page) => {
  const shown = numberIn(await tile(page, 'Cards shown').locator('.gov-big').innerText());
  const burden = await tile(page, 'Alert burden').innerText();
  assert.match(burden, /[\d,]+ of [\d,]+ calls/);
  assert.equal(numberIn(burden.match(/[\d,]+ of/)[0]), shown);
  for (const title of ['Feedback coverage', 'Accepted', 'Overridden', 'Positive predictive value', 'Repeats']) {
    assert.match(await tile(page, title).innerText(), /\d+ %[\s\S]*[\d,]+ of [\d,]+/, title);
  }
  const cells = await row(page, 'dx-diabetes').locator('td.gov-num').allInnerTexts();
  for (const cell of cells.slice(1)) assert.match(cell, /[\d,]+ of [\d,]+/);
}));

test('filters narrow the figures, and the address keeps them', () => sample(async (page) => {
  const calls = async () => numberIn(await tile(page, 'Calls').locator('.gov-big').innerText());
  const all = await calls();
  await page.locator('.gov-filters').getByLabel('Hook').selectOption('order-sign');
  const signed = await calls();
  assert.ok(signed < all / 4);
  assert.equal(await row(page, 'med-statin').count() === 0 || /–/.test(await row(page, 'med-statin').innerText()), true);
  await page.locator('.gov-filters').getByLabel('Client').selectOption('sample-family-practice');
  assert.ok(await calls() < signed);
  await page.locator('.gov-filters').getByLabel('From week').selectOption({ index: 40 });
  const late = await calls();
  await page.reload();
  await page.locator('.gov-table--rules').waitFor();
  assert.equal(await calls(), late);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  assert.equal(await calls(), all);
}));

test('the table sorts, with the keyboard too', () => sample(async (page) => {
  const head = page.getByRole('columnheader', { name: /Per 100 calls/ }).first();
  const values = async () => (await page.locator('.gov-table--rules tbody tr:not(.is-all) td:nth-child(4) .gov-rate').allInnerTexts()).map(Number);
  await head.getByRole('button').focus();
  await page.keyboard.press('Enter');
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  const down = await values();
  assert.deepEqual(down, [...down].sort((a, b) => b - a));
  await page.keyboard.press('Enter');
  assert.equal(await head.getAttribute('aria-sort'), 'ascending');
  assert.deepEqual(await values(), [...down].reverse());
}));

test('arrow keys read the chart as the table says it', () => sample(async (page) => {
  await page.locator('.gov-chart svg').focus();
  await page.keyboard.press('ArrowRight');
  const reading = page.locator('.gov-reading');
  await reading.filter({ hasText: 'from' }).waitFor();
  const read = await reading.innerText();
  await page.keyboard.press('End');
  await reading.filter({ hasText: 'the week is not over' }).waitFor();
  await page.getByText('The weeks as a table').click();
  const [week, , value, count] = await page.locator('.gov-table--weeks tbody tr').first().locator('th, td').allTextContents();
  assert.ok(read.startsWith(`${week}, from `), read);
  assert.ok(read.includes(`(${count})`) && Math.abs(Number(value) - Number(/: ([\d.]+) per 100/.exec(read)[1])) < 0.06, read);
}));

async function downloaded(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return { name: download.suggestedFilename(), lines: readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n') };
}

test('what is shown can be taken away as CSV, and says that it is sample', () => sample(async (page) => {
  const rules = await downloaded(page, 'Download CSV');
  assert.equal(rules.name, 'governance-sample-rules.csv');
  assert.equal(rules.lines.length, 1 + await page.locator('.gov-table--rules tbody tr').count());
  assert.ok(rules.lines.slice(1).every((line) => line.startsWith('sample,')));
  await page.getByRole('button', { name: 'Low potassium' }).first().click();
  const weeks = await downloaded(page, 'Download weeks as CSV');
  assert.equal(weeks.name, 'governance-sample-lab-hypokalaemia.csv');
  assert.equal(weeks.lines.length, 1 + 53);
  assert.ok(weeks.lines.some((line) => line.endsWith(',above')));
}));

test('a real call and the answer to its card are counted, and nothing of the sample', () => visit('', async (page) => {
  await page.getByText('Nothing was recorded in these weeks.').waitFor();
  await page.goto(`${service.url}/?patient=almeida`);
  await page.getByRole('button', { name: /^Accept/ }).first().click();
  await page.getByText('Accepted; feedback recorded').waitFor();
  // The call is written behind the answer to it.
  await page.waitForFunction(async () => (await (await fetch('/governance/report')).json()).groups.some(({ accepted }) => accepted));
  await page.goto(`${service.url}/governance`);
  await tile(page, 'Accepted').filter({ hasText: '1 of 1' }).waitFor();
  assert.deepEqual(await page.locator('.gov-filters').getByLabel('Client').locator('option').allInnerTexts(), ['All clients', 'dev']);
  assert.match(await row(page, 'lab-hypokalaemia').innerText(), /Too few weeks/);
  assert.equal(await page.getByText('Sample data.').count(), 0);
}));

test('print has the figures and the chart, and no controls', () => sample(async (page) => {
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button', { name: 'Download CSV' }).isVisible(), false);
  assert.equal(await page.locator('.gov-chart svg').isVisible(), true);
  assert.equal(await row(page, 'med-statin').isVisible(), true);
  assert.match(await row(page, 'med-statin').innerText(), /Statin/);
  assert.equal(await page.getByRole('columnheader', { name: /Per 100 calls/ }).first().innerText().then((text) => text.split('\n')[0]), 'Per 100 calls');
  await page.pdf({ path: join(pictures, 'governance.pdf'), format: 'A4', landscape: true });
}));
