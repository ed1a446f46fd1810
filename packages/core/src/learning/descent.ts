import { attractionOf, type Coupling } from '../cover/coupling.ts';
import { checkAmount, checkWhole } from '../error.ts';
import { type Seed, stream } from '../random/stream.ts';
import { type Batches, type BatchesSnapshot, miniBatches } from './batches.ts';
import type { Centre } from './centre.ts';
import { growing } from './growth.ts';

/** What gradient descent asks of a differentiable model; `Knobs` are what changes from epoch to epoch. */
export interface Trainer<Knobs> {
  /** One gradient step on the patterns of a batch. Gives the mean loss over the batch before the step. */
  step(batch: Int32Array, knobs: Knobs): number;
  /** Pulls the copies towards their mean, as `attract` does. */
  attract(strength: number): void;
  /** The weights now, one cover after the other: a copy, in `to` where that is given. */
  weights(to?: Float64Array): Float64Array;
  /** Puts others in the place of the weights of all covers, and brings them to where the model has them. */
  replace(weights: Float64Array): void;
  /** Euclidean norm of the last step's gradient, over the weights of all covers; not a number before the first. */
  gradientNorm?(): number;
  /** A copy of where it stands; none where its rule keeps something that it does not show. */
  snapshot?(): TrainerSnapshot;
}

/** Where a trainer stands: in the place of its problem's own, another trainer goes on from there, bit for bit. */
export interface TrainerSnapshot {
  readonly weights: Float64Array;
  /** What the rule keeps from step to step, each laid out as the weights: a momentum. */
  readonly kept: readonly Float64Array[];
}

/** A descent that is the same for every model and every coupling of copies. */
export interface Descent<Knobs> {
  readonly batches: Batches;
  /** Most epochs. */
  epochs: number;
  /** Knobs of an epoch, counted from 0. */
  knobs(epoch: number): Knobs;
  /** Attraction of replicas after each step of an epoch; 0 where copies do not attract. */
  attraction(epoch: number): number;
  /** What follows the copies from step to step, and is read out in their place. */
  readonly centre?: Centre | undefined;
  /** Whether to stop, asked after each epoch with the mean loss over its patterns. */
  done(loss: number): boolean;
}

/** What a descent is made of: `rate` is the learning rate η of all epochs, as far as attraction is concerned. */
export interface DescentSetup<Knobs> extends Pick<Descent<Knobs>, 'knobs' | 'done' | 'epochs' | 'centre'> {
  /** Number of patterns, and of those of a batch. */
  readonly P: number;
  readonly B: number;
  readonly rate: number;
  readonly coupling: Coupling;
}

/**
 * The descent of a trial, on batches that depend on the seed alone. Replicas attract each other by η·g after each step,
 * where g grows from epoch to epoch and the product stays below 1. One copy is its own mean: it has nothing to attract,
 * and is SGD bit for bit.
 *
 * @example
 * const coupling = couplingOf({ M: 1 });
 * const knobs = () => ({ rate: 0.5 });
 * const setup = { P: 3, B: 3, epochs: 40, rate: 0.5, coupling, knobs, done: () => false };
 * const descent = descentOf(setup, { root: 1, trial: 0 });
 * descent.batches.next().map((batch) => batch.length); // [3]
 * descent.attraction(0); // 0
 *
 * @param from where the batches of a training stand that is gone on with.
 * @throws InputError when B or the number of epochs is not a whole number from 1, or the rate is none.
 */
export function descentOf<Knobs>(
  setup: DescentSetup<Knobs>,
  seed: Seed,
  from?: BatchesSnapshot,
): Descent<Knobs> {
  const { P, B, epochs, rate, coupling, centre, knobs, done } = setup;
  checkWhole('B', B);
  checkWhole('epochs', epochs);
  checkAmount('rate', rate);
  const growth = coupling.kind === 'attraction' ? coupling.growth : 1;
  const strength = growing(attractionOf(coupling) * rate, growth, epochs, 1);
  return {
    epochs,
    knobs,
    done,
    centre,
    batches: miniBatches(P, B, stream(seed, 'batches', { P, B }), from),
    attraction: (epoch) => strength[epoch],
  };
}

/** One epoch of stochastic gradient descent: SGD with one copy, replicated SGD with an attraction, M-cover SGD where
 * the trainer's gradient is routed. Gives the mean loss over its patterns. */
export function descendEpoch<Knobs>(
  trainer: Pick<Trainer<Knobs>, 'step' | 'attract' | 'weights' | 'replace'>,
  descent: Descent<Knobs>,
  epoch: number,
): number {
  const { centre } = descent;
  const knobs = descent.knobs(epoch);
  const attraction = descent.attraction(epoch);
  let loss = 0;
  let patterns = 0;
  for (const batch of descent.batches.next()) {
    loss += trainer.step(batch, knobs) * batch.length;
    patterns += batch.length;
    if (attraction > 0) trainer.attract(attraction);
    centre?.follow(trainer, epoch);
  }
  return loss / patterns;
}

/** A trainer that is elsewhere, on a device: what it is asked for is done in that order, and is there some time later. */
export interface RemoteTrainer<Knobs> {
  /** As `Trainer.step`. The batch is read before this returns. */
  step(batch: Int32Array, knobs: Knobs): Promise<number>;
  /** As `Trainer.attract`. */
  attract(strength: number): Promise<void>;
  /** As `Trainer.weights`. */
  weights(): Promise<Float64Array>;
}

/** Most steps that are asked for before one is waited for: enough that a device never waits for this thread. */
const mostAhead = 256;

/**
 * As `descendEpoch`, where losses are waited for at its end, or every so many steps of a long one. A device's weights are
 * not at hand after each step, so that nothing can follow them.
 */
export async function descendEpochRemotely<Knobs>(
  trainer: Pick<RemoteTrainer<Knobs>, 'step' | 'attract'>,
  descent: Descent<Knobs>,
  epoch: number,
): Promise<number> {
  if (descent.centre) throw new Error('a device has no centre of the copies; train on the processor');
  const knobs = descent.knobs(epoch);
  const attraction = descent.attraction(epoch);
  let loss = 0;
  let patterns = 0;
  let asked: Promise<unknown>[] = [];
  for (const batch of descent.batches.next()) {
    const { length } = batch;
    const add = (mean: number) => {
      loss += mean * length;
    };
    asked.push(trainer.step(batch, knobs).then(add));
    patterns += length;
    if (attraction > 0) asked.push(trainer.attract(attraction));
    if (asked.length < mostAhead) continue;
    await Promise.all(asked);
    asked = [];
  }
  await Promise.all(asked);
  return loss / patterns;
}
