// Each shipped patient opens, and the service says of it what patients.json expects.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, openPage } from './chromium.mjs';
import { root, startService } from './service.mjs';

const { patients } = JSON.parse(readFileSync(join(root, 'web/patients.json'), 'utf8'));
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

test('there are at least twelve, each for another reason', () => {
  assert.ok(patients.length >= 12);
  assert.equal(new Set(patients.map(({ expects }) => expects.rules[0])).size, patients.length);
});

for (const { id, title, expects } of patients) {
  test(`${id}: ${title}`, async () => {
    const { page, faults, close } = await openPage(browser, service.url);
    const answer = page.waitForResponse((response) => response.url().endsWith('/workbench/call'));
    await page.goto(`${service.url}/?patient=${id}`);
    const { explanation } = await (await answer).json();
    const fired = explanation.rules.filter(({ status }) => status === 'fired').map(({ rule }) => rule);
    for (const rule of expects.rules) assert.ok(fired.includes(rule), `${rule} is not among ${fired}`);
    const first = page.locator('.card').first();
    await first.waitFor();
    assert.match(await first.getAttribute('class'), new RegExp(`card--${expects.indicator}`));
    assert.ok((await first.locator('h2').innerText()).includes(expects.summary), expects.summary);
    assert.ok(await page.locator('.timeline svg').isVisible());
    assert.deepEqual(faults, []);
    await close();
  });
}
