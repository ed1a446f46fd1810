/** Most elements whose partitions are counted: the numbers have thousands of digits. */
export const mostElements = 1000;

/**
 * Stirling numbers of the second kind S(n, 0), …, S(n, n): the partitions of n elements into k blocks, by
 * S(n, k) = k·S(n−1, k) + S(n−1, k−1).
 *
 * @example
 * stirling2(4).map(Number); // [0, 1, 7, 6, 1]
 *
 * @throws RangeError unless n is a whole number from 0 to 1000.
 */
export function stirling2(n: number): bigint[] {
  if (!(Number.isInteger(n) && n >= 0 && n <= mostElements))
    throw new RangeError(`partitions are counted of 0 to ${mostElements} elements, not of ${n}`);
  const row = [1n];
  for (let m = 1; m <= n; m++) {
    row[m] = 1n;
    for (let k = m - 1; k >= 1; k--) row[k] = BigInt(k) * row[k] + row[k - 1];
    row[0] = 0n;
  }
  return row;
}

/**
 * The partitions of n elements into any number of blocks (Bell).
 *
 * @example
 * [0, 1, 2, 3, 4, 5].map((n) => Number(bell(n))); // [1, 1, 2, 5, 15, 52]
 *
 * @throws RangeError unless n is a whole number from 0 to 1000.
 */
export function bell(n: number): bigint {
  return stirling2(n).reduce((sum, blocks) => sum + blocks);
}
