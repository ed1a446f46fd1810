import { type Interval, level } from './interval.ts';
import { mean, standardError } from './mean.ts';
import { tQuantile, twoSidedTail } from './student.ts';

export interface WelchTest {
  /** mean(x) − mean(y) and its interval. */
  difference: number;
  interval: Interval;
  t: number;
  /** Welch–Satterthwaite degrees of freedom. */
  degrees: number;
  /** Two-sided. */
  p: number;
}

/** Welch's test of equal means, without equal variances; each sample has at least two values. */
export function welchTest(x: readonly number[], y: readonly number[]): WelchTest {
  return welchOf(
    { mean: mean(x), error: standardError(x), degrees: x.length - 1 },
    { mean: mean(y), error: standardError(y), degrees: y.length - 1 },
  );
}

/** A sample known by its mean, its standard error and n − 1, such as a published number. */
export interface MeanWithError {
  mean: number;
  error: number;
  degrees: number;
}

/** Welch's test from means and standard errors. */
export function welchOf(x: MeanWithError, y: MeanWithError): WelchTest {
  const difference = x.mean - y.mean;
  const variance = x.error ** 2 + y.error ** 2;
  if (variance === 0) {
    const p = difference === 0 ? 1 : 0;
    const t = difference === 0 ? 0 : difference * Number.POSITIVE_INFINITY;
    return {
      difference,
      interval: { low: difference, high: difference },
      t,
      degrees: x.degrees + y.degrees,
      p,
    };
  }
  const degrees = variance ** 2 / (x.error ** 4 / x.degrees + y.error ** 4 / y.degrees);
  const error = Math.sqrt(variance);
  const t = difference / error;
  const half = tQuantile((1 + level) / 2, degrees) * error;
  return {
    difference,
    interval: { low: difference - half, high: difference + half },
    t,
    degrees,
    p: twoSidedTail(t, degrees),
  };
}
