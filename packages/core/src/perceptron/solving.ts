import { collapse } from '../cover/collapse.ts';
import { numbersOf, overlaps } from '../learning/annealing.ts';
import { onceAStep } from '../learning/once.ts';
import { type LocalRunning, type Observation, type Tensors, type TrialResult, tensorOf } from '../trial.ts';

/** A learner of a perceptron that is no annealing: it goes on until it has what it looks for, or gives up. */
export interface Solver {
  /** One iteration or epoch. Gives whether nothing is left to do. */
  advance(): boolean;
  /** The weights of all covers as the readout takes them now, one cover after the other. A copy. */
  weights(): Int8Array | Float64Array;
  /** What is seen of it beside the readout. */
  observe(): Observation;
  /** All that it takes to go on from here. A copy. */
  snapshot(): Tensors;
}

/** How the run of a solver is bounded, and how its end is read. */
export interface Solving<Result extends TrialResult> {
  /** Most iterations or epochs. */
  readonly steps: number;
  /** Number of weights of a cover, and of covers. */
  readonly N: number;
  readonly M: number;
  /** Readout of the collapsed weights W_q = Σ_a w_q^{(a)}. */
  read(W: Float64Array): Result;
  /** The snapshot that the solver was begun from. */
  readonly from?: Tensors | undefined;
}

/**
 * A solver as a running trial, an iteration or an epoch a step. Its result also has how many of them it took
 * (`iterations`). It observes what the solver shows, the overlaps of covers where there are several, and the numbers of
 * the readout.
 *
 * @example
 * // Counts to three.
 * let n = 0;
 * const solver = {
 *   advance: () => ++n === 3,
 *   weights: () => Float64Array.of(n),
 *   ...{ observe: () => ({}), snapshot: () => ({}) },
 * };
 * finish(solving(solver, { steps: 10, N: 1, M: 1, read: ([n]) => ({ n }) })); // { n: 3, iterations: 3 }
 */
export function solving<Result extends TrialResult>(
  solver: Solver,
  { steps, N, M, read, from }: Solving<Result>,
): LocalRunning<Result & { iterations: number }> {
  let [step, ended] = from ? tensorOf(from, 'progress', 2, Float64Array) : [0, 0];
  const result = onceAStep((iterations) => ({ ...read(collapse(solver.weights(), M)), iterations }));
  const isDone = () => ended === 1 || step === steps;
  return {
    steps,
    get step() {
      return step;
    },
    get done() {
      return isDone();
    },
    advance() {
      if (isDone()) return;
      ended = Number(solver.advance());
      step++;
    },
    observe: () => ({
      ...solver.observe(),
      ...overlaps(solver.weights(), N, M),
      ...numbersOf(result(step)),
    }),
    tensors() {
      const weights = solver.weights();
      const shape = [N];
      return {
        covers: { shape: [M, ...shape], data: weights },
        collapsed: { shape, data: collapse(weights, M) },
      };
    },
    snapshot: () => ({
      ...solver.snapshot(),
      progress: { shape: [2], data: Float64Array.of(step, ended) },
    }),
    result: () => result(step),
  };
}
