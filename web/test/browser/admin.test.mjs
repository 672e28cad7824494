// Outside of development: the pages are on the admin listener, and what they show is recorded nowhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './chromium.mjs';
import { startProduction } from './service.mjs';

let service;
let browser;
before(async () => {
  service = await startProduction();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('the workbench evaluates, and sends neither calls nor feedback', async () => {
  const { page, faults, close } = await openPage(browser, service.admin);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${service.admin}/?patient=almeida`);
  await page.getByRole('button', { name: /^Accept: Order basic metabolic panel/ }).click();
  await page.getByText('not recorded: feedback is for clients').waitFor();
  assert.ok(asked.includes('/workbench/call'));
  assert.deepEqual(asked.filter((path) => path.startsWith('/cds-services')), []);
  assert.deepEqual(faults, []);
  await close();
});

test('rules and governance are there, and no sample', async () => {
  const { page, faults, close } = await openPage(browser, service.admin);
  await page.goto(`${service.admin}/rules/med-statin`);
  await page.locator('.cases a').first().waitFor();
  await page.getByRole('link', { name: 'what it does, by week' }).click();
  await page.getByText('Nothing was recorded in these weeks.').waitFor();
  assert.equal(await page.getByRole('button', { name: /sample/i }).count(), 0);
  assert.equal((await page.request.get(`${service.admin}/governance/sample`)).status(), 404);
  assert.equal((await page.request.get(`${service.url}/`)).status(), 404);
  assert.deepEqual(faults, []);
  await close();
});
