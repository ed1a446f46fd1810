/** What gradient descent asks of a differentiable model; `Knobs` are what changes from epoch to epoch. */
export interface Trainer<Knobs> {
  /** One gradient step on the patterns of a batch. Gives the mean loss over the batch before the step. */
  step(batch: Int32Array, knobs: Knobs): number;
  /** Pulls the copies towards their mean, as `attract` does. */
  attract(strength: number): void;
}

/** A descent that is the same for every model and every coupling of copies. */
export interface Descent<Knobs> {
  /** The batches of the next epoch. */
  batches(): readonly Int32Array[];
  /** Most epochs. */
  epochs: number;
  /** Knobs of an epoch, counted from 0. */
  knobs(epoch: number): Knobs;
  /** Attraction of replicas after each step of an epoch; 0 where copies do not attract. */
  attraction(epoch: number): number;
  /** Whether to stop, asked after each epoch with the mean loss over its patterns. */
  done(loss: number): boolean;
}

/**
 * Stochastic gradient descent: SGD with one copy, replicated SGD with an attraction, M-cover SGD where the
 * trainer's gradient is routed. Gives the number of epochs that were run.
 */
export function descend<Knobs>(trainer: Trainer<Knobs>, descent: Descent<Knobs>): number {
  for (let epoch = 0; epoch < descent.epochs; epoch++) {
    const knobs = descent.knobs(epoch);
    const attraction = descent.attraction(epoch);
    let loss = 0;
    let patterns = 0;
    for (const batch of descent.batches()) {
      loss += trainer.step(batch, knobs) * batch.length;
      patterns += batch.length;
      if (attraction > 0) trainer.attract(attraction);
    }
    if (descent.done(loss / patterns)) return epoch + 1;
  }
  return descent.epochs;
}

/** A trainer that is elsewhere, on a device: what it is asked for is done in that order, and is there some time later. */
export interface RemoteTrainer<Knobs> {
  /** As `Trainer.step`. The batch is read before this returns. */
  step(batch: Int32Array, knobs: Knobs): Promise<number>;
  /** As `Trainer.attract`. */
  attract(strength: number): Promise<void>;
}

/** Most steps that are asked for before one is waited for: enough that a device never waits for this thread. */
const mostAhead = 256;

/** As `descend`, where losses are waited for once an epoch, or every so many steps of a long one. */
export async function descendRemotely<Knobs>(
  trainer: RemoteTrainer<Knobs>,
  descent: Descent<Knobs>,
): Promise<number> {
  for (let epoch = 0; epoch < descent.epochs; epoch++) {
    const knobs = descent.knobs(epoch);
    const attraction = descent.attraction(epoch);
    let loss = 0;
    let patterns = 0;
    let asked: Promise<unknown>[] = [];
    for (const batch of descent.batches()) {
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
    if (descent.done(loss / patterns)) return epoch + 1;
  }
  return descent.epochs;
}
