import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sealRecord } from '@mcover/record';
import { writeReport } from '@mcover/report';
import axe from 'axe-core';
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

interface Axe {
  axe: typeof axe;
}

/** Two experiments, one with a claim and an axis. */
function swept() {
  const any = JSON.parse('{"type":"object"}');
  const methods = { vanilla: { label: 'plain', params: any }, mcover: { label: 'M-cover', params: any } };
  const sets = ['swept', 'single'] as const;
  const records = sets.flatMap((experiment) =>
    [0.1, 0.12, 0.11, 0.13, 0.09, 0.1].flatMap((error, trial) =>
      Object.keys(methods).flatMap((method, i) =>
        (experiment === 'swept' ? [1.1, 1.2, 1.35] : [1.1]).map((alpha) => {
          const seed = { root: 1, trial };
          const spec = { model: 'any', method, data: { name: experiment }, params: { alpha }, seed };
          const result = { error: error - 0.02 * i * alpha, solved: trial > 3 - 2 * i };
          const made = { engine: 'any', runtime: 'any', commit: 'any', platform: 'any', durationMs: 1 };
          return sealRecord(experiment, spec, { result }, made);
        }),
      ),
    ),
  );
  const claim = { says: 'M-cover errs less', of: { method: 'mcover' }, than: { method: 'vanilla' } };
  const describe = (experiment: string) => ({
    experiment,
    title: `The ${experiment} one`,
    command: ['run', 'mine.json'],
    model: 'any',
    methods,
    data: any,
    result: any,
    parameters: [{ path: 'alpha', symbol: 'α', label: 'load α' }],
    metrics: [
      { key: 'error', label: 'error', better: 'lower' as const },
      { key: 'solved', label: 'solved', better: 'higher' as const, flag: true },
    ],
    arithmetic: false,
    resolved: {},
    paper: { place: 1, label: `Fig. ${experiment}`, reproduces: 'All.', parameters: {}, claims: [claim] },
  });
  return { records, descriptions: new Map(sets.map((id) => [id, describe(id)])) };
}

describe.skipIf(!executable)('in Chromium', () => {
  let page: Page;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ page, close } = await openChromium(executable ?? ''));
  });
  afterAll(() => close?.());

  describe('at any width, by day and by night', () => {
    let out: string;
    beforeAll(async () => {
      out = temporary();
      const files = await writeReport({ ...swept(), rejected: [], profile: 'quick', out, write });
      await page.goto(pathToFileURL(files.find((file) => file.endsWith('index.html'))!).href);
    });
    afterAll(() => rmSync(out, { recursive: true }));

    it.each(
      [1280, 390].flatMap((width) => (['light', 'dark'] as const).map((scheme) => [width, scheme] as const)),
    )('axe finds nothing, and nothing is cut: %i, %s', async (width, colorScheme) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axe.source);
      const found = await page.evaluate(() => (globalThis as unknown as typeof globalThis & Axe).axe.run());
      expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      // A wide table scrolls by itself; its caption and figures do not.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const images = await page.evaluate(() => [...document.images].map(({ clientWidth }) => clientWidth));
      for (const shown of images) expect(shown).toBeLessThanOrEqual(width);
      const captions = await page.evaluate(() => {
        for (const folded of document.querySelectorAll('details')) folded.open = true;
        return [...document.querySelectorAll('caption')].map(({ clientWidth }) => clientWidth);
      });
      expect(captions.length).toBeGreaterThan(0);
      for (const shown of captions) expect(shown).toBeLessThan(width);
    });

    it('figures are as dark as the page', async () => {
      const corner = () =>
        page.evaluate(() => {
          const canvas = document.createElement('canvas');
          const context = canvas.getContext('2d')!;
          context.drawImage(document.images[0], 0, 0);
          return [...context.getImageData(1, 1, 1, 1).data.slice(0, 3)];
        });
      // A picture takes on the colours some time after the page.
      await page.emulateMedia({ colorScheme: 'light' });
      await expect.poll(corner).toEqual([255, 255, 255]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(async () => Math.max(...(await corner()))).toBeLessThan(50);
    });

    it('printed, what is folded is there, and nothing scrolls', async () => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const seen = await page.evaluate(() => ({
        folded: [...document.querySelectorAll('details .wide')].filter((part) => part.clientHeight === 0)
          .length,
        tables: document.querySelectorAll('details .wide').length,
        scrolling: [...document.querySelectorAll('.wide, pre')].filter(
          (part) => !['visible', 'clip'].includes(getComputedStyle(part).overflowX),
        ).length,
        ground: getComputedStyle(document.body).backgroundColor,
      }));
      expect(seen).toEqual({ folded: 0, tables: 4, scrolling: 0, ground: 'rgb(255, 255, 255)' });
      await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
    });

    it('every link of the page leads to a heading of it', async () => {
      const lost = await page.evaluate(() =>
        [...document.querySelectorAll('a[href^="#"]')]
          .map((link) => decodeURIComponent(link.getAttribute('href')!.slice(1)))
          .filter((id) => !document.getElementById(id)),
      );
      expect(lost).toEqual([]);
    });
  });

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
    expect(seen).toEqual({ widths: [expect.any(Number)], main: '704px', ran: false });
    expect(seen.widths[0]).toBeGreaterThan(300);
    expect(complaints).toEqual([]);
    // What the page would not hold back, its policy does.
    await page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), script);
    await expect.poll(() => complaints.length).toBeGreaterThan(0);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    rmSync(out, { recursive: true });
  });
});
