/**
 * One step of replicated SGD's attraction, w_a ← w_a − strength·(w_a − w̄), w̄ the mean of the M copies: at 0
 * nothing moves, at 1 all copies are their mean. It is elastic averaging (`elasticStep`) with the copies' own mean as its
 * centre.
 *
 * @param weights one copy after the other; changed in place.
 */
export function attract(weights: Float64Array, M: number, strength: number): void {
  const size = weights.length / M;
  for (let q = 0; q < size; q++) {
    let sum = 0;
    for (let at = q; at < weights.length; at += size) sum += weights[at];
    const mean = sum / M;
    for (let at = q; at < weights.length; at += size) weights[at] -= strength * (weights[at] - mean);
  }
}
