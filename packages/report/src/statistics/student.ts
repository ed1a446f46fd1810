import { studentQuantile as quantile } from './distributions.ts';

/** The quantile of Student's t distribution with `degrees` > 0 (not necessarily whole) degrees of freedom. */
export function tQuantile(probability: number, degrees: number): number {
  return quantile(probability, degrees);
}

const smallest = 1e-300;

/**
 * P(|T| ≥ |t|) for Student's t: the tail is found by bisection of the quantile, in logarithms, so that small
 * p values keep their relative accuracy (about 1e-8, and 1e-8 absolute near p = 1). Below 2e-300 it is 0.
 */
export function twoSidedTail(t: number, degrees: number): number {
  const target = -Math.abs(t);
  if (target <= quantile(smallest, degrees)) return 0;
  let low = Math.log(smallest);
  let high = Math.log(0.5);
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (quantile(Math.exp(middle), degrees) < target) low = middle;
    else high = middle;
  }
  return Math.min(1, 2 * Math.exp((low + high) / 2));
}
