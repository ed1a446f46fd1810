import { InputError } from '@mcover/core';
import munkres from 'munkres';

/**
 * The one-to-one assignment of n rows to n columns with the largest sum of similarities: the column of each row. Where
 * several have it, which one is told by the algorithm, the same every time.
 *
 * @param similarity n×n, row by row.
 *
 * @example
 * assign([1, 5, 4, 5, 1, 1, 2, 3, 1], 3); // [2, 0, 1]
 * assign([1, Number.NaN, 0, 1], 2); // throws similarity/1: NaN is not finite
 *
 * @throws InputError for a number that is not finite, or another number of them than n².
 */
export function assign(similarity: ArrayLike<number>, n: number): Int32Array {
  if (similarity.length !== n * n)
    throw new InputError('similarity', `${similarity.length} numbers are not ${n}×${n}`);
  const costs: Float64Array[] = [];
  for (let at = 0; at < n * n; at += n) {
    const row = new Float64Array(n);
    for (let column = 0; column < n; column++) {
      const value = similarity[at + column];
      if (!Number.isFinite(value))
        throw new InputError(`similarity/${at + column}`, `${value} is not finite`);
      row[column] = -value;
    }
    costs.push(row);
  }
  const columns = new Int32Array(n);
  for (const [row, column] of munkres(costs)) columns[row] = column;
  return columns;
}
