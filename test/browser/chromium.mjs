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

/** SwiftShader, which imitates a GPU on the processor, for WebGL and WebGPU: slow, and the same on every machine. */
const swiftShader = [
  '--enable-unsafe-swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/**
 * Opens the page of the tests in headless Chromium.
 * @param gpu whether WebGL and WebGPU are there, by SwiftShader.
 * @returns the page, the browser's version, and what ends both.
 */
export async function openChromium(executablePath, { gpu = false } = {}) {
  const server = await serve();
  const profile = mkdtempSync(join(tmpdir(), 'mcover-chromium-'));
  const args = [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    ...(gpu ? swiftShader : ['--disable-gpu']),
  ];
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args });
  const close = async () => {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    const page = await context.newPage();
    await page.goto(`${server.url}/test/browser/page.html`);
    return { page, version: `chromium ${context.browser()?.version() ?? ''}`.trim(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Runs trials in a module Worker of headless Chromium.
 * @returns their answers, and the browser's version.
 */
export async function runInChromium(executablePath, assignments) {
  const { page, version, close } = await openChromium(executablePath);
  try {
    const answers = [];
    for (const assignment of assignments) {
      answers.push(await page.evaluate((given) => globalThis.runTrial(given), assignment));
    }
    return { answers, version };
  } finally {
    await close();
  }
}
