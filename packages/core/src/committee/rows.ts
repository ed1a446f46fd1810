/**
 * Scales rows of N weights to unit norm, one after the other, so that hidden fields stay of order one and β
 * alone says how sharp a unit is. A row of zeros has no direction and stays.
 */
export function normaliseRows(weights: Float64Array, N: number): void {
  for (let row = 0; row < weights.length; row += N) {
    let square = 0;
    for (let i = row; i < row + N; i++) square += weights[i] * weights[i];
    if (square === 0) continue;
    const norm = Math.sqrt(square);
    for (let i = row; i < row + N; i++) weights[i] /= norm;
  }
}
