import { type Count, hypergeometric } from '../statistics/fisher.ts';
import { sum } from '../statistics/mean.ts';
import { power } from './power.ts';

/**
 * The largest share of trials solving their problem that m new trials show with 90 % power to be below the
 * reference's, in Fisher's exact test at this level: absent where not even the loss of all is sure to show. Exact,
 * since the reference is what it is and the new count is binomial.
 */
export function visibleShare(reference: Count, m: number, level: number): number | undefined {
  const most = mostSignificant(reference, m, level);
  return bisect((share) => atMost(most, m, share) >= power);
}

/** P(at most `most` of m solve) where each does with this probability. */
function atMost(most: number, m: number, share: number): number {
  return sum(binomialLaw(m, share).slice(0, most + 1));
}

/** The largest share in [0, 1] that is good, where all smaller ones are; none where 0 is not. */
function bisect(good: (share: number) => boolean): number | undefined {
  if (!good(0)) return undefined;
  let [low, high] = [0, 1];
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (good(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The largest count of m trials that is significantly fewer than the reference's; −1 where not even 0 is. */
function mostSignificant(reference: Count, m: number, level: number): number {
  let most = -1;
  for (let count = 0; count <= m; count++) {
    const { from, law } = hypergeometric(reference.count + count, reference.n, m);
    const tail = law.slice(0, count - from + 1).reduce((total, p) => total + p, 0);
    if (tail > level) break;
    most = count;
  }
  return most;
}

/** P(k of n) for k = 0 … n. */
function binomialLaw(n: number, share: number): number[] {
  const law = Array.from({ length: n + 1 }, () => 0);
  if (share <= 0 || share >= 1) {
    law[share <= 0 ? 0 : n] = 1;
    return law;
  }
  const mode = Math.floor((n + 1) * share) > n ? n : Math.floor((n + 1) * share);
  const odds = share / (1 - share);
  law[mode] = 1;
  for (let k = mode + 1; k <= n; k++) law[k] = (law[k - 1] * odds * (n - k + 1)) / k;
  for (let k = mode; k > 0; k--) law[k - 1] = (law[k] * k) / (odds * (n - k + 1));
  const weight = law.reduce((total, p) => total + p, 0);
  return law.map((p) => p / weight);
}
