// Debian's Chromium, and a page that tells of everything that should not be.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const laptop = { width: 1366, height: 768 };
export const tablet = { width: 820, height: 1180 };

/** No sandbox where there is none to have (a container's root); the pages are our own. */
export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

/** A page in a context of its own; `faults` fills with errors of the console, exceptions, and requests to other hosts. */
export async function openPage(browser, url, { viewport = laptop, colorScheme = 'light', ...more } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, permissions: ['clipboard-read', 'clipboard-write'], ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('request', (request) => { if (!request.url().startsWith(url)) faults.push(`elsewhere: ${request.url()}`); });
  return { page, faults, close: () => context.close() };
}

/** What axe finds on the page as it stands, "impact rule: where". */
export async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.flatMap(({ impact, id, nodes }) => nodes.map(({ target }) => `${impact} ${id}: ${target.join(' ')}`));
}
