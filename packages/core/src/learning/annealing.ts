import { collapse } from '../cover/collapse.ts';
import type { Annealer, AnnealerSnapshot } from '../engine.ts';
import { checkWhole } from '../error.ts';
import { Xoshiro128 } from '../random/xoshiro.ts';
import {
  type LocalRunning,
  type Observation,
  orderFrom,
  stepFrom,
  type Tensors,
  type TrialResult,
  tensorOf,
} from '../trial.ts';
import { onceAStep } from './once.ts';
import { type Schedule, temperatures } from './schedule.ts';

/** An annealing to be run, and how its end is read. */
export interface AnnealingTrial<Result extends TrialResult> {
  readonly annealer: Annealer;
  /** Number of weights of a cover, and of covers. */
  readonly N: number;
  readonly M: number;
  readonly schedule: Schedule;
  /** Sweeps per temperature. */
  readonly sweeps: number;
  /** Readout of the collapsed weights W_q = Σ_a w_q^{(a)}. */
  read(W: Float64Array): Result;
  /** The snapshot that the annealer was begun from, of which the temperatures go on. */
  readonly from?: Tensors | undefined;
}

/**
 * Where the annealer of a snapshot stands, for M covers of N weights.
 *
 * @throws Error where the snapshot is no annealing's of this size.
 */
export function annealerFrom(from: Tensors, N: number, M: number): AnnealerSnapshot {
  const weights = tensorOf(from, 'weights', N * M, Int8Array);
  if (weights.some((spin) => Math.abs(spin) !== 1)) throw new Error('a weight of the snapshot is not ±1');
  return {
    weights,
    order: orderFrom(from, N * M, Uint32Array),
    random: new Xoshiro128(tensorOf(from, 'random', 4, Uint32Array)),
  };
}

/**
 * Annealing from the first temperature of a schedule to the last, a temperature a step, as a running trial.
 *
 * It observes T, the energy of a weight (`energy`, mean over covers), the share of the last temperature's proposals that
 * was accepted (`acceptance`), the mean and the least overlap w^a·w^b/N of two covers where there are several, and the
 * numbers of the readout.
 *
 * @example
 * // Eight free spins in a field: E is the number of those that are down.
 * const field = (w) => ({
 *   delta: (q) => w[q],
 *   flip(q) {
 *     w[q] = -w[q];
 *   },
 *   energy: () => w.filter((spin) => spin < 0).length,
 * });
 * const seed = { root: 1, trial: 0 };
 * const bank = identityBank(8, 1);
 * const state = coverOf(bank, initialSpins(8, 1, seed), field);
 * const annealer = glauber({ state, bank, unit: 1, gamma: 0, random: stream(seed, 'annealing') });
 * const trial = annealing({
 *   ...{ annealer, N: 8, M: 1, schedule: { from: 1, to: 0.05, step: 0.05 }, sweeps: 1 },
 *   read: (W) => ({ up: W.filter((w) => w > 0).length }),
 * });
 * finish(trial); // { up: 8 }
 *
 * @throws InputError when `sweeps` is not a whole number from 1, and as `temperatures`.
 */
export function annealing<Result extends TrialResult>(trial: AnnealingTrial<Result>): LocalRunning<Result> {
  const { annealer, N, M, sweeps } = trial;
  checkWhole('sweeps', sweeps);
  const each = temperatures(trial.schedule);
  let step = trial.from ? stepFrom(tensorOf(trial.from, 'step', 1, Float64Array)[0], each.length) : 0;
  let accepted: number | undefined;
  const read = onceAStep(() => trial.read(collapse(annealer.weights(), M)));
  return {
    steps: each.length,
    get step() {
      return step;
    },
    get done() {
      return step === each.length;
    },
    advance() {
      if (step === each.length) return;
      const T = each[step++];
      accepted = 0;
      for (let i = 0; i < sweeps; i++) accepted += annealer.sweep(T) ?? Number.NaN;
    },
    observe: () => ({
      T: each[Math.max(0, step - 1)],
      energy: annealer.energy() / (N * M),
      ...(accepted !== undefined && { acceptance: accepted / (sweeps * N * M) }),
      ...overlaps(annealer.weights(), N, M),
      ...numbersOf(read(step)),
    }),
    tensors() {
      const weights = annealer.weights();
      const shape = [N];
      return {
        covers: { shape: [M, ...shape], data: weights },
        collapsed: { shape, data: collapse(weights, M) },
      };
    },
    ...(annealer.snapshot && {
      snapshot() {
        const { weights, order, random } = annealer.snapshot!();
        return {
          weights: { shape: [M, N], data: weights },
          order: { shape: [M * N], data: order },
          random: { shape: [4], data: random.state },
          step: { shape: [1], data: Float64Array.of(step) },
        };
      },
    }),
    result: () => read(step),
  };
}

/** The numbers of a result, flags as 0 and 1. */
export function numbersOf(result: TrialResult): Observation {
  return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, Number(value)]));
}

/** Overlaps of pairs of covers. */
export function overlaps(weights: ArrayLike<number>, N: number, M: number): Observation {
  if (M === 1) return {};
  let sum = 0;
  let least = 1;
  for (let a = 0; a < M; a++) {
    for (let b = 0; b < a; b++) {
      let along = 0;
      for (let q = 0; q < N; q++) along += weights[a * N + q] * weights[b * N + q];
      sum += along / N;
      least = Math.min(least, along / N);
    }
  }
  return { coverOverlap: sum / ((M * (M - 1)) / 2), leastCoverOverlap: least };
}
