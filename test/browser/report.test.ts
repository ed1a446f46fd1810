import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sealRecord } from '@mcover/record';
import { writeReport } from '@mcover/report';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporary } from '../cli/support.ts';
import { findChromium, openChromium } from './chromium.mjs';

/** The page of a report, opened as a file. */

const executable = findChromium();

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const script = '<img src=x onerror="globalThis.ran = true">';

describe.skipIf(!executable)('in Chromium', () => {
  let page: Page;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ page, close } = await openChromium(executable ?? ''));
  });
  afterAll(() => close?.());

  it('its style and figures are there, and nothing of its policy is broken', async () => {
    const out = temporary();
    const provenance = { engine: script, runtime: script, commit: script, platform: script, durationMs: 1 };
    const records = [0.1, 0.2, 0.3].flatMap((error, trial) =>
      ['vanilla', 'mcover'].map((method) => {
        const spec = {
          model: 'any',
          method,
          data: { name: script },
          params: { N: 5 },
          seed: { root: 1, trial },
        };
        return sealRecord('mine', spec, { result: { error } }, provenance);
      }),
    );
    const any = JSON.parse('{"type":"object"}');
    const method = { label: script, params: any };
    const description = {
      experiment: 'mine',
      title: script,
      command: ['run', 'mine.json'],
      model: 'any',
      methods: { vanilla: method, mcover: method },
      data: any,
      result: any,
      parameters: [],
      metrics: [{ key: 'error', label: script, better: 'lower' as const }],
      arithmetic: false,
      resolved: {},
    };
    const descriptions = new Map([['mine', description]]);
    const given = { records, descriptions, rejected: [], profile: 'quick' };
    const files = await writeReport({ ...given, out, write });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text());
    });
    await page.goto(pathToFileURL(files.find((file) => file.endsWith('index.html'))!).href);
    const seen = await page.evaluate(async () => {
      const images = [...document.images];
      await Promise.all(images.map((image) => image.decode()));
      return {
        widths: images.map((image) => image.naturalWidth),
        main: getComputedStyle(document.querySelector('main')!).maxWidth,
        ran: 'ran' in globalThis,
      };
    });
    expect(seen).toEqual({ widths: [expect.any(Number)], main: '960px', ran: false });
    expect(seen.widths[0]).toBeGreaterThan(300);
    expect(complaints).toEqual([]);
    // What the page would not hold back, its policy does.
    await page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), script);
    await expect.poll(() => complaints.length).toBeGreaterThan(0);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    rmSync(out, { recursive: true });
  });
});
