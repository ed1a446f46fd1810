import {
  type Annealer,
  type AnnealerSnapshot,
  type AnnealingProblem,
  annealing,
  bankOf,
  type Coupling,
  coverOf,
  glauber,
  InputError,
  initialSpins,
  type Loaded,
  type PlainState,
  type Rows,
  type Seed,
  stream,
  type TrialResult,
} from '@mcover/core';
import {
  annealerFrom,
  attractionOf,
  checkCoupling,
  checkWhole,
  temperatureCount,
} from '@mcover/core/internals';
import type { Static, Theory, TObject, TProperties, TSchema } from '@mcover/record';
import {
  type AnnealingParams,
  type CouplingDefaults,
  couplingOfAnnealing,
  methodsOf,
  type SolverMethod,
} from './annealing-methods.ts';
import { defineModel, refuseWithout } from './define.ts';
import type { Classes, Model, Setting, Trial } from './model.ts';
import { seenOfAnnealing } from './observed.ts';
import type { Layout } from './weights.ts';

/** Patterns, and what is made of them. */
export interface Base {
  /** Size of a whole unit of energy: costs are whole multiples of it. */
  readonly unit: number;
  /** The base model at some weights ±1, which it may keep. */
  state(weights: Int8Array): PlainState;
}

/** A model of weights ±1 as its author writes it: the base model only, which is then annealed in covers. */
export interface AnnealedDefinition<
  P extends TProperties,
  Data extends TSchema,
  Task,
  Result extends TrialResult,
  Params = Static<TObject<P>> & AnnealingParams,
> {
  readonly name: string;
  /** Parameters of the base model, with defaults. */
  readonly params: P;
  readonly data: Data;
  readonly result: TObject;
  readonly coupling?: CouplingDefaults;
  /** Number of weights. */
  weights(params: Params): number;
  /** Number of patterns that a flip is weighed on, for models that have some. */
  patterns?(params: Params): number;
  /** Further faults. @throws InputError */
  check?(trial: Trial<Params, Static<Data>>, coupling: Coupling, engine: string): void;
  /** What a trial learns from; `loaded` is what was read of the files that it names. */
  task(trial: Trial<Params, Static<Data>>, loaded: Loaded | undefined): Task;
  /** As `Model.complete`. */
  readonly complete?: NonNullable<Model['complete']>;
  base(task: Task, params: Params): Base;
  /** Readout of the collapsed weights, of which W has the sums over covers; of the annealer that has them, if one is here. */
  read(W: Float64Array, task: Task, params: Params, annealer?: Annealer): Result;
  /** As `Model.contradiction`. */
  contradiction?(trial: Trial<Params, Static<Data>>, result: Result): string | undefined;
  /** Names and shapes of the weights in a file; `weight` of one index without it. */
  layout?(params: Params): Layout;
  /** Classes that such weights give to patterns. */
  classes?(W: Float64Array, patterns: Rows, params: Params): Classes;
  /** Nanoseconds of an engine to draw and decide a proposal, and to weigh a flip of the base model. */
  pace?(params: Params, engine: string): { proposal: number; flip: number };
  /** Seconds of one look at a running trial, on the first of its engines; those of a temperature without it. */
  glance?(trial: Trial<Params, Static<Data>>): number;
  /** Seconds to make the task. */
  taskSeconds?(trial: Trial<Params, Static<Data>>): number;
  /** Engines with a program of their own for it, the best first, and the problem that they anneal. */
  readonly engines?: readonly string[];
  /** Learners of its own beside annealing, by the names of their methods. */
  readonly solvers?: Readonly<Record<string, SolverMethod<Task, Result>>>;
  problem?(task: Task, params: Params, coupling: Coupling, seed: Seed): AnnealingProblem;
  readonly theory?: readonly Theory[];
}

/**
 * Makes a model of a base model of weights ±1: its M-cover (Eq. 5–7), replicated and vanilla annealing, by Glauber's
 * rule or one of the caller's own.
 *
 * @example
 * // Free spins in a field: E is the number of those that are down.
 * const field = annealed({
 *   name: 'field',
 *   params: { N: Type.Integer({ minimum: 1, default: 8 }) },
 *   data: Type.Object({}),
 *   result: Type.Object({ up: Type.Number({ label: 'spins up', better: 'higher' }) }),
 *   coupling: { M: 3, kernel: { kind: 'uniform' } },
 *   weights: ({ N }) => N,
 *   task: () => ({}),
 *   base: () => ({
 *     unit: 1,
 *     state: (w) => ({
 *       delta: (q) => w[q],
 *       flip(q) {
 *         w[q] = -w[q];
 *       },
 *       energy: () => w.filter((spin) => spin < 0).length,
 *     }),
 *   }),
 *   read: (W) => ({ up: W.filter((w) => w > 0).length }),
 * });
 * const cold = { schedule: { from: 1, to: 0.05, step: 0.05 } };
 * runOn(field, cold, {}, { root: 1, trial: 0 }, referenceEngine); // { up: 8 }
 * runOn(field, { ...cold, S: 4 }, {}, { root: 1, trial: 0 }, referenceEngine); // { up: 8 }
 *
 * @throws InputError where the definition lacks something.
 */
export function annealed<P extends TProperties, Data extends TSchema, Task, Result extends TrialResult>(
  definition: AnnealedDefinition<P, Data, Task, Result>,
): Model<Task, Result> {
  const { engines = [], problem, classes, patterns, solvers = {}, ...parts } = definition;
  const { layout = (params) => [{ name: 'weight', shape: [definition.weights(params)] }] } = definition;
  refuseWithout(definition, ['weights', 'task', 'base', 'read']);
  type Params = Static<TObject<P>> & AnnealingParams;
  const { pace = () => ({ proposal: 120, flip: 1000 }), taskSeconds = () => 0 } = definition;

  // What two of them show, such as one alone and in covers, is told once.
  const seen = Object.values(solvers).flatMap(({ observed }) =>
    observed.map((one) => [one.key, one] as const),
  );
  const seenOfSolvers = [...new Map(seen).values()];
  // A sweep proposes N·M flips, each of which is one of S base models.
  const flipsOf = (params: Params) => {
    const { schedule, sweeps, M = 1, S = 1 } = params;
    const proposals = temperatureCount(schedule) * sweeps * definition.weights(params) * M;
    return { proposals, each: M === 1 ? 1 : S };
  };
  const solverOf = ({ method }: Setting<Params>) =>
    Object.hasOwn(solvers, method) ? solvers[method] : undefined;

  /** The reference of every engine: the base model in covers, under Glauber's or another rule. */
  const plain = (
    task: Task,
    params: Params,
    coupling: Coupling,
    seed: Seed,
    from?: AnnealerSnapshot,
  ): Annealer => {
    const N = definition.weights(params);
    const { M } = coupling;
    const { unit, state } = definition.base(task, params);
    const bank = bankOf(coupling, N, seed);
    const cover = coverOf(bank, from?.weights ?? initialSpins(N, M, seed), state);
    refuseUnfit(definition.name, unit, cover.contexts[0]);
    const random = from?.random ?? stream(seed, 'annealing', { N, M });
    const { anneal = undefined, kind } = params.rule ?? { anneal: glauber, kind: 'glauber' };
    if (!anneal) throw new InputError('rule/kind', `"${kind}" is no rule for weights ±1`);
    return anneal({ state: cover, bank, unit, gamma: attractionOf(coupling), random, order: from?.order });
  };

  return defineModel<Params, Data, Task, Result>({
    ...parts,
    methods: methodsOf(definition.params, definition.coupling ?? {}, solvers),
    engines: [...engines, 'reference'],
    observed: seenOfAnnealing(definition.result, seenOfSolvers),
    check(trial, engine) {
      const coupling = couplingOfAnnealing(trial.params);
      const N = definition.weights(trial.params);
      checkWhole('weights', N);
      checkCoupling(coupling, N);
      if (!solverOf(trial)) temperatureCount(trial.params.schedule);
      definition.check?.(trial, coupling, engine);
    },
    seconds(trial, engine) {
      const solver = solverOf(trial);
      if (solver) return taskSeconds(trial) + solver.seconds(trial.params);
      const { proposals, each } = flipsOf(trial.params);
      const { proposal, flip } = pace(trial.params, engine);
      return taskSeconds(trial) + (proposals * (proposal + each * flip)) / 1e9;
    },
    ...(patterns && {
      visits(trial, iterations) {
        const { params } = trial;
        const solver = solverOf(trial);
        if (solver) {
          const products = definition.weights(params) * patterns(params);
          return iterations && iterations * solver.visits(params) * products;
        }
        const { proposals, each } = flipsOf(params);
        return proposals * each * patterns(params);
      },
    }),
    begin(setting, task, engine, from) {
      const { params, seed } = setting;
      const solver = solverOf(setting);
      if (solver) return solver.begin(setting, task, from);
      const coupling = couplingOfAnnealing(params);
      const { M } = coupling;
      const N = definition.weights(params);
      checkCoupling(coupling, N);
      const own = problem && !params.rule;
      const stand = from && annealerFrom(from, N, M);
      const annealer = own
        ? engine.annealer({ ...problem(task, params, coupling, seed), ...stand })
        : plain(task, params, coupling, seed, stand);
      return annealing({
        annealer,
        N,
        M,
        from,
        schedule: params.schedule,
        sweeps: params.sweeps,
        read: (W) => definition.read(W, task, params, annealer),
      });
    },
    layout: ({ params }) => layout(params),
    judge: ({ params }, task, W) => definition.read(W, task, params),
    ...(classes && { classes: ({ params }, W, patterns) => classes(W, patterns, params) }),
    spins({ params }, task) {
      return { N: definition.weights(params), ...definition.base(task, params) };
    },
    ...(problem && {
      annealing: ({ params, seed }, task) => ({
        problem: problem(task, params, couplingOfAnnealing(params), seed),
        schedule: params.schedule,
        sweeps: params.sweeps,
        read: (W) => definition.read(W, task, params),
      }),
    }),
  });
}

/** What a base model in JavaScript may lack, seen on one copy of it. @throws InputError that names it. */
function refuseUnfit(name: string, unit: number, state: PlainState): void {
  if (!(unit > 0 && unit < Infinity))
    throw new InputError(
      'unit',
      `${unit} is no size of a unit of energy; the model ${name} needs one above 0`,
    );
  for (const key of ['delta', 'flip', 'energy'] as const) {
    if (typeof state?.[key] !== 'function')
      throw new InputError(key, `the state of the model ${name} lacks this function`);
  }
  const energy = state.energy();
  if (Number.isInteger(energy)) return;
  throw new InputError(
    'energy',
    `${energy} is no integer; the model ${name} counts in units, of size "unit"`,
  );
}
