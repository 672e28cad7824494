// What holds for every page: accessible, quiet on the console, nothing from elsewhere, printable, quick. Keeps pictures.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
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

const cards = (page) => page.locator('.card').first().waitFor();
const why = async (page) => {
  await cards(page);
  await page.locator('.why-line button').first().click();
  await page.locator('.cql pre').first().waitFor();
};
const messages = async (page) => {
  await cards(page);
  await page.getByRole('tab', { name: 'Request and response' }).click();
};
const override = async (page) => {
  await cards(page);
  await page.getByRole('button', { name: 'Override…' }).first().click();
};
const compose = (page) => page.locator('.compose option').first().waitFor({ state: 'attached' });
const accepted = async (page) => {
  await cards(page);
  await page.getByRole('button', { name: /^Accept/ }).first().click();
  await page.getByText('Accepted; feedback recorded').waitFor();
};
const heading = (page) => page.getByRole('heading', { level: 1 }).waitFor();

const kViews = [
  ['workbench', '/?patient=almeida', cards], ['critical', '/?patient=moreau', cards], ['why', '/?patient=almeida', why],
  ['not-assessable', '/?patient=lindqvist', why], ['messages', '/?patient=becker', messages], ['override', '/?patient=santos', override],
  ['accepted', '/?patient=demir', accepted], ['problem', '/?patient=kim&hook=problem-list-item-create', compose],
  ['order-select', '/?patient=nygaard', cards], ['rules', '/rules', heading], ['rule', '/rules/med-statin', heading],
];

// Each view on a laptop by day and a tablet by night; the two that are seen most also the other way round.
const kDevices = [['laptop', laptop, 'light'], ['tablet', tablet, 'dark'], ['laptop', laptop, 'dark'], ['tablet', tablet, 'light']];

for (const [name, path, ready] of kViews) {
  for (const [device, viewport, colorScheme] of ['workbench', 'rule'].includes(name) ? kDevices : kDevices.slice(0, 2)) {
    test(`${name}, ${device}, ${colorScheme}`, async () => {
      const { page, faults, close } = await openPage(browser, service.url, { viewport, colorScheme });
      await page.goto(`${service.url}${path}`);
      await ready(page);
      await page.screenshot({ path: join(pictures, `${name}-${device}-${colorScheme}.png`), fullPage: device === 'tablet' });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} pixels wider than the screen`);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(faults, []);
      await close();
    });
  }
}

test('print shows the chart and the cards, dark on white, and no controls', async () => {
  const { page, close } = await openPage(browser, service.url, { colorScheme: 'dark' });
  await page.goto(`${service.url}/?patient=almeida`);
  await cards(page);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.patients').isVisible(), false);
  assert.equal(await page.getByRole('button', { name: 'Fire' }).isVisible(), false);
  assert.equal(await page.locator('.card').first().isVisible(), true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.card')).color), 'rgb(22, 32, 42)');
  await page.pdf({ path: join(pictures, 'workbench.pdf'), format: 'A4' });
  await close();
});

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Printed, not asserted: the machine may be busy. */
test('first paint and page weight', async (t) => {
  const paints = [];
  const ready = [];
  let bytes = 0;
  for (let i = 0; i < 5; i += 1) {
    const { page, close } = await openPage(browser, service.url);
    const begun = performance.now();
    await page.goto(`${service.url}/?patient=almeida`);
    await cards(page);
    ready.push(performance.now() - begun);
    const measured = await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      bytes: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .filter(({ name }) => name.includes('/assets/') || name.includes('/?')).reduce((sum, { transferSize }) => sum + transferSize, 0),
    }));
    paints.push(measured.paint);
    bytes = measured.bytes;
    await close();
  }
  t.diagnostic(`first contentful paint ${Math.round(median(paints))} ms, first card ${Math.round(median(ready))} ms, ${Math.round(bytes / 1024)} KiB over the wire (median of 5)`);
  assert.ok(bytes > 0 && bytes < 80 * 1024, 'what the page loads before the first call');
});
