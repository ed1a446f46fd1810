import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sampleBank, stream } from '@mcover/core';
import { gauge } from '@mcover/core/internals';
import { expect, it, vi } from 'vitest';

const text = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');
const snippets = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
const [script, device] = snippets;

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
const load = (name: string) => import(name);

/** Runs a snippet with what it leaves to its reader; `answer` is what it gives, after its end. */
function run(snippet: string, answer = 'undefined', given: Record<string, unknown> = {}): Promise<unknown> {
  const code = snippet.replace(/import (\{.*?\}) from '(.*?)';/g, "const $1 = await load('$2');");
  const names = ['load', ...Object.keys(given)];
  return new AsyncFunction(...names, `${code}\nreturn ${answer};`)(load, ...Object.values(given));
}

it('has two examples in TypeScript, which are run below', () => {
  const names = snippets.map((snippet) => /from '(.*?)'/.exec(snippet)?.[1]);
  expect(names).toEqual(['@mcover/models', '@mcover/gpu']);
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
