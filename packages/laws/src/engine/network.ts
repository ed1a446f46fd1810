import { type CoverLoss, gaussian, type Kernel, type MlpProblem, type Points, stream } from '@mcover/core';
import {
  type Activation,
  identityMixers,
  initialMlp,
  type MixedCoupling,
  type Mixing,
  mlpMixers,
  points,
} from '@mcover/core/internals';

export const activations: readonly Activation[] = ['relu', 'tanh', 'sign'];
export const losses: readonly CoverLoss[] = ['sum', 'mean'];

const ring: Kernel = { kind: 'directed-ring', mu: 1, sigma: 0.8 };

interface Routing {
  readonly kernel: Kernel;
  readonly G: number;
  readonly mixing: Mixing;
  readonly S: number;
}

/** One of every kind of mixing, by name. */
const mixed = {
  empirical: { kernel: ring, G: 3, mixing: 'empirical', S: 4 },
  marginal: { kernel: ring, G: 2, mixing: 'marginal', S: 1 },
  exact: { kernel: ring, G: 4, mixing: 'exact', S: 1 },
  uniform: { kernel: { kind: 'uniform' }, G: 1, mixing: 'exact', S: 1 },
} satisfies Record<string, Routing>;

/** How the covers of a network are routed. */
export type RoutingName = keyof typeof mixed | 'none';

/** Every kind of mixing, and none. */
export const routings: readonly RoutingName[] = ['empirical', 'marginal', 'exact', 'uniform', 'none'];

export interface NetworkSizes {
  readonly widths: readonly number[];
  readonly M: number;
  readonly B: number;
  /** Patterns; as many as a batch without it. */
  readonly P?: number;
  readonly activation?: Activation;
  readonly loss?: CoverLoss;
  readonly routing?: RoutingName;
  readonly trial?: number;
}

/** A network on Gaussian patterns of random classes, whose covers are well apart. */
export function networkOf(sizes: NetworkSizes): MlpProblem {
  const { widths, M, B, P = B, activation = 'relu', loss = 'sum', routing = 'none', trial = 0 } = sizes;
  const patterns = classesOf(widths[0], P, widths[widths.length - 1], trial);
  const seed = { root: 31, trial };
  // As `mlpProblem` makes it, but of more blocks than a narrow layer has inputs as well.
  const mixers = mlpMixers(widths, coupledBy(routing, M), seed);
  const weights = initialMlp({ widths, M, noise: 0.4 }, seed);
  return { widths, activation, loss, M, B, mixers, patterns, weights };
}

/** A coupling of M covers, and how their block messages are mixed. */
function coupledBy(routing: RoutingName, M: number): MixedCoupling {
  if (routing === 'none') return { coupling: { kind: 'alone', M } };
  const { kernel, S, ...mixing } = mixed[routing];
  return { coupling: { kind: 'routing', M, S, kernel }, ...mixing };
}

/** Random real patterns of random classes. */
export function classesOf(N: number, P: number, count: number, trial = 0): Points {
  const random = stream({ root: 31, trial }, 'test patterns', { N, P });
  const x = Float32Array.from({ length: N * P }, () => gaussian(random));
  return points({ N, P, x, labels: Uint8Array.from({ length: P }, () => random.next() % count) });
}

/** The same network with its one cover a. */
export function oneNetwork(problem: MlpProblem, a: number): MlpProblem {
  const size = problem.weights.length / problem.M;
  const weights = problem.weights.slice(a * size, (a + 1) * size);
  return { ...problem, M: 1, mixers: identityMixers(problem.widths, 1), weights };
}
