import { sealRecord, type TrialRecord, type TrialSpec } from '@mcover/record';

/** Records of committee machines as the harness writes them, made up. Parameters have their defaults. */

const provenance = {
  engine: 'wasm',
  runtime: 'node 20.20.2',
  commit: '0123abc',
  platform: 'linux x64, Some CPU',
  durationMs: 900,
};

export const fashion: TrialSpec['data'] = { name: 'fashion-mnist', sha256: 'ab12'.repeat(16) } as object as {
  name: string;
};
export const manifold: TrialSpec['data'] = {
  name: 'hidden-manifold',
  D: 50,
  test: 2000,
  insteadOf: 'fashion-mnist',
} as object as { name: string };

const shape = { N: 784, P: 500, classes: [3, 4], K: 9 };
const training = { ...shape, B: 100, epochs: 300, rate: 0.01, beta: 1, gamma: 1, growth: 1.02 };
const schedule = { from: 0.4, to: 0.01, step: 1e-4 };
const annealing = { ...shape, cost: 'linear', schedule, sweeps: 1 };
const routing = { M: 4, S: 10, kernel: { kind: 'uniform' } };

/** Parameters of each method, of which a trial changes some. */
const defaults: Record<string, Record<string, object>> = {
  committee: {
    sgd: { ...training, minLoss: 1e-7 },
    rsgd: { ...training, minLoss: 1e-7, M: 4, attraction: 0.3, attractionGrowth: 1.05 },
    mcover: { ...training, minLoss: 0, ...routing },
    independent: { ...training, minLoss: 0, M: 4 },
  },
  'binary-committee': {
    vanilla: annealing,
    rsa: { ...annealing, M: 4, gamma: 1 },
    mcover: { ...annealing, ...routing },
  },
};

export const uniform = { kind: 'uniform' };
export const tuned = { rate: 0.1, growth: 1.01 };

export interface Made {
  experiment?: string;
  model?: 'committee' | 'binary-committee';
  method: string;
  params?: Record<string, unknown>;
  data?: TrialSpec['data'];
  arithmetic?: 'f32' | 'f64';
}

/** One trial a test error, with seeds 0, 1, … */
export function trials(made: Made, errors: readonly number[]): TrialRecord[] {
  const { experiment = 'table3-committee', model = 'committee', method, data = fashion } = made;
  return errors.map((testError, trial) => {
    const spec: TrialSpec = {
      model,
      method,
      data,
      params: { ...defaults[model][method], ...made.params },
      seed: { root: 1, trial },
      ...(model === 'committee' && { arithmetic: made.arithmetic ?? 'f32' }),
    };
    const epochs = model === 'committee' ? { epochs: 100 + trial } : {};
    return sealRecord(experiment, spec, { result: { testError, trainError: 0.002, ...epochs } }, provenance);
  });
}

/** What the ten trials of every method have in common, being of the same subsets, and what they have not. */
const subsets = [-12, -8, -6, -2, 0, 1, 3, 6, 8, 10];
const noise = [1, -2, 0, 2, -1, 0, 1, -1, -2, 2];

/** Ten errors of the mean `center`; methods of other phases differ by noise of ±.002 around their difference. */
export function errorsAround(center: number, phase = 0): number[] {
  return subsets.map((subset, i) => center + (subset + noise[(i + phase) % 10]) / 2000);
}

interface Means {
  sgd: number;
  rsgd: number;
  mcover: number;
  independent: number;
  tuned: number;
}

export const asPrototype: Means = {
  sgd: 0.079,
  rsgd: 0.0723,
  mcover: 0.0627,
  independent: 0.0706,
  tuned: 0.0627,
};

/** The rows of Table 3's committee column with both controls. */
export function table3Committee(means: Partial<Means> = {}, data = fashion): TrialRecord[] {
  const of = { ...asPrototype, ...means };
  return [
    ...trials({ method: 'sgd', data }, errorsAround(of.sgd)),
    ...trials({ method: 'rsgd', data }, errorsAround(of.rsgd, 3)),
    ...trials({ method: 'mcover', data, params: { kernel: uniform } }, errorsAround(of.mcover, 5)),
    ...trials({ method: 'independent', data }, errorsAround(of.independent, 7)),
    ...trials({ method: 'sgd', params: tuned, data }, errorsAround(of.tuned, 8)),
  ];
}

const inFig4 = (M: number, kind: string, sigma: number) =>
  trials(
    { experiment: 'fig4-committee-kernel', method: 'mcover', params: { M, kernel: { kind, mu: 1, sigma } } },
    errorsAround(0.08 - M / 300 - (M > 1 ? sigma / 1000 : 0), M),
  );

/** M = 4 by σ for both rings, and one cover, which is the same whatever the kernel. */
export const fig4: TrialRecord[] = [
  ...inFig4(1, 'directed-ring', 0.3),
  ...['directed-ring', 'wrapped-ring'].flatMap((kind) =>
    [0.3, 1, 3].flatMap((sigma) => inFig4(4, kind, sigma)),
  ),
];
