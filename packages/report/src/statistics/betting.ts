import { exp, log } from '@mcover/core';

/**
 * The shares of its capital that a gambler stakes, 1, ½, ¼ …, in as many separate pots, of which the k-th begins with
 * 1/((k + 1)(k + 2)) of the capital. Values that hardly differ ask for a large stake, widely spread ones and many trials for a
 * small one; nothing is lost in the long run but the logarithm of a pot's share.
 */
const pots = Array.from({ length: 12 }, (_, k) => ({ stake: 2 ** -k, share: 1 / ((k + 1) * (k + 2)) }));

/** Products beyond are taken into the sum of logarithms. */
const largest = 1e250;

/**
 * ln of the capital of a gambler who bets that the mean of x in [0, 1] is above `mean` in (0, 1): Σₖ cₖ Πᵢ (1 − λₖ + λₖ xᵢ/mean),
 * and its slope along ln mean. It falls as `mean` grows, and is convex along ln mean. Where the true mean is not above it, the capital is
 * a nonnegative supermartingale from at most 1, so that it ever reaches 1/a with probability a at most (Ville). A bet of a
 * fixed stake against each mean is that of Waudby-Smith & Ramdas 2024 (https://doi.org/10.1093/jrsssb/qkad009, §4).
 *
 * @param times as if each value had come so often.
 */
function capitalOf(sample: Float64Array, mean: number, times: number): { log: number; slope: number } {
  const logs = new Float64Array(pots.length);
  const slopes = new Float64Array(pots.length);
  for (const [k, { stake, share }] of pots.entries()) {
    const [rest, gain] = [1 - stake, stake / mean];
    let [product, sum, slope] = [1, 0, 0];
    for (let i = 0; i < sample.length; i++) {
      const won = gain * sample[i];
      const factor = rest + won;
      product *= factor;
      slope += won / factor;
      if (product > largest || product < 1 / largest) {
        sum += log(product);
        product = 1;
      }
    }
    logs[k] = log(share) + times * (sum + log(product));
    slopes[k] = -times * slope;
  }
  const most = Math.max(...logs);
  let [total, slope] = [0, 0];
  for (let k = 0; k < logs.length; k++) {
    // A pot that lost all has no slope.
    if (logs[k] === -Infinity) continue;
    const part = exp(logs[k] - most);
    total += part;
    slope += part * slopes[k];
  }
  return { log: most + log(total), slope: slope / total };
}

/** How near the bound comes to the exact one, relative to it; it is never above. */
const near = 1e-6;

/**
 * The largest mean against which a gambler has won `1/error` on values in [0, 1]: a lower bound of the true mean, which holds
 * at all sizes of the sample at once with probability 1 − error at least.
 *
 * @param from a bound of the same sample, or of its first values: nothing below is looked at.
 * @param times as if each value had come so often.
 */
export function lowerBound(sample: Float64Array, error: number, from = 0, times = 1): number {
  const goal = -log(error);
  // Capital falls with the mean: from below, Newton's steps along ln mean come up to the bound and never pass it.
  let bound = from === 0 ? below(sample, goal, times) : from;
  while (bound > 0) {
    const { log: capital, slope } = capitalOf(sample, bound, times);
    const step = (capital - goal) / -slope;
    if (!(step > near)) break;
    bound *= exp(step);
  }
  return bound;
}

/** Means below are not told from 0. */
const least = 1e-12;

/** A mean below the bound, somewhere. */
function below(sample: Float64Array, goal: number, times: number): number {
  let mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  while (mean > least) {
    mean /= 2;
    if (capitalOf(sample, mean, times).log >= goal) return mean;
  }
  return 0;
}
