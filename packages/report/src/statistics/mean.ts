/** The arithmetic mean of at least one value. */
export function mean(sample: readonly number[]): number {
  if (sample.length === 0) throw new RangeError('an empty sample has no mean');
  // Equal values are their own mean; the sum would round.
  if (allEqual(sample)) return sample[0];
  return sum(sample) / sample.length;
}

/** The standard deviation with n − 1 in the denominator, of at least two values. */
export function standardDeviation(sample: readonly number[]): number {
  if (sample.length < 2) throw new RangeError('a standard deviation needs two values or more');
  const center = mean(sample);
  return Math.sqrt(sum(sample.map((value) => (value - center) ** 2)) / (sample.length - 1));
}

/** The standard error of the mean, sd/√n. */
export function standardError(sample: readonly number[]): number {
  return standardDeviation(sample) / Math.sqrt(sample.length);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function allEqual(sample: readonly number[]): boolean {
  return sample.every((value) => value === sample[0]);
}
