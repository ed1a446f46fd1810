/**
 * P(X < Y) + ½ P(X = Y) over all pairs of values: how often a trial of X has the lower value, ties counting
 * half. 1/2 means no difference.
 */
export function probabilityOfImprovement(x: readonly number[], y: readonly number[]): number {
  let wins = 0;
  for (const a of x) for (const b of y) wins += a < b ? 1 : a === b ? 0.5 : 0;
  return wins / (x.length * y.length);
}
