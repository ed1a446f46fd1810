import type { OneSided } from './one-sided.ts';

/** A share of `count` in `n`. */
export interface Count {
  count: number;
  n: number;
}

/**
 * Fisher's exact test of equal shares (Fisher 1935, https://doi.org/10.2307/2342435): given how many there are in
 * both samples together, the count of the second one is hypergeometric.
 */
export function fisherTest(first: Count, second: Count): OneSided {
  const { from, law } = hypergeometric(first.count + second.count, first.n, second.n);
  const at = second.count - from;
  const below = law.slice(0, at).reduce((total, p) => total + p, 0);
  const above = law.slice(at + 1).reduce((total, p) => total + p, 0);
  return { higher: Math.min(1, above + law[at]), lower: Math.min(1, below + law[at]) };
}

/** P(k of `total` fall among the m, not among the n) for k = from, from + 1, … */
export function hypergeometric(total: number, n: number, m: number): { from: number; law: number[] } {
  const from = Math.max(0, total - n);
  const to = Math.min(total, m);
  // From the most likely count outwards, so that nothing overflows and what underflows does not matter.
  const mode = Math.min(to, Math.max(from, Math.floor(((total + 1) * (m + 1)) / (n + m + 2))));
  const law = new Array<number>(to - from + 1);
  law[mode - from] = 1;
  const ratio = (k: number) => ((total - k + 1) * (m - k + 1)) / (k * (n - total + k));
  for (let k = mode + 1; k <= to; k++) law[k - from] = law[k - 1 - from] * ratio(k);
  for (let k = mode; k > from; k--) law[k - 1 - from] = law[k - from] / ratio(k);
  const weight = law.reduce((sum, p) => sum + p, 0);
  return { from, law: law.map((p) => p / weight) };
}
