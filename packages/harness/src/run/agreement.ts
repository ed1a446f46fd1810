import { canonical, type Result, type TrialSpec } from '@mcover/record';

/**
 * How far the errors of two runs of one specification may be apart, where the sums of a matrix product depend on
 * the library and the device: a training amplifies their last bits. The bound is on shares of patterns; epochs and
 * whatever else a result holds are not compared. Of every other arithmetic two runs are equal, bit for bit.
 */
const tolerances: Readonly<Record<string, number>> = { blas: 0.02, gpu: 0.02 };

/** What two results of one specification differ in, in words; nothing where they agree. */
export function difference(spec: TrialSpec, one: Result, other: Result): string | undefined {
  const tolerance = tolerances[spec.arithmetic ?? ''];
  if (tolerance === undefined) {
    return canonical(one) === canonical(other) ? undefined : `${shown(one)} against ${shown(other)}`;
  }
  const keys = Object.keys(one).filter((key) => key.endsWith('Error'));
  const apart = keys.filter((key) => !(Math.abs(Number(one[key]) - Number(other[key])) <= tolerance));
  if (apart.length === 0) return undefined;
  const names = apart.map((key) => `${key} ${one[key]} against ${other[key]}`).join(', ');
  return `${names}: further apart than ${tolerance} (${spec.arithmetic})`;
}

function shown(result: Result): string {
  return Object.entries(result)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}
