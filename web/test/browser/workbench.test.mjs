// The main paths of the workbench, as a clinician and an integrator walk them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
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

/** Opens the workbench, runs the steps, and wants nothing to complain of at the end but what is expected. */
async function visit(query, steps, options, expected = []) {
  const { page, faults, close } = await openPage(browser, service.url, options);
  await page.goto(`${service.url}/${query}`);
  await page.locator('.fired', { hasText: /card/ }).waitFor();
  await steps(page);
  assert.deepEqual(faults, expected);
  await close();
}

const isFeedback = (response) => response.url().endsWith('/feedback');

test('an accepted suggestion is ordered and reported', () => visit('?patient=almeida', async (page) => {
  const told = page.waitForResponse(isFeedback);
  await page.getByRole('button', { name: /^Accept: Order basic metabolic panel/ }).click();
  const response = await told;
  assert.equal(response.status(), 200);
  const { feedback: [item] } = response.request().postDataJSON();
  assert.equal(item.outcome, 'accepted');
  assert.equal(item.acceptedSuggestions.length, 1);
  await page.getByText('Accepted; feedback recorded').waitFor();
  const orders = page.locator('.block', { hasText: 'Orders' });
  await orders.getByText('Magnesium').waitFor();
  await page.getByRole('button', { name: 'Fire' }).click();
  await page.locator('.card').first().waitFor();
  assert.equal(await page.getByRole('button', { name: /^Accept: Order basic metabolic panel/ }).count(), 0, 'ordered already');
}));

test('an override has a reason, is reported, and keeps the card away', () => visit('?patient=becker', async (page) => {
  await page.getByRole('button', { name: 'Override…' }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.closest('label')?.firstChild?.textContent), 'Reason');
  await page.getByLabel('Reason').selectOption({ index: 1 });
  await page.getByLabel('Comment').fill('seen last week');
  const told = page.waitForResponse(isFeedback);
  await page.getByRole('button', { name: 'Override this card' }).click();
  const { feedback: [item] } = (await told).request().postDataJSON();
  assert.equal(item.outcome, 'overridden');
  assert.ok(item.overrideReason.reason.code && item.overrideReason.reason.system);
  assert.equal(item.overrideReason.userComment, 'seen last week');
  await page.getByText(/Overridden: .*seen last week; feedback recorded/).waitFor();
  await page.getByRole('button', { name: 'Fire' }).click();
  await page.getByText('No card.').waitFor();
}));

test('a rule shows what it rests on and which part of its CQL was true', () => visit('?patient=almeida', async (page) => {
  await page.locator('.why-line').getByRole('button', { name: 'Low potassium' }).click();
  await page.locator('.rows--results tr.is-evidence', { hasText: '3.3' }).waitFor();
  assert.equal(await page.locator('.timeline .is-evidence').count() > 0, true);
  const cql = page.locator('.cql pre').first();
  assert.match(await cql.innerText(), /define "Hypokalaemia"/);
  assert.match(await page.locator('.cql-part--true').first().innerText(), /Potassium is low/);
  await page.locator('.refs').getByRole('button', { name: 'Facts.Potassium is low', exact: true }).click();
  await page.locator('.cql-more', { hasText: 'Below 3.5 mmol/L' }).waitFor();
  await page.getByText('Step by step').click();
  await page.locator('.outline .result--true').first().waitFor();
}));

test('what was not available is not assessable', () => visit('?patient=lindqvist', async (page) => {
  await page.getByRole('tab', { name: /Why/ }).click();
  await page.getByRole('button', { name: /Not assessable/ }).click();
  await page.getByLabel('Rules with these words').fill('hypokal');
  assert.deepEqual((await page.locator('.rule-line .row-note').allInnerTexts()).sort(), ['lab-hypokalaemia', 'lab-severe-hypokalaemia']);
  await page.locator('.rule-line', { hasText: 'lab-hypokalaemia' }).click();
  await page.locator('.reason', { hasText: 'data that it rests on is not available (labs)' }).waitFor();
}));

test('data may stop answering, and required data is refused', () => visit('?patient=almeida', async (page) => {
  await page.getByText('Make data unavailable').click();
  await page.getByLabel('labs', { exact: true }).check();
  await page.locator('.card', { hasText: 'Could not be assessed: laboratory results' }).waitFor();
  await page.getByLabel('labs', { exact: true }).uncheck();
  await page.locator('.card h2', { hasText: 'potassium below 3.5' }).waitFor();
  await page.getByLabel('patient', { exact: true }).check();
  await page.getByRole('alert').filter({ hasText: 'Refused with 412' }).waitFor();
}, {}, ['console: Failed to load resource: the server responded with a status of 412 (Precondition Failed)']));

test('all five hooks can be fired', () => visit('?patient=okafor', async (page) => {
  for (const hook of ['encounter-start', 'patient-view']) {
    await page.getByLabel('Hook').selectOption(hook);
    await page.locator('.fired', { hasText: /card/ }).waitFor();
  }
  for (const hook of ['order-select', 'order-sign']) {
    await page.getByLabel('Hook').selectOption(hook);
    await page.locator('.compose select').first().selectOption('cyp3a4-inhibitor-strong');
    await page.getByLabel('Search').fill('clarithromycin 500 oral');
    await page.getByRole('button', { name: 'Draft this order' }).click();
    await page.locator('.card--critical', { hasText: /CYP3A4/i }).waitFor();
    await page.locator('.drafts button').first().click();
    await page.locator('.drafts').waitFor({ state: 'detached' });
  }
  await page.locator('.compose select').first().selectOption('any-of-these');
  await page.getByLabel('Search').fill('hydrochlorothiazide 25 oral');
  await page.getByRole('button', { name: 'Draft this order' }).click();
  await page.locator('.card', { hasText: 'hydrochlorothiazide' }).waitFor();
  await page.getByLabel('Hook').selectOption('problem-list-item-create');
  await page.locator('.compose select').first().selectOption('restless-legs');
  await page.getByRole('button', { name: 'Add to the list' }).click();
  await page.locator('.fired', { hasText: /card/ }).waitFor();
  assert.equal(await page.locator('.drafts li').count(), 1);
}));

test('the draft that a critical card removes is gone once that is accepted', () => visit('?patient=okafor&hook=order-sign', async (page) => {
  const remove = page.getByRole('button', { name: 'Accept: Remove the drafted order' });
  await remove.click();
  await page.getByText('None yet.').waitFor();
}));

test('the copied curl command is the same call', () => visit('?patient=moreau', async (page) => {
  await page.getByRole('tab', { name: 'Request and response' }).click();
  await page.getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByText('Copied').waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const { cards } = JSON.parse(execFileSync('bash', ['-c', command], { encoding: 'utf8' }));
  assert.equal(cards[0].indicator, 'critical');
  await page.getByText('Discovery entry').waitFor();
}));

const bundleFile = (value) => ({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(value)) });

test('a chart of one\'s own, and what is none', () => visit('', async (page) => {
  const input = page.locator('input[type=file]');
  for (const [value, says] of [
    [{ resourceType: 'Patient' }, /no FHIR Bundle/], [{ resourceType: 'Bundle' }, /has 0 Patient/],
    [{ resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient' } }] }, /has no id/]]) {
    await input.setInputFiles(bundleFile(value));
    await page.getByRole('alert').filter({ hasText: says }).waitFor();
  }
  await input.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('<html>') });
  await page.getByRole('alert').filter({ hasText: 'not JSON' }).waitFor();
  const strange = '<img src=x onerror=alert(1)>';
  await input.setInputFiles(bundleFile({ resourceType: 'Bundle', type: 'collection', entry: [
    { resource: { resourceType: 'Patient', id: 'mine', name: [{ text: strange }], gender: 'female', birthDate: '1950-02-03' } },
    { resource: { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/mine' },
      code: { coding: [{ system: 'http://snomed.info/sct', code: '449918009' }] }, onsetDateTime: new Date().toISOString() } }] }));
  await page.getByRole('heading', { name: strange }).waitFor();
  await page.locator('.card').first().waitFor();
}));

test('a file that is dropped anywhere on the page is opened', () => visit('', async (page) => {
  const files = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.json'));
    return transfer;
  }, JSON.stringify({ resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'dropped', name: [{ text: 'Dropped' }] } }] }));
  await page.dispatchEvent('.chart', 'drop', { dataTransfer: files });
  await page.getByRole('heading', { name: 'Dropped' }).waitFor();
  await page.getByText('No card.').waitFor();
}));

test('everything is reached with the keyboard', () => visit('?patient=almeida', async (page) => {
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the decision support');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.closest('label')?.firstChild?.textContent), 'Hook');
  await page.getByText('Skip to the decision support').focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('Tab');
  assert.match(await focused(), /Becker, Jonas/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Becker, Jonas/ }).waitFor();
  await page.getByRole('tab', { name: /Cards/ }).focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await focused(), /^Why/);
  await page.getByRole('button', { name: /Fired/ }).first().waitFor();
}));
