import { average } from '../cover/collapse.ts';
import type { Awaitable, LocalRunning, Observation, Running, TrialResult } from '../trial.ts';
import { numbersOf } from './annealing.ts';
import {
  type Descent,
  descendEpoch,
  descendEpochRemotely,
  type RemoteTrainer,
  type Trainer,
} from './descent.ts';

/** How the end of a training is read. */
export interface Reading<Result extends TrialResult> {
  /** Number of covers. */
  readonly M: number;
  /** Shape of one cover's weights. */
  readonly shape: readonly number[];
  /** The collapsed weights that the readout looks at, of those of all covers. */
  collapsed(weights: Float64Array): Float64Array | Float32Array;
  /** Readout of the collapsed model, after so many epochs. */
  read(epochs: number): Result;
}

/**
 * A descent as a running trial, an epoch a step. It observes the epoch, the mean loss over the epoch's patterns, how
 * far the covers are from their mean, relative to its norm (`spread`), and the numbers of the readout.
 *
 * @example
 * // The mean of three numbers, by descent.
 * const x = [1, 2, 6];
 * const gradient = ([w], mu, knobs, to) => {
 *   to[0] += w - x[mu];
 *   return (w - x[mu]) ** 2 / 2;
 * };
 * const weights = new Float64Array(1);
 * const trainer = coverTrainer({ bank: identityBank(1, 1), weights, gradient, rule: descentRule });
 * const coupling = couplingOf({ M: 1 });
 * const knobs = () => ({ rate: 0.5 });
 * const setup = { P: 3, B: 3, epochs: 40, rate: 0.5, coupling, knobs, done: () => false };
 * const descent = descentOf(setup, { root: 1, trial: 0 });
 * const trial = training(trainer, descent, {
 *   ...{ M: 1, shape: [1], collapsed: (weights) => weights },
 *   read: (epochs) => ({ epochs, mean: Math.round(trainer.weights()[0] * 1e6) / 1e6 }),
 * });
 * finish(trial); // { epochs: 40, mean: 3 }
 */
export function training<Knobs, Result extends TrialResult>(
  trainer: Trainer<Knobs>,
  descent: Descent<Knobs>,
  reading: Reading<Result>,
): LocalRunning<Result> {
  const state = progressOf(descent);
  return {
    steps: descent.epochs,
    get step() {
      return state.epoch;
    },
    get done() {
      return state.done;
    },
    advance() {
      if (!state.done) state.add(descendEpoch(trainer, descent, state.epoch));
    },
    observe: () => observationOf(state, trainer.weights(), reading.M, reading.read(state.epoch)),
    tensors: () => tensorsOf(trainer.weights(), reading),
    result: () => reading.read(state.epoch),
  };
}

/** As `training`, on a device. */
export function remoteTraining<Knobs, Result extends TrialResult>(
  trainer: RemoteTrainer<Knobs>,
  descent: Descent<Knobs>,
  reading: Omit<Reading<Result>, 'read'> & { read(epochs: number): Awaitable<Result> },
): Running<Result> {
  const state = progressOf(descent);
  return {
    steps: descent.epochs,
    get step() {
      return state.epoch;
    },
    get done() {
      return state.done;
    },
    async advance() {
      if (!state.done) state.add(await descendEpochRemotely(trainer, descent, state.epoch));
    },
    observe: async () =>
      observationOf(state, await trainer.weights(), reading.M, await reading.read(state.epoch)),
    tensors: async () => tensorsOf(await trainer.weights(), reading),
    result: async () => reading.read(state.epoch),
  };
}

interface Progress {
  readonly epoch: number;
  readonly loss: number;
  readonly done: boolean;
  /** An epoch of this mean loss has ended. */
  add(loss: number): void;
}

function progressOf(descent: Descent<unknown>): Progress {
  let [epoch, loss, ended] = [0, Number.NaN, false];
  return {
    get epoch() {
      return epoch;
    },
    get loss() {
      return loss;
    },
    get done() {
      return ended || epoch === descent.epochs;
    },
    add(mean) {
      epoch++;
      loss = mean;
      ended = descent.done(mean);
    },
  };
}

function observationOf(
  { epoch, loss }: Progress,
  weights: Float64Array,
  M: number,
  result: TrialResult,
): Observation {
  return { epoch, loss, ...(M > 1 && { spread: spread(weights, M) }), ...numbersOf(result) };
}

/** Root mean square distance of the covers from their mean, relative to its norm. */
function spread(weights: Float64Array, M: number): number {
  const mean = average(weights, M);
  const N = mean.length;
  let apart = 0;
  weights.forEach((w, at) => {
    apart += (w - mean[at % N]) ** 2;
  });
  return Math.sqrt(apart / M / mean.reduce((sum, w) => sum + w * w, 0));
}

function tensorsOf(weights: Float64Array, { M, shape, collapsed }: Omit<Reading<TrialResult>, 'read'>) {
  return {
    covers: { shape: [M, ...shape], data: weights },
    collapsed: { shape, data: collapsed(weights) },
  };
}
