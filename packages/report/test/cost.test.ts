import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Covariate, experimentsOf, wilsonInterval, writeReport } from '@mcover/report';
import { expect, test } from 'vitest';
import { costOf, timeToSolution } from '../dist/summary/cost.js';
import { described } from './descriptions.ts';
import { table3 } from './records.ts';
import { write } from './write.ts';

/** As many as there are covers. */
const covers: Covariate = {
  key: 'covers',
  symbol: 'copies',
  label: 'copies trained',
  about: 'made up',
  parameter: 'method',
  cost: true,
  write: String,
  of: ({ params }) => Number(params.M ?? 1),
};

const share = (count: number, n: number) => ({ count, n, interval: wilsonInterval(count, n) });

test('the cost until 99 %: ln .01/ln(1 − p) trials, one at least, without end where none came out', () => {
  // .9^44 = .0097: 43.7 trials of one in ten; .5^6.64 = .01.
  expect(timeToSolution(1, share(1, 10)).value).toBeCloseTo(43.709, 3);
  expect(timeToSolution(100, share(5, 10)).value).toBeCloseTo(664.386, 3);
  const { low, high } = timeToSolution(100, share(5, 10));
  const ends = wilsonInterval(5, 10);
  expect(0.01 ** (100 / low)).toBeCloseTo(1 - ends.high, 10);
  expect(0.01 ** (100 / high)).toBeCloseTo(1 - ends.low, 10);
  expect(timeToSolution(7, share(10, 10))).toMatchObject({ value: 7, low: 7 });
  expect(timeToSolution(7, share(0, 10))).toMatchObject({ value: Infinity, high: Infinity });
});

test('a report has it as a column and a picture, where cells do not all cost the same', async () => {
  const out = mkdtempSync(join(tmpdir(), 'mcover-cost-'));
  try {
    const options = {
      ...described(table3),
      covariates: [covers],
      rejected: [],
      out,
      write,
      profile: 'quick',
    };
    const files = (await writeReport(options)).map((file) => relative(out, file));
    expect(files).toContain('figures/table3-perceptron.cost.svg');
    const text = readFileSync(join(out, 'REPORT.md'), 'utf8');
    expect(text).toContain('| copies until solved with 99 % |');
    // Three copies, 4 of 8: 3 · 6.64.
    expect(text).toMatch(/\| RSA \| 3 \| .* \| 4\/8 \[0\.22, 0\.78\] \| 19\.93\d* \[/);
    expect(text).toContain('∞');
    const svg = readFileSync(join(out, 'figures/table3-perceptron.cost.svg'), 'utf8');
    expect(svg).toContain('copies trained');
  } finally {
    rmSync(out, { recursive: true });
  }
  const alike = experimentsOf({ ...described(table3), covariates: [{ ...covers, of: () => 3 }] });
  expect(costOf(alike[0])).toBeUndefined();
});
