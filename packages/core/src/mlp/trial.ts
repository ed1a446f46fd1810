import type { Classified, ClassTask } from '../data/classified.ts';
import type { CoverLoss, Engine, MlpKnobs, MlpProblem } from '../engine.ts';
import { InputError } from '../error.ts';
import { miniBatches } from '../learning/batches.ts';
import { type Descent, descend } from '../learning/descent.ts';
import { growing } from '../learning/growth.ts';
import { type Seed, stream } from '../random/stream.ts';
import type { Activation } from './activation.ts';
import { initialMlp } from './initial.ts';
import { checkMlpShape, type MlpShape, mlpMixers } from './mixers.ts';

/**
 * Parameters of a trial (Appendix A.3, Table 4). Copies are coupled by routing (M, kernel, G, mixing, S: M-cover
 * SGD), by attraction (M, attraction: replicated SGD), or not at all (M alone: independent copies; without it
 * one: SGD).
 */
export interface MlpParams extends MlpShape {
  activation: Activation;
  loss: CoverLoss;
  /** Patterns of a batch, and epochs, all of which are run. */
  B: number;
  epochs: number;
  /** Learning rate and Nesterov momentum. */
  rate: number;
  momentum: number;
  /** Standard deviation of the noise of each cover's initial parameters. */
  noise: number;
  /** Attraction g of replicas in the first epoch, and the factor on it after each (rsgd). */
  attraction?: number;
  attractionGrowth?: number;
}

/** Readout of the collapsed network after the last epoch, which is fixed in advance: never of the best one. */
export interface MlpResult {
  /** Share of the test patterns that the collapsed network misclassifies. */
  testError: number;
  /** The same share of the training patterns. */
  trainError: number;
  /** Epochs that were run. */
  epochs: number;
}

/**
 * What a method trains. Streams are keyed by what their content depends on and never by the method, so that all
 * methods meet the same initial covers and batches, and M-cover at M = 1 is SGD.
 */
export function mlpProblem(params: MlpParams, patterns: Classified, seed: Seed): MlpProblem {
  const { widths, activation, loss, M = 1, B } = params;
  const weights = initialMlp(params, seed);
  return { widths, activation, loss, M, B, mixers: mlpMixers(params, seed), patterns, weights };
}

/** What is trained in a trial, and how: the same for every trainer. */
export interface MlpTraining {
  problem: MlpProblem;
  descent: Descent<MlpKnobs>;
}

/**
 * The training of a trial: every epoch that is asked for, on batches that depend on the seed.
 *
 * @throws InputError as `checkMlpShape`, and when the data have another number of inputs or more classes.
 * @throws Error from the descent, when the loss is no longer finite.
 */
export function mlpTraining(params: MlpParams, task: ClassTask, seed: Seed): MlpTraining {
  const { widths, M = 1, B, epochs, rate, momentum, attraction = 0, attractionGrowth = 1 } = params;
  checkMlpShape(params);
  checkFit(widths, task.train);
  checkFit(widths, task.test);

  const knobs = { rate, momentum };
  // One copy is its own mean: with nothing to attract it is SGD.
  const strength = growing(M === 1 ? 0 : attraction * rate, attractionGrowth, epochs, 1);
  const { P } = task.train;
  const descent: Descent<MlpKnobs> = {
    batches: miniBatches(P, B, stream(seed, 'batches', { P, B })),
    epochs,
    knobs: () => knobs,
    attraction: (epoch) => strength[epoch],
    done(loss) {
      if (Number.isFinite(loss)) return false;
      throw new Error(`the loss became ${loss}: training diverges at rate ${rate}; lower it`);
    },
  };
  return { problem: mlpProblem(params, task.train, seed), descent };
}

/**
 * One trial: training from the first epoch to the last, collapse, readout. The same parameters, data and seed
 * give the same result on every engine of one arithmetic.
 *
 * @throws as `mlpTraining`.
 */
export function runMlp(params: MlpParams, task: ClassTask, seed: Seed, engine: Engine): MlpResult {
  const { problem, descent } = mlpTraining(params, task, seed);
  const trainer = engine.mlp(problem);
  const epochs = descend(trainer, descent);
  return { testError: trainer.error(task.test), trainError: trainer.error(task.train), epochs };
}

function checkFit(widths: readonly number[], { N, labels }: Classified): void {
  const top = widths.length - 1;
  if (N !== widths[0]) throw new InputError('widths/0', `${widths[0]}, but the patterns have ${N} inputs`);
  const largest = labels.reduce((most, label) => Math.max(most, label), 0);
  if (largest >= widths[top]) {
    throw new InputError(`widths/${top}`, `${widths[top]} logits, but a pattern is of class ${largest}`);
  }
}
