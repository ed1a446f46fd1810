import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { pageFolder } from '@mcover/explore';
import { builtIn, digestOf, filled, findDataSet, runPerceptron } from '@mcover/models';
import { parseJournal, sealRecord, specId } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toBuffers } from '../../packages/harness/dist/data/buffers.js';
import { dataFolder } from '../../packages/harness/dist/data/folder.js';
import { inspect, stateOf } from '../../packages/harness/dist/data/inspect.js';
import { loadImages } from '../../packages/harness/dist/data/load.js';
import { pageFiles } from '../../packages/harness/dist/explore/page.js';
import { serve } from '../../packages/harness/dist/explore/server.js';
import { setFiles } from '../../packages/harness/dist/explore/sets.js';
import { snapshotOf } from '../../packages/harness/dist/explore/snapshot.js';
import { runTrial } from '../../packages/harness/dist/lanes/worker.js';
import { findChromium, openChromium } from './chromium.mjs';

/** The page of `mcover explore`, by a person with a mouse, a keyboard, a phone, and little motion. */

const executable = findChromium();

/** Kept as artifacts of a run in CI: pictures, to be looked at. */
const pictures = fileURLToPath(new URL('../../report/browser/', import.meta.url));

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A trial that takes a moment. */
const small = 'N=100&S=3&temperatures=40';

const script = '<img src=x onerror="globalThis.ran = true">';

/** Records of the reference, one of them changed so that only another run can tell, and some whose names would run. */
function someResults() {
  const reference = fileURLToPath(new URL('../../results/reference/smoke/', import.meta.url));
  const names = ['table3-perceptron', 'fig3-kernel', 'table3-committee'];
  const records = names.flatMap(
    (name) => parseJournal(readFileSync(path.join(reference, `${name}.ndjson`), 'utf8'), builtIn).records,
  );
  const place = records.findIndex(({ spec }) => spec.method === 'mcover');
  const first = records[place];
  const changed = { ...first.result, overlap: 0.5 };
  records[place] = sealRecord(first.experiment, first.spec, { result: changed }, first.provenance);
  const hostile = [0.1, 0.2, 0.3].map((error, trial) => {
    const spec = {
      model: script,
      method: script,
      data: { name: script },
      params: { [script]: trial },
      seed: { root: 1, trial },
    };
    return sealRecord('mine', spec, { result: { [script]: error } }, first.provenance);
  });
  return { records: [...records, ...hostile], rejected: [], unknown: [], descriptions: new Map() };
}

it('its scripts and style take less than 350 kB on their way, and none of them makes code of a text', () => {
  const folder = path.join(pageFolder, 'assets');
  const texts = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(texts.reduce((sum, text) => sum + gzipSync(text).length, 0)).toBeLessThan(350_000);
  for (const text of texts) expect(text).not.toMatch(/\bnew Function\(|[^\w.]eval\(/);
});

it('the numbers of the article are those of the findings', () => {
  const text = (file: string) =>
    readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
  const article = text('packages/explore/src/page/article.tsx').match(/(?<![\d.:])0?\.\d{3,4}/g)!;
  const findings = text('docs/findings.md');
  expect(article.length).toBeGreaterThan(20);
  for (const number of article) expect(findings).toContain(number);
});

it('the race of the article comes out as it says', () => {
  const base = { N: 300, alpha: 1.58, schedule: { from: 0.4, to: 0.01, step: 0.001 } };
  const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 };
  const methods = [base, { ...base, M: 3, gamma: 1 }, { ...base, M: 3, S: 3, kernel }];
  const solved = methods.map((params) =>
    Array.from({ length: 40 }, (_, trial) => runPerceptron(params, { root: 1, trial }, wasmEngine).solved),
  );
  expect(solved.map((one) => one.filter(Boolean).length)).toEqual([1, 9, 13]);
  expect(solved.map((one) => one[19])).toEqual([false, false, true]);
});

const set = findDataSet('fashion-mnist')!;
const served = stateOf(inspect(set, dataFolder(), { verify: false })) === 'ready';

describe.skipIf(!executable)('in Chromium', () => {
  let page: Page;
  let address: string;
  const ending = new AbortController();
  const closing: Promise<void>[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    const { signal } = ending;
    const results = await snapshotOf('some', someResults());
    // As on a host of static files, where the page lies below some path.
    const all = [...pageFiles(), ...setFiles(), ...results].map(
      ([name, file]) => [`some/path/${name}`, file] as const,
    );
    const url = await new Promise<string>((onOpen) => {
      closing.push(serve(new Map(all), { port: 0, signal, onOpen }));
    });
    address = `${url}some/path/index.html`;
    const opened = await openChromium(executable ?? '');
    page = opened.page;
    closing.push(new Promise((resolve) => signal.addEventListener('abort', () => resolve(opened.close()))));
    page.on('console', (message) => {
      if (message.location().url.startsWith(url)) complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
  });
  afterAll(() => {
    ending.abort();
    return Promise.all(closing);
  });
  beforeEach(async () => {
    complaints.length = 0;
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  });

  /** Opens a view as if for the first time. */
  async function open(hash: string): Promise<void> {
    await page.goto('about:blank');
    await page.goto(`${address}#${hash}`);
    await page.waitForSelector('h2');
  }

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const slider = (name: string) => page.locator(`input[name=${name}]`);
  const ended = () => page.waitForSelector('.record', { timeout: 60_000 });

  it('what the sliders say stands in the address, and the address says it again', async () => {
    await open('live');
    await slider('alpha').press('ArrowRight');
    await slider('N').press('Home');
    await page.getByLabel('kernel Q').selectOption('uniform');
    await expect.poll(() => page.url()).toContain('#live?alpha=1.59&N=50&kernel=uniform');
    expect(await slider('sigma').count()).toBe(0);
    await open(page.url().split('#')[1]);
    expect(await slider('alpha').inputValue()).toBe('1.59');
    expect(await page.getByLabel('kernel Q').inputValue()).toBe('uniform');
    // Words that mean nothing, and numbers that cannot be, are passed over.
    await open('live?alpha=x&N=1e9&M=2.2&S=-4&kernel=__proto__&drawn=9&temperatures=7&<b>=1');
    expect(await slider('alpha').inputValue()).toBe('1.58');
    expect(await slider('N').inputValue()).toBe('2000');
    expect(await slider('M').inputValue()).toBe('2');
    expect(await slider('S').inputValue()).toBe('1');
    expect(complaints).toEqual([]);
  });

  it('a trial that ends has the id and the result of its record', async () => {
    await open(`live?${small}&trial=7`);
    await button('Play').click();
    await ended();
    const records = await page.locator('.record').all();
    const seen = await Promise.all(
      records.map(async (record) => ({
        method: await record.getAttribute('data-method'),
        id: await record.locator('.id').innerText(),
        result: JSON.parse(await record.locator('.result').innerText()),
      })),
    );
    const base = { N: 100, alpha: 1.58, schedule: { from: 0.4, to: 0.01, step: 0.01 } };
    const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 };
    const asked = { vanilla: base, rsa: { ...base, M: 3 }, mcover: { ...base, M: 3, S: 3, kernel } };
    const expected = Object.entries(asked).map(async ([method, params]) => {
      const spec = {
        model: 'perceptron',
        data: { name: 'teacher-student' },
        ...filled(builtIn.model('perceptron'), params, method),
        seed: { root: 1, trial: 7 },
      };
      const { outcome } = await runTrial({ spec, engine: 'wasm' });
      return { method, id: specId(spec), ...outcome };
    });
    expect(seen).toEqual(await Promise.all(expected));
    expect(complaints).toEqual([]);
  });

  it('a record is run again: green where it is equal bit for bit, and red where it is not', async () => {
    await open('results');
    await page.getByLabel('experiment').selectOption({ label: 'table3-perceptron: table3-perceptron' });
    await page.getByRole('button', { name: /^mcover/ }).click();
    await button('Show its trials').click();
    const rerun = page.getByRole('button', { name: 'Run this trial here' });
    await rerun.nth(1).click();
    await page.waitForSelector('.good');
    await rerun.first().click();
    await page.waitForSelector('.bad');
    expect(await page.locator('.good').allInnerTexts()).toEqual(['✓ equal, bit for bit']);
    expect(await page.locator('.bad').allInnerTexts()).toEqual(['✗ different']);
    expect(complaints).toEqual([]);
  });

  it('a network that has trained has the id and the result of its record', async () => {
    await open('networks?network=committee&rate=0.1');
    // No epoch has a loss yet.
    await expect.poll(() => page.locator('.outcomes').innerText()).toContain('M-cover');
    expect(await page.locator('.outcomes').innerText()).not.toContain('NaN');
    await button('Play').click();
    await ended();
    const spec = {
      model: 'committee',
      data: served
        ? { name: set.name, sha256: digestOf(set) }
        : { name: 'hidden-manifold', D: 50, test: 2000 },
      ...filled(builtIn.model('committee'), { N: 784, P: 500, K: 9, rate: 0.1 }, 'sgd'),
      seed: { root: 1, trial: 0 },
      arithmetic: 'f32' as const,
    };
    const loaded = served ? toBuffers(loadImages(set, dataFolder())) : undefined;
    const { outcome } = await runTrial({ spec, engine: 'wasm', loaded });
    const record = page.locator('.record[data-method=sgd]');
    expect(await record.locator('.id').innerText()).toBe(specId(spec));
    expect({ result: JSON.parse(await record.locator('.result').innerText()) }).toEqual(outcome);
    expect(complaints).toEqual([]);
  });

  it('cells are looked at along a parameter, in panels, and one method alone; a mark tells its numbers', async () => {
    await open('results');
    await page.getByLabel('experiment').selectOption({ label: 'fig3-kernel: fig3-kernel' });
    expect(page.url()).toMatch(/#results\/fig3-kernel$/);
    await page.getByLabel('along').selectOption('kernel.sigma');
    const marks = page.locator('.mark');
    expect([await page.locator('.chart').count(), await marks.count()]).toEqual([1, 5]);
    await page.getByLabel('a panel for each').selectOption('kernel.mu');
    expect([await page.locator('.chart').count(), await marks.count()]).toEqual([2, 5]);
    await page.locator('[id="hold-M"]').selectOption('3');
    expect(await marks.count()).toBe(4);
    await marks.last().locator('.target').hover();
    await expect.poll(() => page.locator('.pointed').innerText()).toMatch(/40 trials; .*1\/0 [0-9a-f]{10}/);
    // The address says all that, and shows it again.
    expect(page.url()).toContain('?along=kernel.sigma&panels=kernel.mu&only.M=3');
    await page.reload();
    await page.waitForSelector('.mark');
    expect([await page.locator('.chart').count(), await marks.count()]).toEqual([2, 4]);
  });

  it('nothing that a journal says runs', async () => {
    await open('results');
    await page.getByLabel('experiment').selectOption({ label: 'mine: mine' });
    await page.locator('button.plain').first().click();
    await button('Show its trials').click();
    await page.waitForSelector('.tall td');
    await page.getByRole('button', { name: 'Run this trial here' }).first().click();
    expect(await page.locator('.bad').innerText()).toContain('no model "<img');
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('a kernel is drawn by hand, and one that no permutation fits is refused in words', async () => {
    await open(`live?${small}&M=2&kernel=matrix`);
    await button('cover 1 reads from 2: 0.00').click();
    await expect.poll(() => page.url()).toContain('drawn=4104');
    await open(`live?${small}&M=2&kernel=matrix&drawn=4400`);
    expect(await page.getByRole('alert').innerText()).toContain('kernel');
    await button('cover 2 reads from 1: 0.00').press('Enter');
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it('works by the keyboard alone', async () => {
    await open(`live?${small}&temperatures=391&speed=1`);
    await page.waitForSelector('.outcomes');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    for (let i = 0; i < 30 && (await focused()) !== 'Play'; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Pause');
    await page.keyboard.press('p');
    await expect.poll(focused).toBe('Play');
    // What was asked for before still comes.
    await page.waitForTimeout(300);
    const count = async () => Number.parseInt(await page.locator('.count').innerText(), 10);
    const before = await count();
    await page.keyboard.press('.');
    await expect.poll(count).toBe(before + 1);
    await page.keyboard.press('r');
    await expect.poll(count).toBe(0);
  });

  it('the first view is there within a second on an idle machine, and three on a busy one', async () => {
    await open('article');
    const painted = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0].startTime,
    );
    console.log(`first view after ${painted.toFixed(0)} ms`);
    expect(painted).toBeLessThan(3000);
  });

  it('where little motion is asked for, routes stand still and pictures change twice a second at most', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(`live?${small}&temperatures=391&speed=1`);
    await button('Play').click();
    const places = () =>
      page.locator('.routes line').evaluateAll((all) => all.map((one) => one.getAttribute('y2')));
    const before = await places();
    await page.waitForTimeout(2500);
    expect(await places()).toEqual(before);
    expect(Number.parseInt(await page.locator('.count').innerText(), 10)).toBeLessThanOrEqual(6);
  });

  it('at N = 1000, M = 3, S = 10 a frame takes the page less than half of a sixtieth of a second, and most have a picture', async () => {
    await open('live');
    await page.waitForSelector('.outcomes');
    await button('Play').click();
    const devtools = await page.context().newCDPSession(page);
    // The time of its thread: that of the clock is also what else this machine does.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')!.value;
    };
    const before = await busy();
    const { gaps, pictures } = await page.evaluate(
      () =>
        new Promise<{ gaps: number[]; pictures: number }>((resolve) => {
          const times: number[] = [];
          const seen = new Set<string>();
          const count = document.querySelector('.count')!;
          requestAnimationFrame(function note(now) {
            times.push(now);
            seen.add(count.textContent!);
            if (times.length < 181) requestAnimationFrame(note);
            else resolve({ gaps: times.slice(1).map((time, i) => time - times[i]), pictures: seen.size });
          });
        }),
    );
    const each = (1000 * ((await busy()) - before)) / gaps.length;
    const rate = (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap);
    const late = gaps.filter((gap) => gap > 25).length;
    console.log(
      `${rate.toFixed(1)} frames/s, ${late} of ${gaps.length} late, ${pictures} pictures; ${each.toFixed(1)} ms of the page's thread each`,
    );
    expect(each).toBeLessThan(1000 / 60 / 2);
    expect(pictures).toBeGreaterThan(gaps.length / 2);
    expect(rate).toBeGreaterThan(10);
  });

  /** What is to be seen of each view. */
  const views = {
    async article() {
      await page.waitForSelector('.routes');
      await page.waitForSelector('.outcomes');
    },
    async live() {
      await button('Play').click();
      await ended();
    },
    async networks() {
      await button('Play').click();
      await expect
        .poll(async () => Number.parseInt(await page.locator('.count').innerText(), 10), { timeout: 60_000 })
        .toBeGreaterThan(5);
      await button('Pause').click();
    },
    async results() {
      await page.locator('button.plain').nth(2).click();
      await button('Show its trials').click();
      await page.waitForSelector('.tall td');
    },
  };

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each([1280, 390])('at %i px nothing is cut, and axe finds nothing', async (width) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      for (const [view, prepare] of Object.entries(views)) {
        await open(view === 'live' ? `live?${small}` : view);
        await prepare();
        await page.screenshot({
          path: path.join(pictures, `${view}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const sizes = await page.evaluate(() =>
          [...document.querySelectorAll('body *')]
            .filter(({ childNodes }) =>
              [...childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
            )
            .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
        );
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(13);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => Reflect.get(globalThis, 'axe').run());
        const found = violations.flatMap(({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
          nodes.map(({ html }) => `${view}: ${id}: ${html}`),
        );
        expect(found).toEqual([]);
      }
      expect(complaints).toEqual([]);
    });
  });
});
