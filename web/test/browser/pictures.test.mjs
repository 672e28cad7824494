// The pictures of the README. They are made at every run; `npm run pictures` puts them into docs/images.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, openPage } from './chromium.mjs';
import { root, startService } from './service.mjs';

const folder = join(root, process.env.CRAMP_IMAGES ?? 'build/screenshots/readme');
let service;
let browser;
before(async () => {
  mkdirSync(folder, { recursive: true });
  service = await startService();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('the workbench, and a card', async () => {
  const { page, close } = await openPage(browser, service.url, { viewport: { width: 1366, height: 860 } });
  await page.goto(`${service.url}/?patient=almeida`);
  const card = page.locator('.card').first();
  await card.waitFor();
  await page.screenshot({ path: join(folder, 'workbench.png') });
  await card.screenshot({ path: join(folder, 'card.png') });
  await close();
});
