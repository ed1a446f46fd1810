import {
  bankOf,
  couplingOf,
  gauge,
  gaussian,
  initialSpins,
  type PerceptronReadout,
  readout,
  type Seed,
  stream,
  type TeacherStudent,
  type Tensors,
} from '@mcover/core';
import {
  ampSolver,
  reinforcedSolver,
  type Solver,
  sbpiSolver,
  solving,
  straightThroughSolver,
} from '@mcover/core/internals';
import { closed, type Observed, type Static, type TObject, type TProperties, Type } from '@mcover/record';
import type { SolverMethod } from './annealing-methods.ts';
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
    label: `most ${what}`,
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
  B: Type.Integer({
    minimum: 1,
    default: 100,
    description: 'patterns of a batch',
    symbol: 'B',
    label: 'batch size B',
    tacit: true,
  }),
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

const routed = { M: covers(), S: destinations(), kernel: kernel() };

/** What all of them know: their task, and with `routed` their covers. */
interface Sized extends Coupled {
  readonly N: number;
  readonly alpha: number;
}

type Patterns = TeacherStudent & { readonly G: Int8Array };

/** A solver, by the parameters of its own. */
interface Definition<P extends TProperties, Params = Static<TObject<P>> & Sized> {
  readonly label: string;
  readonly params: P;
  readonly observed: readonly Observed[];
  /** Most iterations or epochs. */
  steps(params: Params): number;
  /** Nanoseconds of a trial for each product of a pattern with a weight. */
  nanoseconds(params: Params): number;
  /** Visits of an iteration or epoch to each product of a pattern with a weight. */
  visits(params: Params): number;
  begin(patterns: Patterns, params: Params, seed: Seed, from?: Tensors): Solver;
}

/** Results of a solver say how many iterations or epochs it took. */
export type SolverResult = PerceptronReadout & { iterations?: number };

const selfOverlap: Observed = { key: 'selfOverlap', label: 'overlap q of the means with themselves' };

const ampDefinition: Definition<typeof amp> = {
  label: 'AMP',
  params: amp,
  observed: [selfOverlap],
  steps: ({ iterations }) => iterations,
  nanoseconds: ({ iterations }) => 30 + 0.8 * Math.min(iterations, 60),
  // There and back.
  visits: () => 2,
  begin: (patterns, params, _, from) => ampSolver(patterns, params, from),
};

const rbpDefinition: Definition<typeof rbp> = {
  label: 'reinforced BP',
  params: rbp,
  observed: [selfOverlap, { key: 'memory', label: 'memory r of the fields' }],
  steps: ({ iterations }) => iterations,
  nanoseconds: ({ iterations }) => 30 + Math.min(iterations, 500),
  visits: () => 2,
  begin: (patterns, params, _, from) => reinforcedSolver(patterns, params, from),
};

const bankFor = ({ N, M, S, kernel }: Sized, seed: Seed) => bankOf(couplingOf({ M, S, kernel }), N, seed);

const sbpiDefinition: Definition<typeof sbpi> = {
  label: 'SBPI',
  params: sbpi,
  observed: [{ key: 'errors', label: 'share of contradicted margins in the epoch', logarithmic: true }],
  steps: ({ epochs }) => epochs,
  // Most trials end sooner.
  nanoseconds: ({ epochs, M = 1 }) => 30 + 0.3 * Math.min(epochs, 1500) * M,
  // Each cover sees a pattern through one channel.
  visits: ({ M = 1 }) => M,
  begin(patterns, params, seed, from) {
    const bank = bankFor(params, seed);
    const { N, M } = bank;
    const setup = {
      ...{ bank, metaplastic: params.metaplastic, start: initialSpins(N, M, seed) },
      random: stream(seed, 'sbpi', { N, M }),
      channels: stream(seed, 'sbpi channels', { N, M }),
    };
    return sbpiSolver(patterns, setup, from);
  },
};

const steDefinition: Definition<typeof ste> = {
  label: 'STE',
  params: ste,
  observed: [{ key: 'latent', label: 'mean length of the latent weights' }],
  steps: ({ epochs }) => epochs,
  nanoseconds: ({ epochs, M = 1, S = 1 }) => 30 + 1.2 * epochs * M * S,
  visits: ({ M = 1, S = 1 }) => M * S,
  begin(patterns, { start: deviation, ...params }, seed, from) {
    const { B } = params;
    const bank = bankFor(params, seed);
    const { N, M } = bank;
    const start = new Float64Array(N * M);
    for (let a = 0; a < M; a++) {
      const random = stream(seed, 'ste start', { N, cover: a });
      for (let q = 0; q < N; q++) start[a * N + q] = deviation * gaussian(random);
    }
    const random = stream(seed, 'batches', { P: patterns.P, B });
    return straightThroughSolver(patterns, { ...params, bank, start, random }, from);
  },
};

/**
 * Solvers of the perceptron, as methods beside the annealings.
 *
 * @param task parameters of the task.
 */
export function perceptronSolvers(
  task: TProperties,
): Record<string, SolverMethod<TeacherStudent, SolverResult>> {
  const method = <P extends TProperties>(
    definition: Definition<P>,
  ): SolverMethod<TeacherStudent, SolverResult> => {
    type Params = Static<TObject<P>> & Sized;
    return {
      label: definition.label,
      solver: true,
      observed: definition.observed,
      params: Type.Object({ ...task, ...definition.params }, closed),
      seconds(given) {
        const params = given as Params;
        return (definition.nanoseconds(params) * params.N * params.alpha * params.N) / 1e9;
      },
      visits: (params) => definition.visits(params as Params),
      begin({ params: given, seed }, data, from) {
        const params = given as Params;
        const { N, M = 1 } = params;
        const solver = definition.begin({ ...data, G: gauge(data.x, data.y) }, params, seed, from);
        return solving(solver, {
          steps: definition.steps(params),
          N,
          M,
          read: (W) => readout(W, data),
          from,
        });
      },
    };
  };
  const inCovers = <P extends TProperties>(lifts: string, definition: Definition<P>) => ({
    ...method<P>({ ...definition, params: { ...definition.params, ...routed } }),
    label: `${definition.label} in covers`,
    lifts,
  });
  return {
    amp: method(ampDefinition),
    rbp: method(rbpDefinition),
    sbpi: method(sbpiDefinition),
    ste: method(steDefinition),
    'sbpi-cover': inCovers('sbpi', sbpiDefinition),
    'ste-cover': inCovers('ste', steDefinition),
  };
}
