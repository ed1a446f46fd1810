import type { BinaryTask, Labelled } from '../data/labelled.ts';
import type { CommitteeProblem, Engine } from '../engine.ts';
import { InputError } from '../error.ts';
import { miniBatches } from '../learning/batches.ts';
import { descend } from '../learning/descent.ts';
import { growing } from '../learning/growth.ts';
import { gaussian } from '../random/gaussian.ts';
import { type Seed, stream } from '../random/stream.ts';
import { type CommitteeShape, checkShape, committeeBank } from './bank.ts';
import { collapseCovers, findError, hardError } from './collapse.ts';
import { normaliseRows } from './rows.ts';

/** Bound of β and γ: a committee this sharp is hard, and a longer run would overflow. */
const sharpest = 1e6;

/**
 * Parameters of a trial (Appendix A.2). Copies are coupled by attraction (M, attraction: replicated SGD), by
 * routing (M, S, kernel: M-cover SGD), or not at all (M alone: independent copies; without it one: SGD).
 */
export interface CommitteeParams extends CommitteeShape {
  /** Patterns of a batch. */
  B: number;
  /** Most epochs. */
  epochs: number;
  /** Learning rate η. */
  rate: number;
  /** β and γ of the first epoch, and the factor on both after each. */
  beta: number;
  gamma: number;
  growth: number;
  /** Training stops below this mean loss of a copy, as it does when the collapsed committee makes no error. */
  minLoss: number;
  /** Attraction g of replicas in the first epoch, and the factor on it after each (rsgd). */
  attraction?: number;
  attractionGrowth?: number;
}

/** Readout of a trained committee after collapse. */
export interface CommitteeResult {
  /** Share of the test patterns that the collapsed, hard committee misclassifies. */
  testError: number;
  /** The same share of the training patterns. */
  trainError: number;
  /** Epochs that were run. */
  epochs: number;
}

/**
 * What a method trains. Streams are keyed by what their content depends on and never by the method, so that
 * all methods meet the same initial copies and, cover by cover, M-cover at M = 1 is SGD.
 */
export function committeeProblem(params: CommitteeParams, patterns: Labelled, seed: Seed): CommitteeProblem {
  const { N, K, M = 1 } = params;
  const weights = new Float64Array(M * K * N);
  for (let a = 0; a < M; a++) {
    const random = stream(seed, 'committee weights', { N, K, cover: a });
    for (let q = 0; q < K * N; q++) weights[a * K * N + q] = gaussian(random);
  }
  normaliseRows(weights, N);
  return { N, K, bank: committeeBank(params, seed), patterns, weights };
}

/**
 * One trial: training from the first epoch to the last, or until the collapsed committee fits its patterns;
 * collapse, readout. The same parameters, data and seed give the same result on every engine of one arithmetic.
 *
 * @throws InputError as `checkShape`, and when the data have another number of inputs.
 */
export function runCommittee(
  params: CommitteeParams,
  task: BinaryTask,
  seed: Seed,
  engine: Engine,
): CommitteeResult {
  const { K, M = 1, B, epochs, rate, growth, minLoss, attraction = 0, attractionGrowth = 1 } = params;
  const { train, test } = task;
  checkShape(params);
  if (train.N !== params.N) throw new InputError('N', `${params.N}, but the patterns have ${train.N} inputs`);

  const trainer = engine.committee(committeeProblem(params, train, seed));
  const beta = growing(params.beta, growth, epochs, sharpest);
  const gamma = growing(params.gamma, growth, epochs, sharpest);
  // One copy is its own mean; scaling its rows once more would round, and it would not be SGD bit for bit.
  const strength = growing(M === 1 ? 0 : attraction * rate, attractionGrowth, epochs, 1);
  let suspect = 0;
  const ran = descend(trainer, {
    batches: miniBatches(train.P, B, stream(seed, 'batches', { P: train.P, B })),
    epochs,
    knobs: (epoch) => ({ beta: beta[epoch], gamma: gamma[epoch], rate }),
    attraction: (epoch) => strength[epoch],
    done(loss) {
      suspect = findError(collapseCovers(trainer.weights(), M), K, train, suspect);
      return suspect < 0 || loss / M < minLoss;
    },
  });
  const J = collapseCovers(trainer.weights(), M);
  return { testError: hardError(J, K, test), trainError: hardError(J, K, train), epochs: ran };
}
