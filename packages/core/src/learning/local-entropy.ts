import { uniformOf } from '../random/draw.ts';
import type { Xoshiro128 } from '../random/xoshiro.ts';
import type { Centre } from './centre.ts';

/** How an inner loop wanders about its anchor. */
export interface Wandering {
  /** L: gradient steps of an inner loop. */
  readonly inner: number;
  /** η·g of each epoch, from 0 to 1: how far a step goes back to the anchor. */
  readonly pull: ArrayLike<number>;
  /** Standard deviation of what a step adds to each weight, √η·ε. */
  readonly noise: number;
  /** Share of the old mean in the mean of the inner steps, from 0 to 1. */
  readonly memory: number;
  /** η_o: how far the anchor goes to that mean, from 0 to 1. */
  readonly outer: number;
}

/** Of unit variance is √12·(u − ½), u uniform in [0, 1). */
const root12 = Math.sqrt(12);

/** Weights whose noise is drawn at once, so that its words stay in the nearest cache. */
const block = 512;

/**
 * The anchor of Entropy-SGD (Chaudhari et al. 2017, https://arxiv.org/abs/1611.01838, Algorithm 1): a copy x wanders from
 * the anchor w by Langevin steps, L of them, x ← x − η·∇f + η·g·(w − x) + √η·ε·ξ, whose mean μ ← m·μ + (1 − m)·x
 * tells the anchor where to go, w ← w + η_o·(μ − w). Then x and μ begin at w again. The gradient step is the trainer's; pull
 * and noise come after it. Without these, with L = 1, m = 0 and η_o = 1, the anchor is SGD bit for bit. The noise is uniform in
 * the place of normal: what steps add up to is the same to the order of the scheme (Kloeden and Platen 1992, § 14.1), and
 * normal numbers for every weight would take the time of three gradient steps.
 *
 * @param start weights of the copy. Not changed.
 * @param random source of the noise, whose state moves.
 *
 * @example
 * const x = Float64Array.of(8);
 * const copies = { weights: (to) => to.set(x), replace: (weights) => x.set(weights) };
 * const still = { inner: 2, pull: [0.5], noise: 0, memory: 0.5, outer: 1 };
 * const centre = localEntropy(Float64Array.of(0), still, stream({ root: 1, trial: 0 }, 'none'));
 * centre.follow(copies, 0);
 * [...x, ...centre.weights]; // [4, 0]
 * centre.follow(copies, 0);
 * [...x, ...centre.weights]; // [2, 2]
 */
export function localEntropy(start: Float64Array, by: Wandering, random: Xoshiro128): Centre {
  const { inner, pull, noise, memory, outer } = by;
  const amplitude = noise * root12;
  const weights = Float64Array.from(start);
  const mean = Float64Array.from(start);
  const x = new Float64Array(start.length);
  const taken = new Float64Array(1);
  const words = new Uint32Array(2 * block);
  return {
    weights,
    kept: { weights, mean, taken, random: random.state },
    follow(copies, epoch) {
      copies.weights(x);
      const back = pull[epoch];
      if (back > 0 || noise > 0) {
        for (let q = 0; q < x.length; q++) x[q] += back * (weights[q] - x[q]);
        for (let first = 0; noise > 0 && first < x.length; first += block) {
          const count = Math.min(block, x.length - first);
          random.fill(words, 2 * count);
          for (let i = 0; i < count; i++) {
            x[first + i] += amplitude * (uniformOf(words[2 * i], words[2 * i + 1]) - 0.5);
          }
        }
        // Read back, as the model has them: rows of unit norm, in the numbers of the engine.
        copies.replace(x);
        copies.weights(x);
      }
      for (let q = 0; q < x.length; q++) mean[q] = memory * mean[q] + (1 - memory) * x[q];
      if (++taken[0] < inner) return;
      taken[0] = 0;
      let apart = false;
      for (let q = 0; q < x.length; q++) {
        weights[q] = (1 - outer) * weights[q] + outer * mean[q];
        apart ||= weights[q] !== x[q];
      }
      if (apart) {
        copies.replace(weights);
        copies.weights(weights);
      }
      mean.set(weights);
    },
  };
}
