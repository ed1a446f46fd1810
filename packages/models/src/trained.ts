import {
  bankOf,
  collapse,
  coverTrainer,
  descentOf,
  descentRule,
  InputError,
  type Loaded,
  type PatternGradient,
  type Random,
  type Rows,
  type Seed,
  stream,
  type TrialResult,
  training,
} from '@mcover/core';
import { checkCoupling, checkWhole, trainingFrom } from '@mcover/core/internals';
import type { Static, TObject, TProperties, TSchema } from '@mcover/record';
import { attraction, covers, destinations, kernel } from './coupling.ts';
import { defineModel, refuseWithout } from './define.ts';
import type { Classes, Model, Trial } from './model.ts';
import { seenOfTraining } from './observed.ts';
import { descentBy } from './rule.ts';
import {
  couplingOfDescent,
  type DescentParams,
  descentMethods,
  descentParams,
  refuseDiverging,
} from './training.ts';
import type { Layout } from './weights.ts';

/** A differentiable model as its author writes it: the base model only, which is then trained in covers. */
export interface TrainedDefinition<
  P extends TProperties,
  Data extends TSchema,
  Task,
  Result extends TrialResult,
  Params = Static<TObject<P>> & DescentParams,
> {
  readonly name: string;
  /** Parameters of the base model, with defaults. */
  readonly params: P;
  readonly data: Data;
  readonly result: TObject;
  /** Defaults of the descent; 100 patterns, 100 epochs and 0.1 without them. */
  readonly descent?: { readonly B: number; readonly epochs: number; readonly rate: number };
  /** Number of weights. */
  weights(params: Params, task: Task): number;
  /** Writes the initial weights of one cover; zeros without it. */
  initial?(weights: Float64Array, random: Random, params: Params): void;
  /** Further faults. @throws InputError */
  check?(trial: Trial<Params, Static<Data>>): void;
  /** What a trial learns from; `loaded` is what was read of the files that it names. */
  task(trial: Trial<Params, Static<Data>>, loaded: Loaded | undefined): Task;
  /** Number of training patterns. */
  patterns(task: Task): number;
  /** Loss of one pattern, and its gradient. */
  gradient(task: Task, params: Params): PatternGradient<{ readonly rate: number }>;
  /** Readout of the collapsed weights, of which W has the sums over M covers, after so many epochs. */
  read(W: Float64Array, task: Task, params: Params, after: { M: number; epochs: number }): Result;
  /** As `Model.contradiction`. */
  contradiction?(trial: Trial<Params, Static<Data>>, result: Result): string | undefined;
  /** Names and shapes of the weights in a file; `weight` of one index without it. */
  layout?(params: Params): Layout;
  /** Classes that such weights give to patterns. */
  classes?(W: Float64Array, patterns: Rows, params: Params): Classes;
  /** Seconds of an epoch in one context; a thousandth without it. */
  seconds?(params: Params): number;
}

/**
 * Makes a model of a differentiable base model: SGD, replicated SGD, its M-cover (Eq. 5–7) and independent copies, in
 * plain code and doubles, by gradient descent or a rule of the caller's own.
 *
 * @example
 * // The mean of three numbers.
 * const mean = trained({
 *   name: 'mean',
 *   params: {},
 *   data: Type.Object({}),
 *   result: Type.Object({ mean: Type.Number() }),
 *   descent: { B: 3, epochs: 40, rate: 0.5 },
 *   weights: () => 1,
 *   task: () => [1, 2, 6],
 *   patterns: (x) => x.length,
 *   gradient: (x) => ([w], mu, knobs, gradient) => {
 *     gradient[0] += w - x[mu];
 *     return (w - x[mu]) ** 2 / 2;
 *   },
 *   read: ([W], x, params, { M }) => ({ mean: Math.round((W / M) * 1e6) / 1e6 }),
 * });
 * runOn(mean, {}, [1, 2, 6], { root: 1, trial: 0 }, referenceEngine); // { mean: 3 }
 * runOn(mean, { M: 4, attraction: 0.3 }, [1, 2, 6], { root: 1, trial: 0 }, referenceEngine); // { mean: 3 }
 *
 * @throws InputError where the definition lacks something.
 */
export function trained<P extends TProperties, Data extends TSchema, Task, Result extends TrialResult>(
  definition: TrainedDefinition<P, Data, Task, Result>,
): Model<Task, Result> {
  refuseWithout(definition, ['weights', 'task', 'patterns', 'gradient', 'read']);
  type Params = Static<TObject<P>> & DescentParams;
  const {
    initial = () => {},
    seconds = () => 1e-3,
    descent = { B: 100, epochs: 100, rate: 0.1 },
    contradiction,
    layout,
    classes,
  } = definition;

  const base = { ...definition.params, ...descentParams(descent) };
  const M = covers(3);

  const initialCovers = (N: number, M: number, params: Params, seed: Seed): Float64Array => {
    const weights = new Float64Array(M * N);
    for (let a = 0; a < M; a++) {
      const random = stream(seed, `${definition.name} weights`, { N, cover: a });
      initial(weights.subarray(a * N, (a + 1) * N), random, params);
    }
    return weights;
  };

  return defineModel<Params, Data, Task, Result>({
    name: definition.name,
    data: definition.data,
    result: definition.result,
    observed: seenOfTraining(definition.result),
    methods: descentMethods({
      sgd: base,
      rsgd: { ...base, M, ...attraction },
      mcover: { ...base, M, S: destinations(), kernel: kernel({ kind: 'uniform' }) },
      independent: { ...base, M },
    }),
    engines: ['reference'],
    check: (trial) => definition.check?.(trial),
    seconds({ params }) {
      const { epochs, M = 1, S = 1 } = params;
      return epochs * M * (M === 1 ? 1 : S) * seconds(params);
    },
    task: (trial, loaded) => definition.task(trial, loaded),
    ...(contradiction && { contradiction }),
    begin({ params, seed }, task, _, from) {
      const { B, epochs, rate } = params;
      const coupling = couplingOfDescent(params);
      const { M } = coupling;
      const N = definition.weights(params, task);
      checkWhole('weights', N);
      checkCoupling(coupling, N);
      const P = definition.patterns(task);
      checkWhole('patterns', P);
      const rule = descentBy(params.rule, N * M) ?? descentRule;
      const stand = from && trainingFrom(from, N * M, P, rule.kept?.length);
      const trainer = coverTrainer({
        bank: bankOf(coupling, N, seed),
        weights: initialCovers(N, M, params, seed),
        gradient: definition.gradient(task, params),
        rule,
        ...stand?.trainer,
      });
      const knobs = { rate };
      const done = (loss: number) => refuseDiverging(loss, rate);
      const setup = { P, B, epochs, rate, coupling, knobs: () => knobs, done };
      const collapsed = (weights: Float64Array) => collapse(weights, M);
      const reading = {
        M,
        shape: [N],
        collapsed,
        read: (ran: number) =>
          definition.read(collapsed(trainer.weights()), task, params, { M, epochs: ran }),
      };
      return training(trainer, descentOf(setup, seed, stand?.batches), reading, from);
    },
    ...(layout && { layout: ({ params }) => layout(params) }),
    // All epochs are run, always.
    judge({ params }, task, W) {
      const N = definition.weights(params, task);
      if (W.length !== N) throw new InputError('weight', `${W.length} weights instead of ${N}`);
      const { M } = couplingOfDescent(params);
      return definition.read(W, task, params, { M, epochs: params.epochs });
    },
    ...(classes && { classes: ({ params }, W, patterns) => classes(W, patterns, params) }),
    reals({ params }, task) {
      const gradient = definition.gradient(task, params);
      return {
        N: definition.weights(params, task),
        P: definition.patterns(task),
        loss: (weights, mu, sum) => gradient(weights, mu, params, sum),
      };
    },
  });
}
