/** The quantile of at least one value between its order statistics, (n − 1)·share after the least (type 7 of Hyndman and Fan). */
export function quantile(sample: readonly number[], share: number): number {
  if (sample.length === 0) throw new RangeError('an empty sample has no quantile');
  const sorted = [...sample].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
