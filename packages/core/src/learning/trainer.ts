import type { Bank } from '../cover/bank.ts';
import { coverGradient, type PatternGradient } from '../cover/gradient.ts';
import { attract } from './attraction.ts';
import type { Trainer } from './descent.ts';

/**
 * A learning rule: moves all weights, of all covers, by their gradient in place. It may keep a state of its own, such
 * as a momentum. `gradient` is overwritten by the next step.
 */
export type Rule<Knobs> = (weights: Float64Array, gradient: Float64Array, knobs: Knobs) => void;

/**
 * Gradient descent, w ← w − η·g.
 *
 * @example
 * const weights = Float64Array.of(1, 1);
 * descentRule(weights, Float64Array.of(2, -4), { rate: 0.25 });
 * weights; // [0.5, 2]
 */
export const descentRule: Rule<{ readonly rate: number }> = (weights, gradient, { rate }) => {
  for (let at = 0; at < weights.length; at++) weights[at] -= rate * gradient[at];
};

/** A differentiable model to train in M covers by plain code. */
export interface CoverTraining<Knobs> {
  readonly bank: Bank;
  /** Initial weights, one cover after the other. Not changed. */
  readonly weights: Float64Array;
  readonly gradient: PatternGradient<Knobs>;
  readonly rule: Rule<Knobs>;
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
  const gradient = new Float64Array(weights.length);
  const lossAndGradient = coverGradient(bank, training.gradient);
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
    weights: () => Float64Array.from(weights),
  };
}
