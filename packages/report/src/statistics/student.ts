import { studentCdf, studentQuantile } from './distributions.ts';

/** The quantile of Student's t distribution with `degrees` > 0 (not necessarily whole) degrees of freedom. */
export function tQuantile(probability: number, degrees: number): number {
  return studentQuantile(probability, degrees);
}

/**
 * P(|T| ≥ |t|) for Student's t: to a relative 1e-12, for p down to 1e-290, where |t| > 1e-4. Nearer to 0, where p is
 * almost 1, it is good to 1e-8, and below the smallest numbers that there are it is 0.
 */
export function twoSidedTail(t: number, degrees: number): number {
  return 2 * studentCdf(-Math.abs(t), degrees);
}
