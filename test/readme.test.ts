import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sampleBank, stream } from '@mcover/core';
import { gauge } from '@mcover/core/internals';
import { citation } from '@mcover/report';
import { expect, it, vi } from 'vitest';

/** What the README and the pages that it sends its readers to promise: links that lead somewhere, and snippets that run. */

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const snippetsOf = (file: string) =>
  [...read(file).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
const [[script], [device]] = ['docs/library.md', 'docs/gpu.md'].map(snippetsOf);

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
const load = (name: string) => import(name);

/** Runs a snippet with what it leaves to its reader; `answer` is what it gives, after its end. */
function run(snippet: string, answer = 'undefined', given: Record<string, unknown> = {}): Promise<unknown> {
  const code = snippet.replace(/import (\{.*?\}) from '(.*?)';/g, "const $1 = await load('$2');");
  const names = ['load', ...Object.keys(given)];
  return new AsyncFunction(...names, `${code}\nreturn ${answer};`)(load, ...Object.values(given));
}

it('the README has 900 words at most', () => {
  expect(read('README.md').trim().split(/\s+/).length).toBeLessThanOrEqual(900);
});

const pages = (folder: string) =>
  fs.readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
const documents = [
  ...pages('.'),
  ...['docs', 'examples'].flatMap((at) => pages(at).map((name) => `${at}/${name}`)),
];

/** Links and images of Markdown, without code, that lead to no other site. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  const links = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, to]) => to);
  return links.filter((to) => !/^[a-z]+:/.test(to));
}

/** What GitHub makes of a heading. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** Why a link of a document leads nowhere, if it does. */
function faultOf(document: string, link: string): string | undefined {
  const [name, anchor] = link.split('#');
  const file = name ? path.join(path.dirname(document), name) : document;
  if (!fs.existsSync(path.join(root, file))) return `${document}: ${link}: there is no ${file}`;
  if (!anchor) return undefined;
  const anchors = [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading));
  return anchors.includes(anchor) ? undefined : `${document}: ${link}: no such heading`;
}

it('finds links, and those that lead nowhere', () => {
  expect(linksOf('[a](docs/b.md#c) ![d](e.svg) [w](https://x.y) `[n](o)`')).toEqual(['docs/b.md#c', 'e.svg']);
  expect(faultOf('docs/gpu.md', 'nothing.md')).toMatch(/there is no docs\/nothing\.md/);
  expect(faultOf('docs/gpu.md', '#nothing')).toMatch(/no such heading/);
  expect(faultOf('README.md', 'CONTRIBUTING.md#architecture')).toBeUndefined();
});

it.each(documents)('every link of %s leads somewhere', (document) => {
  expect(linksOf(read(document)).flatMap((link) => faultOf(document, link) ?? [])).toEqual([]);
});

it('the paper is cited as CITATION.cff says, and so is the program', () => {
  const cff = read('CITATION.cff');
  const [, title, paper] = /^title: (.*)$[\s\S]*^ {2}title: (.*)$/m.exec(cff)!;
  const [, cited] = /```bibtex\n([\s\S]*?)```/.exec(read('README.md'))!;
  expect(cited).toBe(citation);
  const [, version] = /^version: (.*)$/m.exec(cff)!;
  for (const text of [
    title,
    paper,
    `version = {${version}}`,
    'Kashiwamura, Shuhei and Leleu, Timothee',
    'arXiv:2605.09256',
  ])
    expect(cited).toContain(text);
});

it('runs a trial without the command, and prints its readout', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    // A tenth of the temperatures, so that the test is quick.
    expect(script).toContain('step: 1e-4');
    await run(script.replace('step: 1e-4', 'step: 1e-3'));
    expect(print.mock.calls).toEqual([
      [
        {
          generalizationError: expect.any(Number),
          overlap: expect.any(Number),
          trainError: expect.any(Number),
          solved: expect.any(Boolean),
        },
      ],
    ]);
  } finally {
    print.mockRestore();
  }
});

it('computes routed margins on whatever device there is', async () => {
  const [N, P, M, S] = [9, 5, 3, 2];
  const random = stream({ root: 1, trial: 0 }, 'readme');
  const bank = sampleBank({ N, M, S, kernel: { kind: 'uniform' } }, random);
  const sign = (i: number, k: number) => ((i * i * 7 + k * i) % 5 < 2 ? 1 : -1);
  const x = Int8Array.from({ length: N * P }, (_, i) => sign(i, 1));
  const y = Int8Array.from({ length: P }, (_, i) => sign(i, 2));
  const weights = Int8Array.from({ length: M * N }, (_, i) => sign(i, 3));
  const G = gauge(x, y);
  const margins = await run(device, 'device.close().then(() => margins)', { N, P, G, bank, weights });
  // The sum over q of G times the weight of the cover that ρ leads to, at [(s·M + a)·P + μ].
  const expected = Array.from({ length: S * M * P }, (_, at) => {
    const [mu, a, s] = [at % P, Math.floor(at / P) % M, Math.floor(at / (P * M))];
    return Array.from({ length: N }, (_, q) => {
      const b = bank.routes[(s * N + q) * M + a];
      return x[q * P + mu] * y[mu] * weights[b * N + q];
    }).reduce((sum, term) => sum + term, 0);
  });
  expect([...(margins as Int32Array)]).toEqual(expected);
});
