/**
 * Holm's step-down adjustment (Holm 1979, https://www.jstor.org/stable/4615733): rejecting where the adjusted p
 * is below a level keeps the probability of any false rejection in the family below that level.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).sort((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[index]));
    adjusted[index] = largest;
  }
  return adjusted;
}
