import { type CoverLoss, gaussian, type Kernel, type MlpProblem, type Points, stream } from '@mcover/core';
import { type Activation, identityMixers, type Mixing, mlpProblem, points } from '@mcover/core/internals';

export const activations: Activation[] = ['relu', 'tanh', 'sign'];
export const losses: CoverLoss[] = ['sum', 'mean'];

const ring: Kernel = { kind: 'directed-ring', mu: 1, sigma: 0.8 };

interface Routing {
  kernel?: Kernel;
  G?: number;
  mixing?: Mixing;
  S?: number;
}

/** One of every kind of mixing; `none` is the identity. */
export const routings: Record<string, Routing> = {
  empirical: { kernel: ring, G: 3, mixing: 'empirical', S: 4 },
  marginal: { kernel: ring, G: 2, mixing: 'marginal' },
  exact: { kernel: ring, G: 4, mixing: 'exact' },
  uniform: { kernel: { kind: 'uniform' }, G: 1, mixing: 'exact' },
  none: {},
};

export interface Sizes {
  widths: number[];
  M: number;
  B: number;
  /** Patterns; as many as a batch without it. */
  P?: number;
  activation?: Activation;
  loss?: CoverLoss;
  routing?: keyof typeof routings;
  trial?: number;
}

/** A network on Gaussian patterns of random classes, whose covers are well apart. */
export function network(sizes: Sizes): MlpProblem {
  const { widths, M, B, P = B, activation = 'relu', loss = 'sum', routing = 'none', trial = 0 } = sizes;
  const patterns = classes(widths[0], P, widths[widths.length - 1], trial);
  const params = { widths, M, B, activation, loss, epochs: 1, rate: 0.1, momentum: 0.9, noise: 0.4 };
  return mlpProblem({ ...params, ...routings[routing] }, patterns, { root: 31, trial });
}

/** Random real patterns of random classes. */
export function classes(N: number, P: number, count: number, trial = 0): Points {
  const random = stream({ root: 31, trial }, 'test patterns', { N, P });
  const x = Float32Array.from({ length: N * P }, () => gaussian(random));
  return points({ N, P, x, labels: Uint8Array.from({ length: P }, () => random.next() % count) });
}

/** B of P patterns, out of order. */
export function batchOf(P: number, B: number, first = 0): Int32Array {
  return Int32Array.from({ length: B }, (_, b) => (P - 1 - b + first) % P);
}

/** The same network with its one cover a. */
export function coverOf(problem: MlpProblem, a: number): MlpProblem {
  const size = problem.weights.length / problem.M;
  const weights = problem.weights.slice(a * size, (a + 1) * size);
  return { ...problem, M: 1, mixers: identityMixers(problem.widths, 1), weights };
}
