import type { Row } from './study.ts';

/** Largest step of the clock, as a share of what is timed. */
const coarsest = 0.01;
/** Largest relative median absolute deviation. */
const noisiest = 0.1;

/** What makes the times doubtful, each with its remedy. @param resolution milliseconds of the clock's step. */
export function warningsOf(rows: readonly Row[], resolution: number): string[] {
  const warnings: string[] = [];
  const coarse = rows.filter(({ shortest }) => resolution > coarsest * shortest);
  if (coarse.length > 0) {
    warnings.push(
      `the clock moves in steps of ${resolution} ms, over ${100 * coarsest} % of the shortest call of ${coarse.map(nameOf).join('; ')}: run under Node, or let a run of these tasks do more work`,
    );
  }
  const noisy = rows.filter(({ deviation }) => deviation > noisiest);
  if (noisy.length > 0) {
    warnings.push(
      `the machine is too noisy: the median absolute deviation is over ${100 * noisiest} % of the median for ${noisy.map(nameOf).join('; ')}: close other programs, keep it from changing its clock rate, and run again`,
    );
  }
  return warnings;
}

function nameOf({ series, subject, at }: Row): string {
  const place = Object.entries(at).map(([key, value]) => `${key} = ${value}`);
  return `${series}, ${subject} (${place.join(', ')})`;
}
