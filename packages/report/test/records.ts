import { type Outcome, sealRecord, type TrialRecord } from '@mcover/record';

/** Records as the harness writes them, made up. */

const provenance = {
  engine: 'reference',
  runtime: 'node 20.20.2',
  commit: '0123abc',
  platform: 'linux x64, Some CPU',
  durationMs: 1500,
};

const shared = {
  N: 1000,
  alpha: 1.58,
  cost: 'linear',
  schedule: { from: 0.4, to: 0.01, step: 1e-4 },
  sweeps: 1,
};

export const ring = (mu: number, sigma: number) => ({ kind: 'directed-ring', mu, sigma });
export const rsa = { M: 3, gamma: 1 };
export const mcover = { M: 3, S: 10, kernel: ring(2, 3) };

export interface Made {
  experiment?: string;
  method?: string;
  params?: Record<string, unknown>;
  trial?: number;
  root?: number;
  data?: string;
  provenance?: Partial<typeof provenance>;
}

export function recordOf(made: Made, outcome: Outcome): TrialRecord {
  const spec = {
    model: 'perceptron',
    method: made.method ?? 'vanilla',
    data: { name: made.data ?? 'teacher-student' },
    params: { ...shared, ...made.params },
    seed: { root: made.root ?? 1, trial: made.trial ?? 0 },
  };
  return sealRecord(made.experiment ?? 'table3-perceptron', spec, outcome, {
    ...provenance,
    ...made.provenance,
  });
}

/** A trial that ended with this generalization error. */
export function finished(made: Made, error: number): TrialRecord {
  const result = { generalizationError: error, overlap: Math.cos(Math.PI * error), trainError: 0 };
  return recordOf(made, { result: { ...result, solved: error === 0 } });
}

export function failed(made: Made, message = 'the worker died', kind = 'crash'): TrialRecord {
  return recordOf(made, { failure: { kind, message } });
}

/** One trial a value, with seeds 0, 1, … */
export function series(made: Made, errors: readonly number[]): TrialRecord[] {
  return errors.map((error, trial) => finished({ ...made, trial }, error));
}

/** Eight trials whose mean is `center`, spread by ±.01. */
export function around(made: Made, center: number): TrialRecord[] {
  return series(
    made,
    [-3, -2, -1, -1, 1, 1, 2, 3].map((step) => center + step / 300),
  );
}

export const table3: TrialRecord[] = [
  ...series({ method: 'vanilla' }, [0.187, 0.205, 0.199, 0.214, 0.192, 0.181, 0.203, 0.21]),
  ...series({ method: 'rsa', params: rsa }, [0, 0, 0.151, 0, 0.148, 0, 0.157, 0.162]),
  ...series({ method: 'mcover', params: mcover }, [0, 0, 0, 0.149, 0, 0, 0.155, 0]),
];

const loads = [1.2, 1.3, 1.4, 1.5, 1.6];

export const fig2a: TrialRecord[] = loads.flatMap((alpha) => [
  ...around({ experiment: 'fig2a-load', method: 'vanilla', params: { alpha } }, 0.3 - (alpha - 1.2) / 3),
  ...[3, 5, 7].flatMap((M) =>
    around(
      { experiment: 'fig2a-load', method: 'mcover', params: { alpha, ...mcover, kernel: ring(2, 1.5), M } },
      0.27 - (alpha - 1.2) / 2 - M / 1000,
    ),
  ),
]);

export const fig2b: TrialRecord[] = loads.flatMap((alpha) => [
  ...around({ experiment: 'fig2b-load', method: 'vanilla', params: { alpha } }, 0.3 - (alpha - 1.2) / 3),
  ...around({ experiment: 'fig2b-load', method: 'rsa', params: { alpha, ...rsa } }, 0.26 - (alpha - 1.2) / 2),
  ...around(
    { experiment: 'fig2b-load', method: 'mcover', params: { alpha, ...mcover } },
    0.25 - (alpha - 1.2) / 2,
  ),
]);

export const widths = [0.3, 0.5, 1, 2, 5];

const inFig3 = (M: number, mu: number, sigma: number) =>
  around(
    { experiment: 'fig3-kernel', method: 'mcover', params: { M, S: 10, kernel: ring(mu, sigma) } },
    0.2 - M / 50 + mu / 100,
  );

/** One cover is the same whatever the kernel: it is there once. */
export const fig3: TrialRecord[] = [
  ...inFig3(1, 0, 1),
  ...[0, 1, 2].flatMap((mu) => widths.flatMap((sigma) => [3, 5].flatMap((M) => inFig3(M, mu, sigma)))),
];

export const fig5: TrialRecord[] = [1, 2, 3, 4].flatMap((M) => [
  ...around(
    { experiment: 'fig5-covers', method: 'mcover', params: { M, S: 10, kernel: ring(2, 1.5) } },
    0.2 - M / 50,
  ),
  ...around(
    { experiment: 'fig5-covers', method: 'mcover', params: { M, S: 10, kernel: { kind: 'uniform' } } },
    0.2,
  ),
]);
