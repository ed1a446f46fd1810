import { average } from '../cover/collapse.ts';
import { Xoshiro128 } from '../random/xoshiro.ts';
import {
  type Awaitable,
  type LocalRunning,
  type Observation,
  orderFrom,
  type Running,
  stepFrom,
  type Tensors,
  type TrialResult,
  tensorOf,
} from '../trial.ts';
import { numbersOf } from './annealing.ts';
import type { BatchesSnapshot } from './batches.ts';
import { centreSnapshot, restoreCentre } from './centre.ts';
import {
  type Descent,
  descendEpoch,
  descendEpochRemotely,
  type RemoteTrainer,
  type Trainer,
  type TrainerSnapshot,
} from './descent.ts';
import { onceAStep } from './once.ts';

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

/** Where a training stands: its trainer, and its batches. */
export interface TrainingSnapshot {
  readonly trainer: TrainerSnapshot;
  readonly batches: BatchesSnapshot;
}

/**
 * Where the training of a snapshot stands, of so many weights of all covers, P patterns, and so many arrays that its
 * rule keeps.
 *
 * @throws Error where the snapshot is no training's of this size.
 */
export function trainingFrom(from: Tensors, size: number, P: number, kept = 0): TrainingSnapshot {
  return {
    trainer: {
      weights: tensorOf(from, 'weights', size, Float64Array),
      kept: Array.from({ length: kept }, (_, i) => tensorOf(from, `kept.${i}`, size, Float64Array)),
    },
    batches: {
      order: orderFrom(from, P, Int32Array),
      random: new Xoshiro128(tensorOf(from, 'random', 4, Uint32Array)),
    },
  };
}

/**
 * A descent as a running trial, an epoch a step. It observes the epoch, the mean loss over the epoch's patterns, the
 * norm of the last gradient (`gradient`), how far the covers are from their mean, relative to its norm (`spread`), and
 * the numbers of the readout.
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
 *
 * @param from the snapshot that trainer and descent were begun from.
 */
export function training<Knobs, Result extends TrialResult>(
  trainer: Trainer<Knobs>,
  descent: Descent<Knobs>,
  reading: Reading<Result>,
  from?: Tensors,
): LocalRunning<Result> {
  const state = progressOf(descent, from);
  const read = onceAStep((epochs) => reading.read(epochs));
  const { snapshot } = trainer;
  const { centre } = descent;
  if (centre && from) restoreCentre(centre, from);
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
    // The norm first: a readout may take the place of the gradient.
    observe: () =>
      observationOf(state, trainer.gradientNorm?.(), trainer.weights(), reading.M, read(state.epoch)),
    tensors: () => tensorsOf(trainer.weights(), reading),
    ...(snapshot && {
      snapshot: () => ({
        ...snapshotOf(snapshot(), descent.batches.snapshot(), state, reading),
        ...(centre && centreSnapshot(centre)),
      }),
    }),
    result: () => read(state.epoch),
  };
}

/** As `training`, on a device. */
export function remoteTraining<Knobs, Result extends TrialResult>(
  trainer: RemoteTrainer<Knobs>,
  descent: Descent<Knobs>,
  reading: Omit<Reading<Result>, 'read'> & { read(epochs: number): Awaitable<Result> },
): Running<Result> {
  const state = progressOf(descent);
  const read = onceAStep((epochs) => reading.read(epochs));
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
      observationOf(state, undefined, await trainer.weights(), reading.M, await read(state.epoch)),
    tensors: async () => tensorsOf(await trainer.weights(), reading),
    result: async () => read(state.epoch),
  };
}

interface Progress {
  readonly epoch: number;
  readonly loss: number;
  readonly done: boolean;
  /** Epoch, loss, and whether the descent asked for no more. */
  readonly numbers: Float64Array;
  /** An epoch of this mean loss has ended. */
  add(loss: number): void;
}

function progressOf(descent: Descent<unknown>, from?: Tensors): Progress {
  let [epoch, loss, ended] = from ? tensorOf(from, 'progress', 3, Float64Array) : [0, Number.NaN, 0];
  stepFrom(epoch, descent.epochs);
  return {
    get epoch() {
      return epoch;
    },
    get loss() {
      return loss;
    },
    get done() {
      return ended === 1 || epoch === descent.epochs;
    },
    get numbers() {
      return Float64Array.of(epoch, loss, ended);
    },
    add(mean) {
      epoch++;
      loss = mean;
      ended = Number(descent.done(mean));
    },
  };
}

function observationOf(
  { epoch, loss }: Progress,
  gradient: number | undefined,
  weights: Float64Array,
  M: number,
  result: TrialResult,
): Observation {
  return {
    epoch,
    loss,
    ...(gradient !== undefined && { gradient }),
    ...(M > 1 && { spread: spread(weights, M) }),
    ...numbersOf(result),
  };
}

/** Root mean square distance of the covers from their mean, relative to its norm. */
function spread(weights: Float64Array, M: number): number {
  const mean = average(weights, M);
  const N = mean.length;
  let apart = 0;
  for (let cover = 0; cover < weights.length; cover += N) {
    for (let q = 0; q < N; q++) {
      const distance = weights[cover + q] - mean[q];
      apart += distance * distance;
    }
  }
  return Math.sqrt(apart / M / mean.reduce((sum, w) => sum + w * w, 0));
}

function snapshotOf(
  { weights, kept }: TrainerSnapshot,
  { order, random }: BatchesSnapshot,
  { numbers }: Progress,
  { M, shape }: Pick<Reading<TrialResult>, 'M' | 'shape'>,
): Tensors {
  const covers = (data: Float64Array) => ({ shape: [M, ...shape], data });
  return {
    weights: covers(weights),
    ...Object.fromEntries(kept.map((values, i) => [`kept.${i}`, covers(values)])),
    order: { shape: [order.length], data: order },
    random: { shape: [4], data: random.state },
    progress: { shape: [numbers.length], data: numbers },
  };
}

function tensorsOf(weights: Float64Array, { M, shape, collapsed }: Omit<Reading<TrialResult>, 'read'>) {
  return {
    covers: { shape: [M, ...shape], data: weights },
    collapsed: { shape, data: collapsed(weights) },
  };
}
