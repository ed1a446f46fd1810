import {
  ampSolver,
  bankOf,
  couplingOf,
  gauge,
  gaussian,
  initialSpins,
  type LocalRunning,
  type PerceptronReadout,
  readout,
  reinforcedSolver,
  type Seed,
  type Solver,
  sbpiSolver,
  solving,
  straightThroughSolver,
  stream,
  type TeacherStudent,
  type Tensors,
} from '@mcover/core';
import { closed } from '@mcover/record';
import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';
import type { SolverMethod } from './annealed.ts';
import { type Coupled, covers, destinations, kernel } from './coupling.ts';

/*
 * What one would run on a binary perceptron instead of annealing it: message passing, SBPI, and descent with the
 * straight-through estimator; the last two in covers as well.
 */

const most = (what: string, by: number) =>
  Type.Integer({
    minimum: 1,
    maximum: 1e6,
    default: by,
    description: `most ${what}`,
    symbol: what,
    tacit: true,
  });

const tolerance = Type.Number({
  minimum: 0,
  default: 1e-6,
  description: 'mean change of a message below which they have settled',
  symbol: 'tolerance',
  tacit: true,
});

const amp = {
  iterations: most('iterations', 500),
  tolerance,
  damping: Type.Number({
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0,
    description: 'share of the old messages that is kept',
    symbol: 'damping',
    tacit: true,
  }),
};

const rbp = {
  iterations: most('iterations', 3000),
  tolerance,
  reinforcement: Type.Number({
    minimum: 0,
    maximum: 1,
    default: 0.003,
    description: 'growth δ of the memory, 1 − r ← (1 − r)(1 − δ)',
    symbol: 'δ',
    tacit: true,
  }),
};

const sbpi = {
  epochs: most('epochs', 2000),
  metaplastic: Type.Number({
    minimum: 0,
    maximum: 1,
    default: 0.3333,
    description: 'consolidating steps κ for each margin that asks for one; 0 repairs contradictions alone',
    symbol: 'κ',
    tacit: true,
  }),
};

const ste = {
  B: Type.Integer({ minimum: 1, default: 100, description: 'patterns of a batch', symbol: 'B', tacit: true }),
  epochs: most('epochs', 1000),
  rate: Type.Number({
    exclusiveMinimum: 0,
    default: 0.3,
    description: 'learning rate η',
    symbol: 'η',
    tacit: true,
    logarithmic: true,
  }),
  sharpness: Type.Number({
    exclusiveMinimum: 0,
    default: 1,
    description: 'sharpness γ of the loss ln(1 + exp(−2γx))/2γ',
    symbol: 'sharpness',
    tacit: true,
  }),
  clip: Type.Number({
    exclusiveMinimum: 0,
    default: 1,
    description: 'bound of the latent weights',
    symbol: 'clip',
    tacit: true,
  }),
  start: Type.Number({
    minimum: 0,
    default: 0.1,
    description: 'standard deviation of the latent weights at first',
    symbol: 'start',
    tacit: true,
  }),
};

const lifted = { M: covers(), S: destinations(), kernel: kernel() };

/** Parameters of every solver: those of its task. */
interface Sized {
  readonly N: number;
  readonly alpha: number;
}

type Of<P extends TProperties> = Static<TObject<P>> & Sized & Coupled;

/** How a solver is begun: its steps, and the learner itself. */
type Begin<P extends TProperties> = (
  params: Of<P>,
  patterns: TeacherStudent & { readonly G: Int8Array },
  seed: Seed,
  from?: Tensors,
) => Solver;

const bankFor = ({ N, M, S, kernel }: Sized & Coupled, seed: Seed) =>
  bankOf(couplingOf({ M, S, kernel }), N, seed);

/** Results of a solver say how many iterations or epochs it took. */
export type SolverResult = PerceptronReadout & { iterations?: number };

export type PerceptronSolvers = Record<string, SolverMethod<TeacherStudent, SolverResult>>;

/**
 * Perceptrons to be solved, as methods beside the annealings.
 *
 * @param base parameters of the task.
 */
export function perceptronSolvers(base: TProperties): PerceptronSolvers {
  /** `seconds` of a step for each product of a pattern with a weight, and how many steps there mostly are. */
  const method = <P extends TProperties>(
    label: string,
    own: P,
    steps: (params: Of<P>) => number,
    cost: { usual: number; product: number },
    begin: Begin<P>,
    lifts?: string,
  ): SolverMethod<TeacherStudent, SolverResult> => ({
    label,
    solver: true,
    ...(lifts && { lifts }),
    params: Type.Object({ ...base, ...own }, closed),
    seconds(given) {
      const params = given as Of<P>;
      const { N, alpha, M = 1, S = 1 } = params;
      return (Math.min(steps(params), cost.usual) * N * alpha * N * M * S * cost.product) / 1e9;
    },
    begin({ params: given, seed }, task, from): LocalRunning<SolverResult> {
      const params = given as Of<P>;
      const { N, M = 1 } = params;
      const solver = begin(params, { ...task, G: gauge(task.x, task.y) }, seed, from);
      return solving(solver, { steps: steps(params), N, M, read: (W) => readout(W, task), from });
    },
  });
  const iterations = ({ iterations }: { readonly iterations: number }) => iterations;
  const epochs = ({ epochs }: { readonly epochs: number }) => epochs;

  const beginSbpi: Begin<typeof sbpi> = (params, patterns, seed, from) => {
    const { N, metaplastic } = params;
    const bank = bankFor(params, seed);
    const { M } = bank;
    const setup = {
      ...{ bank, metaplastic, start: initialSpins(N, M, seed) },
      random: stream(seed, 'sbpi', { N, M }),
      channels: stream(seed, 'sbpi channels', { N, M }),
    };
    return sbpiSolver(patterns, setup, from);
  };

  const beginSte: Begin<typeof ste> = (params, patterns, seed, from) => {
    const { N, B, rate, sharpness, clip, start: deviation } = params;
    const { P } = patterns;
    const bank = bankFor(params, seed);
    const start = new Float64Array(N * bank.M);
    for (let a = 0; a < bank.M; a++) {
      const random = stream(seed, 'ste start', { N, cover: a });
      for (let q = 0; q < N; q++) start[a * N + q] = deviation * gaussian(random);
    }
    const setup = {
      ...{ bank, B, rate, sharpness, clip, start },
      random: stream(seed, 'batches', { P, B }),
    };
    return straightThroughSolver(patterns, setup, from);
  };

  return {
    amp: method('AMP', amp, iterations, { usual: 60, product: 2 }, (params, patterns, _, from) =>
      ampSolver(patterns, params, from),
    ),
    rbp: method('reinforced BP', rbp, iterations, { usual: 500, product: 2 }, (params, patterns, _, from) =>
      reinforcedSolver(patterns, params, from),
    ),
    sbpi: method('SBPI', sbpi, epochs, { usual: 1500, product: 0.2 }, beginSbpi),
    ste: method('STE', ste, epochs, { usual: 1e6, product: 1.2 }, beginSte),
    'sbpi-cover': method(
      'SBPI in covers',
      { ...sbpi, ...lifted },
      epochs,
      { usual: 1500, product: 0.2 },
      beginSbpi,
      'sbpi',
    ),
    'ste-cover': method(
      'STE in covers',
      { ...ste, ...lifted },
      epochs,
      { usual: 1e6, product: 1.2 },
      beginSte,
      'ste',
    ),
  };
}
