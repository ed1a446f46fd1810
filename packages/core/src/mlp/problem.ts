import type { Classified, ClassTask } from '../data/classified.ts';
import type { CoverLoss, MlpKnobs, MlpProblem } from '../engine.ts';
import { checkAmount, checkWhole, InputError } from '../error.ts';
import type { Descent } from '../learning/descent.ts';
import type { Seed } from '../random/stream.ts';
import { initialMlp } from './initial.ts';
import { checkMlp, type MixedCoupling, mlpMixers } from './mixers.ts';
import type { Network } from './network.ts';

/** A multilayer perceptron to train, and how its copies are coupled (Appendix A.3, Table 4). */
export interface MlpSize extends Network, MixedCoupling {
  readonly loss: CoverLoss;
  /** Most patterns of a batch. */
  readonly B: number;
  /** Standard deviation of the noise of each cover's initial parameters. */
  readonly noise: number;
}

/** As much of a training as a device must know before it takes it. */
export interface MlpLoad extends Network {
  readonly M: number;
  readonly B: number;
  /** Training patterns. */
  readonly P: number;
  /** Blocks whose messages are mixed; 0 where none are. */
  readonly blocks: number;
}

/** A training that is ready to begin, on any engine or device. */
export interface MlpTraining {
  readonly problem: MlpProblem;
  readonly descent: Descent<MlpKnobs>;
  readonly task: ClassTask;
}

/**
 * What a method trains. Streams are keyed by what their content depends on and never by the method, so that all
 * methods meet the same initial covers and batches, and M-cover at M = 1 is SGD.
 *
 * @throws InputError as `checkMlp`, and when the patterns have another number of inputs or more classes.
 */
export function mlpProblem(size: MlpSize, patterns: Classified, seed: Seed): MlpProblem {
  const { widths, activation, loss, B, noise, coupling } = size;
  checkMlp(widths, size);
  checkWhole('B', B);
  checkAmount('noise', noise);
  checkFit(widths, patterns);
  const { M } = coupling;
  const weights = initialMlp({ widths, M, noise }, seed);
  return { widths, activation, loss, M, B, mixers: mlpMixers(widths, size, seed), patterns, weights };
}

/** @throws InputError where patterns do not fit a network, by their inputs or their classes. */
export function checkFit(widths: readonly number[], { N, labels }: Classified): void {
  const top = widths.length - 1;
  if (N !== widths[0]) throw new InputError('widths/0', `${widths[0]}, but the patterns have ${N} inputs`);
  const largest = labels.reduce((most, label) => Math.max(most, label), 0);
  if (largest >= widths[top]) {
    throw new InputError(`widths/${top}`, `${widths[top]} logits, but a pattern is of class ${largest}`);
  }
}
