import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealRecord, type TrialRecord, type TrialSpec } from '@mcover/record';
import { writeReport } from '@mcover/report';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { figureOf } from '../dist/figures/figure.js';
import { experimentsOf } from '../dist/summary/experiment.js';
import { toMarkdown } from '../dist/tables/markdown.js';
import { resultsTable } from '../dist/tables/results.js';
import { described } from './descriptions.ts';
import { write } from './write.ts';

const provenance = {
  engine: 'wasm',
  runtime: 'node 20.20.2',
  commit: '0123abc',
  platform: 'linux x64, Some CPU',
  durationMs: 900,
};
const mnist = { name: 'mnist', sha256: 'ab12'.repeat(16) };

const training = {
  widths: [784, 512, 512, 10],
  P: 60_000,
  activation: 'relu',
  B: 256,
  epochs: 40,
  rate: 0.05,
  momentum: 0.9,
  noise: 0.01,
};
const covers = { M: 5, loss: 'sum' };
const kernel = { kind: 'directed-ring', mu: 2, sigma: 1.5 };
/** Parameters of each method, of which a trial changes some. */
const defaults: Record<string, object> = {
  sgd: training,
  mcover: { ...training, ...covers, kernel, G: 8, mixing: 'empirical', S: 10 },
  independent: { ...training, ...covers },
};

interface Made {
  experiment?: string;
  method: string;
  params?: Record<string, unknown>;
  data?: object;
  arithmetic?: 'f32' | 'blas' | 'gpu';
}

/** One trial a test error. */
function trials(
  { experiment = 'table3-mlp', method, ...made }: Made,
  errors: readonly number[],
): TrialRecord[] {
  return errors.map((testError, trial) => {
    const spec: TrialSpec = {
      model: 'mlp',
      method,
      data: (made.data ?? mnist) as TrialSpec['data'],
      params: { ...defaults[method], ...made.params },
      seed: { root: 1, trial },
      arithmetic: made.arithmetic ?? 'f32',
    };
    return sealRecord(experiment, spec, { result: { testError, trainError: 0, epochs: 40 } }, provenance);
  });
}

const around = (center: number, deviations: readonly number[]) => deviations.map((d) => center + d / 1e4);
const scatter = [-3, 1, 4, -2, 0, 2, -4, 3, -1, 0];
const turned = [2, -4, 1, 3, -3, 0, -1, 4, 0, -2];
const weaker = { noise: 0.01 / Math.sqrt(5) };

const table3 = (more: Partial<Made> = {}) => [
  ...trials({ ...more, method: 'sgd' }, around(0.0161, scatter)),
  ...trials({ ...more, method: 'mcover' }, around(0.0158, turned)),
  ...trials({ ...more, method: 'sgd', params: weaker }, around(0.0159, [...turned].reverse())),
  ...trials({ ...more, method: 'independent' }, around(0.03, scatter)),
  ...trials({ ...more, method: 'mcover', params: { S: 1 } }, around(0.04, scatter)),
];
const fig2d = [
  ...trials({ experiment: 'fig2d-mlp', method: 'sgd' }, around(0.0161, scatter)),
  ...[5, 10, 15].flatMap((M) =>
    trials({ experiment: 'fig2d-mlp', method: 'mcover', params: { M } }, around(0.0158, turned)),
  ),
];

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'mcover-mlp-'));
});
afterEach(() => rmSync(out, { recursive: true }));

async function report(records: readonly TrialRecord[]): Promise<string> {
  await writeReport({ ...described(records), rejected: [], out, write, profile: 'paper' });
  return readFileSync(join(out, 'REPORT.md'), 'utf8');
}

test('the rows of Table 3: the controls have names of their own, and no published number', () => {
  const [experiment] = experimentsOf(described(table3()));
  expect(experiment.view.series.map(({ label }) => label)).toEqual([
    'SGD',
    'M-cover',
    'SGD with noise = 0.00447 (control)',
    'M-cover with S = 1 (control)',
    'independent copies (control)',
  ]);
  const rows = toMarkdown(resultsTable(experiment)).split('\n').slice(2);
  expect(rows.slice(0, 2).map((row) => /0\.\d{4} ± 0\.0010 \|/.exec(row)?.[0])).toEqual([
    '0.0173 ± 0.0010 |',
    '0.0167 ± 0.0010 |',
  ]);
  for (const row of rows.slice(2, 5)) expect(row).toMatch(/\| – \| – \|$/);
});

test('one cover against five: the difference, its interval, and what it would take to see the paper’s', async () => {
  const text = await report(table3());
  // scipy on the ten paired differences: t.interval(.95, 9, mean, sem) is [−.000552, −.000048]; with its noncentral t,
  // .000351 is found with 80 % power, and 5 pairs find .0006.
  expect(text).toMatch(
    /- The mean of M-cover is lower than that of SGD by 0\.0003 \[0\.0000, 0\.0006\] \(\*\*not significant\*\*, p = 0\.\d+, 10 trials each\)\. A true difference of 0\.0004 would be found with 80 % power; the paper's, 0\.0006, takes about 5 seeds\.\n/,
  );
});

test('says what the controls are, and what they show', async () => {
  const text = await report(table3());
  const line = text.split('\n').find((part) => part.startsWith('**Controls**'))!;
  expect(line).toContain(
    'SGD with noise = 0.00447 (control), in place of noise = 0.01, because an average of M covers begins with ' +
      '1/√M of the noise of one; M-cover with S = 1 (control), in place of S = 10, because',
  );
  expect(line).toContain(
    'independent copies (control), M networks that SGD trains apart and that are averaged',
  );
  expect(line).toContain('Independent copies against SGD: worse by 0.0139 [');
  expect(line).toMatch(
    /SGD with noise = 0\.00447 against SGD: [^;]*; against M-cover: not significantly apart, by 0\.0001 \[/,
  );
  expect(line).toContain('; against M-cover: worse by 0.0242 [');
  expect(line).not.toContain('tuned');
});

test('the setting of the paper is recognised, and a smaller one is told', async () => {
  const own = "This is the paper's setting, as far as the paper gives it.";
  const twenty = around(0.0161, [...scatter, ...turned]);
  expect(await report(trials({ method: 'mcover' }, twenty))).toContain(own);
  expect(await report(table3())).toContain("**Not the paper's setting:** 10 trials (paper: 20).");
  const small = { widths: [784, 16, 10], P: 500, epochs: 4 };
  const text = await report(trials({ method: 'mcover', params: small }, around(0.2, scatter)));
  expect(text).not.toContain(own);
  expect(text).toContain(
    'widths = 784-16-10 (paper: 784-512-512-10); P = 500 (paper: 60000); epochs = 4 (paper: 40)',
  );
  expect(text).not.toContain('| published |');
});

test('Fig. 2d is a distribution, a row for each number of covers', async () => {
  const [experiment] = experimentsOf(described(fig2d));
  expect(experiment.view.x).toBeUndefined();
  expect(experiment.view.series.map(({ label }) => label)).toEqual([
    'SGD',
    'M-cover, M = 5',
    'M-cover, M = 10',
    'M-cover, M = 15',
  ]);
  const svg = (await figureOf(experiment))!;
  for (const M of [5, 10, 15]) expect(svg).toContain(`>M-cover, M = ${M}<`);
});

test('patterns that stand in for MNIST are called SYNTHETIC on every page, table and figure', async () => {
  const data = { name: 'hidden-manifold', D: 100, test: 10_000, insteadOf: 'mnist' };
  const records = table3({ data });
  const text = await report(records);
  expect(text).toContain('## SYNTHETIC data: Table 3, MLP');
  expect(text).toContain('nothing here was measured on mnist');
  expect(text).not.toContain('| published |');
  for (const file of [
    'figures/table3-mlp.svg',
    'tables/table3-mlp.csv',
    'tables/table3-mlp.tex',
    'index.html',
  ]) {
    expect(readFileSync(join(out, file), 'utf8')).toContain('SYNTHETIC');
  }
});

test.each(['blas', 'gpu'] as const)(
  'the command names the engine of the arithmetic: %s',
  async (arithmetic) => {
    const text = await report(table3({ arithmetic }));
    expect(text).toContain(
      `mcover repro --only table3-mlp --profile paper --engine ${arithmetic} --trials 10`,
    );
  },
);
