// The rules: the list, the page of one, and the way from a case to the workbench.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './chromium.mjs';
import { startService } from './service.mjs';

let service;
let browser;
before(async () => {
  service = await startService();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function visit(path, steps) {
  const { page, faults, close } = await openPage(browser, service.url);
  await page.goto(`${service.url}${path}`);
  await steps(page);
  assert.deepEqual(faults, []);
  await close();
}

test('all rules, by word and by hook', () => visit('/rules', async (page) => {
  await page.getByText('67 rules').first().waitFor();
  assert.equal(await page.locator('.overview td:first-child a').count(), 67);
  await page.getByLabel('Search').fill('potassium low');
  await page.locator('.rule-list').getByRole('link', { name: 'Low potassium', exact: true }).waitFor();
  assert.ok(await page.locator('.rule-list li').count() < 20);
  await page.getByLabel('Search').fill('');
  await page.getByLabel('Hook').selectOption('order-sign');
  await page.getByText('7 rules of').waitFor();
}));

test('a rule has its text, evidence, limits, codes, CQL, cases, version and last change', () => visit('/rules', async (page) => {
  await page.locator('.overview').getByRole('link', { name: 'Low potassium', exact: true }).click();
  await page.getByRole('heading', { name: 'Low potassium' }).waitFor();
  assert.match(page.url(), /\/rules\/lab-hypokalaemia$/);
  const rule = page.locator('.rule');
  for (const text of ['below 3.5 and above 2.5 mmol/L', '[C]', 'Basic metabolic panel', 'last changed', 'package leg-cramps']) {
    await rule.getByText(text).first().waitFor();
  }
  await rule.locator('.cql pre', { hasText: 'define "Hypokalaemia"' }).waitFor();
  await rule.locator('summary', { hasText: /^lab-potassium$/ }).click();
  await rule.getByText('2823-3').waitFor();
  await rule.getByRole('heading', { name: /^Fires/ }).waitFor();
  assert.equal(await rule.getByRole('link', { name: 'what it does, by week' }).getAttribute('href'), '/governance?rule=lab-hypokalaemia');
  await page.goBack();
  await page.getByRole('heading', { name: 'The rules' }).waitFor();
}));

test('evidence to be confirmed is marked', () => visit('/rules/dx-cirrhosis', async (page) => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.ok(await page.locator('.open-mark').count() > 10);
}));

test('a rule that is not there', () => visit('/rules/none', async (page) => {
  await page.getByRole('alert').filter({ hasText: 'no rule none' }).waitFor();
}));

test('a case opens in the workbench, moved to today, and still shows what it shows', () => visit('/rules/lab-severe-hypokalaemia', async (page) => {
  await page.locator('.cases a').first().click();
  await page.locator('.card--critical').first().waitFor();
  assert.match(page.url(), /\?case=/);
}));
