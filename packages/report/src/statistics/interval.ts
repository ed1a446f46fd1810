import { mean, standardError } from './mean.ts';
import { tQuantile } from './student.ts';

export interface Interval {
  low: number;
  high: number;
}

/** Below this p, adjusted where there are several, a difference is called significant. */
export const significance = 0.05;

/** Confidence level of every interval of a report. */
export const level = 0.95;

/** Student's interval of the mean, mean ± t·sd/√n; one value has none. */
export function tInterval(sample: readonly number[]): Interval | undefined {
  if (sample.length < 2) return undefined;
  const center = mean(sample);
  const half = tQuantile((1 + level) / 2, sample.length - 1) * standardError(sample);
  return { low: center - half, high: center + half };
}
