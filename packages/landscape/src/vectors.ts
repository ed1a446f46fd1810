/** Sums over runs of weights, in the order of their places. */

/** a[i…i + length)·b[j…j + length) */
export function dot(
  a: ArrayLike<number>,
  i: number,
  b: ArrayLike<number>,
  j: number,
  length: number,
): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += a[i + k] * b[j + k];
  return sum;
}

/** The norm of a run. */
export function norm(a: ArrayLike<number>, at: number, length: number): number {
  return Math.sqrt(dot(a, at, a, at, length));
}

/** Multiplies a run, or every `stride`-th entry of it. */
export function scale(a: Float64Array, at: number, length: number, factor: number, stride = 1): void {
  for (let k = 0; k < length; k++) a[at + k * stride] *= factor;
}
