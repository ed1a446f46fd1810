import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of an installed Chromium: MCOVER_CHROMIUM, or the first on the PATH; undefined where there is none. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return process.env.MCOVER_CHROMIUM ?? paths.find((path) => existsSync(path));
}

/**
 * Runs trials in a module Worker of headless Chromium.
 * @returns their answers, and the browser's version.
 */
export async function runInChromium(executablePath, assignments) {
  const server = await serve();
  const profile = mkdtempSync(join(tmpdir(), 'mcover-chromium-'));
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
  ];
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args });
  try {
    const page = await context.newPage();
    await page.goto(`${server.url}/test/browser/page.html`);
    const answers = [];
    for (const assignment of assignments) {
      answers.push(await page.evaluate((given) => globalThis.runTrial(given), assignment));
    }
    return { answers, version: `chromium ${context.browser()?.version() ?? ''}`.trim() };
  } finally {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
