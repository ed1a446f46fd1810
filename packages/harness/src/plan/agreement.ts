import { canonical, type Result, type TrialSpec } from '@mcover/record';

/**
 * How far the errors of two runs of one specification, shares of patterns, may be apart, where the sums of a matrix
 * product depend on the library and the device: a training amplifies their last bits. In 90 trials of the profile smoke
 * those of OpenBLAS and of WebAssembly differ by 0.0013 at most. Everything else, and every other arithmetic, is equal,
 * bit for bit.
 */
const tolerances: Readonly<Record<string, number>> = { blas: 0.005, gpu: 0.005 };

/** Whether two runs of one specification are equal, bit for bit. */
export function agreesExactly({ arithmetic }: TrialSpec): boolean {
  return tolerances[arithmetic ?? ''] === undefined;
}

/** What two results of one specification differ in, in words; nothing where they agree. */
export function difference(spec: TrialSpec, one: Result, other: Result): string | undefined {
  const tolerance = tolerances[spec.arithmetic ?? ''];
  if (tolerance === undefined) {
    return canonical(one) === canonical(other) ? undefined : `${shown(one)} against ${shown(other)}`;
  }
  const apart = Object.keys(one).filter((key) => {
    const most = key.endsWith('Error') ? tolerance : 0;
    return !(Math.abs(Number(one[key]) - Number(other[key])) <= most);
  });
  if (apart.length === 0) return undefined;
  const names = apart.map((key) => `${key} ${one[key]} against ${other[key]}`).join(', ');
  return `${names}: further apart than ${tolerance} (${spec.arithmetic})`;
}

function shown(result: Result): string {
  return Object.entries(result)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}
