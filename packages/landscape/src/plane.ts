import { InputError } from '@mcover/core';

/** The plane through three weight vectors. */
export interface Plane {
  /** Where the three lie: the first at (0, 0), the second at (x, 0). */
  readonly corners: readonly (readonly [x: number, y: number])[];
  /** Weights of a point, in one buffer, which the next call overwrites. */
  point(x: number, y: number): Float64Array;
}

/**
 * The plane through three weight vectors, such as a, b, and b aligned to a, with an orthonormal basis (Gram–Schmidt).
 *
 * @example
 * const { corners, point } = planeOf([1, 1, 1], [3, 1, 1], [2, 5, 1]);
 * corners; // [[0, 0], [2, 0], [1, 4]]
 * point(1, 4); // [2, 5, 1]
 * planeOf([0, 0], [1, 1], [2, 2]); // throws weights: the three lie on one line
 *
 * @throws InputError for weights of different numbers, or three that lie on one line.
 */
export function planeOf(a: ArrayLike<number>, b: ArrayLike<number>, c: ArrayLike<number>): Plane {
  if (a.length !== b.length || a.length !== c.length)
    throw new InputError('weights', `${a.length}, ${b.length} and ${c.length} numbers`);
  const from = (w: ArrayLike<number>) => Float64Array.from(w, (weight, i) => weight - a[i]);
  const product = (u: Float64Array, v: Float64Array) => u.reduce((sum, x, i) => sum + x * v[i], 0);
  const [first, second] = [from(b), from(c)];
  const width = Math.sqrt(product(first, first));
  const along = first.map((x) => x / width);
  const shift = product(second, along);
  const rest = second.map((x, i) => x - shift * along[i]);
  const height = Math.sqrt(product(rest, rest));
  if (!(width > 0 && height > flat * Math.sqrt(product(second, second))))
    throw new InputError('weights', 'the three lie on one line, which spans no plane');
  const across = rest.map((x) => x / height);
  const buffer = new Float64Array(a.length);
  return {
    corners: [
      [0, 0],
      [width, 0],
      [shift, height],
    ],
    point(x, y) {
      for (let i = 0; i < buffer.length; i++) buffer[i] = a[i] + x * along[i] + y * across[i];
      return buffer;
    },
  };
}

/** Heights below this share of a side are rounding. */
const flat = 1e-9;

/**
 * Errors on a grid of a plane, row by row: at (xs[i], ys[j]) in [j·xs.length + i].
 *
 * @example
 * const plane = planeOf([0, 0], [1, 0], [0, 1]);
 * errorsOn(plane, [0, 1], [0, 2], ([x, y]) => x + y); // [0, 1, 2, 3]
 */
export function errorsOn(
  { point }: Plane,
  xs: readonly number[],
  ys: readonly number[],
  error: (w: Float64Array) => number,
): Float64Array {
  return Float64Array.from(ys.flatMap((y) => xs.map((x) => error(point(x, y)))));
}
