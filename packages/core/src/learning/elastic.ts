import { average } from '../cover/collapse.ts';
import type { Centre } from './centre.ts';

/**
 * One elastic pull between M copies and their centre, both from their old values: w_a ← w_a − a·(w_a − c) and
 * c ← c + β·(w̄ − c), with w̄ the mean of the copies (Zhang, Choromanska and LeCun 2015, https://arxiv.org/abs/1412.6651,
 * Eq. 5, 6). Where β = M·a it leaves Σ_a w_a + c as it was.
 *
 * @param weights one copy after the other; changed in place.
 * @param centre as long as one copy; changed in place.
 * @param a how far copies go to the centre, from 0 to 1.
 * @param beta how far the centre goes to their mean, from 0 to 1.
 *
 * @example
 * const weights = Float64Array.of(0, 4);
 * const centre = Float64Array.of(1);
 * elasticStep(weights, centre, 0.25, 0.5);
 * [...weights, ...centre]; // [0.25, 3.25, 1.5]
 */
export function elasticStep(weights: Float64Array, centre: Float64Array, a: number, beta: number): void {
  const size = centre.length;
  const M = weights.length / size;
  for (let q = 0; q < size; q++) {
    const c = centre[q];
    let sum = 0;
    for (let at = q; at < weights.length; at += size) {
      sum += weights[at];
      weights[at] -= a * (weights[at] - c);
    }
    centre[q] = c + beta * (sum / M - c);
  }
}

/** How strongly copies and their centre pull each other. */
export interface Elasticity {
  readonly M: number;
  /** a and β of each epoch. */
  readonly pull: ArrayLike<number>;
  readonly rate: ArrayLike<number>;
  /** Gradient steps from one pull to the next. */
  readonly period: number;
}

/**
 * The centre of elastic averaging SGD: it begins as the mean of the copies, and every so many steps it and they pull each
 * other. With period 1 and β = 1 it is the mean that the copies had before the last pull: replicated SGD, whose copies
 * are drawn to the mean that they have, is this up to the delay of one step.
 *
 * @param start weights of all copies, one after the other. Not changed.
 *
 * @example
 * const all = Float64Array.of(0, 4);
 * const copies = { weights: (to) => to.set(all), replace: (weights) => all.set(weights) };
 * const centre = elasticCentre(all, { M: 2, pull: [0.25], rate: [0.5], period: 2 });
 * centre.follow(copies, 0);
 * all; // [0, 4]
 * centre.follow(copies, 0);
 * [...all, ...centre.weights]; // [0.5, 3.5, 2]
 */
export function elasticCentre(start: Float64Array, { M, pull, rate, period }: Elasticity): Centre {
  const weights = average(start, M);
  const all = new Float64Array(start.length);
  const since = new Float64Array(1);
  return {
    weights,
    kept: { weights, since },
    follow(copies, epoch) {
      if (++since[0] < period) return;
      since[0] = 0;
      copies.weights(all);
      elasticStep(all, weights, pull[epoch], rate[epoch]);
      if (pull[epoch] > 0) copies.replace(all);
    },
  };
}
