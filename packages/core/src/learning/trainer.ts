import type { Bank } from '../cover/bank.ts';
import { coverGradient, type LossAndGradient, type PatternGradient } from '../cover/gradient.ts';
import { attract } from './attraction.ts';
import type { Trainer, TrainerSnapshot } from './descent.ts';

/**
 * A learning rule: moves all weights, of all covers, by their gradient in place. `gradient` is overwritten by the next
 * step.
 */
export interface Rule<Knobs> {
  (weights: Float64Array, gradient: Float64Array, knobs: Knobs): void;
  /**
   * What it keeps from step to step, such as a momentum, each as long as the weights. A training whose rule does not say
   * so cannot be put down and gone on with later.
   */
  readonly kept?: readonly Float64Array[];
  /** Finds what it moves by where that is not the gradient of the loss of all covers, of so many weights: by the loss alone. */
  readonly slopes?: <K>(of: LossAndGradient<K>, size: number) => LossAndGradient<K>;
}

/**
 * Gradient descent, w ← w − η·g.
 *
 * @example
 * const weights = Float64Array.of(1, 1);
 * descentRule(weights, Float64Array.of(2, -4), { rate: 0.25 });
 * weights; // [0.5, 2]
 */
export const descentRule: Rule<{ readonly rate: number }> = Object.assign(
  (weights: Float64Array, gradient: Float64Array, { rate }: { readonly rate: number }) => {
    for (let at = 0; at < weights.length; at++) weights[at] -= rate * gradient[at];
  },
  { kept: [] },
);

/**
 * What a trainer in plain code tells of where it stands.
 *
 * @param before what its rule has kept so far, of a training that is gone on with.
 */
export function tellings(
  weights: Float64Array,
  gradient: Float64Array,
  { kept }: Pick<Rule<unknown>, 'kept'>,
  before: TrainerSnapshot['kept'] = [],
): Pick<Trainer<unknown>, 'weights' | 'gradientNorm' | 'snapshot'> {
  before.forEach((values, i) => {
    kept?.[i].set(values);
  });
  const copy = (of: Float64Array) => Float64Array.from(of);
  return {
    weights(to = new Float64Array(weights.length)) {
      to.set(weights);
      return to;
    },
    gradientNorm: () => norm(gradient),
    ...(kept && { snapshot: () => ({ weights: copy(weights), kept: kept.map(copy) }) }),
  };
}

/** Euclidean norm. */
export function norm(vector: ArrayLike<number>): number {
  let square = 0;
  for (let at = 0; at < vector.length; at++) square += vector[at] * vector[at];
  return Math.sqrt(square);
}

/** A differentiable model to train in M covers by plain code. */
export interface CoverTraining<Knobs> {
  readonly bank: Bank;
  /** Initial weights, one cover after the other. Not changed. */
  readonly weights: Float64Array;
  readonly gradient: PatternGradient<Knobs>;
  readonly rule: Rule<Knobs>;
  /** What the rule has kept so far, of a training that is gone on with. */
  readonly kept?: TrainerSnapshot['kept'] | undefined;
  /** Brings the weights of all covers back to where the model has them, after each change: rows of unit norm. */
  constrain?(weights: Float64Array): void;
}

/**
 * The trainer of any differentiable model, in plain TypeScript and doubles.
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
 * trainer.step(Int32Array.of(0, 1, 2), { rate: 1 });
 * trainer.weights(); // [3]
 */
export function coverTrainer<Knobs>(training: CoverTraining<Knobs>): Trainer<Knobs> {
  const { bank, rule } = training;
  const weights = Float64Array.from(training.weights);
  const gradient = new Float64Array(weights.length).fill(Number.NaN);
  const exact = coverGradient(bank, training.gradient);
  const lossAndGradient = rule.slopes?.(exact, weights.length) ?? exact;
  const constrain = training.constrain ?? (() => {});
  return {
    step(batch, knobs) {
      const loss = lossAndGradient(weights, batch, knobs, gradient);
      rule(weights, gradient, knobs);
      constrain(weights);
      return loss;
    },
    attract(strength) {
      attract(weights, bank.M, strength);
      constrain(weights);
    },
    replace(others) {
      weights.set(others);
      constrain(weights);
    },
    ...tellings(weights, gradient, rule, training.kept),
  };
}
