import { InputError } from '@mcover/core';
import { checkWeights, type Torus } from './torus.ts';
import { norm } from './vectors.ts';

/** Point n of a path of 2^levels steps, n = 0, …, 2^levels: in one buffer, which the next call overwrites. */
export type Path = (n: number) => Float64Array;

/** Closer to each other's opposite than this, in radii, two points have no geodesic that is the shortest. */
const antipodal = 1e-9;

/**
 * The shortest path between two points of a torus: on each sphere an arc at even speed, all arcs at once; what is carried
 * goes straight, and so does a row of zeros.
 *
 * At t = n/2^k the point is [sin((1 − t)θ)·a + sin(tθ)·b]/sin θ, by square roots alone, so that every machine has the same
 * bits: cos(θ/2) = ‖a + b‖/2 is halved to cos(θ/2^k) by c ← √((1 + c)/2), and with the Chebyshev recurrence
 * U₀ = 0, U₁ = 1, Uₙ₊₁ = 2cUₙ − Uₙ₋₁ the coefficients are U_{2^k − n}/U_{2^k} and Uₙ/U_{2^k}.
 *
 * @param a, b points of the torus, as `normaliseMlp` and `alignMlp` give them.
 *
 * @example
 * const point = geodesic(perceptronTorus(2), [1, 0], [0, 1], 1);
 * point(0); // [1, 0]
 * Array.from(point(1), (x) => x.toFixed(12)); // ['0.707106781187', '0.707106781187']
 * geodesic(perceptronTorus(2), [1, 0], [-1, 0], 1); // throws unit 1: the two weight vectors are opposite
 *
 * @throws InputError where two points of a sphere are opposite, or the weights do not belong to the torus.
 */
export function geodesic(
  { size, spheres, carried }: Torus,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  levels = 5,
): Path {
  checkWeights(a, size);
  checkWeights(b, size);
  const steps = 2 ** levels;
  const arcs = spheres.map(({ at, length, radius, name }) => {
    if (norm(a, at, length) === 0 || norm(b, at, length) === 0) return { at, length, U: ramp(steps) };
    let together = 0;
    for (let i = at; i < at + length; i++) together += (a[i] + b[i]) * (a[i] + b[i]);
    const half = Math.sqrt(together) / (2 * radius);
    if (half < antipodal / 2)
      throw new InputError(name, 'the two weight vectors are opposite: many shortest paths join them');
    return { at, length, U: chebyshev(Math.min(1, half), levels) };
  });
  const spans = [...arcs, ...carried.map((span) => ({ ...span, U: ramp(steps) }))];
  const point = new Float64Array(size);
  return (n) => {
    for (const { at, length, U } of spans) {
      const [u, v] = [U[steps - n] / U[steps], U[n] / U[steps]];
      for (let i = at; i < at + length; i++) point[i] = u * a[i] + v * b[i];
    }
    return point;
  };
}

/** U₀, …, U_{2^k} of cos(θ/2^k), which is proportional to sin(nθ/2^k), from cos(θ/2). */
function chebyshev(cosine: number, levels: number): Float64Array {
  let c = cosine;
  for (let level = 1; level < levels; level++) c = Math.sqrt((1 + c) / 2);
  const U = new Float64Array(2 ** levels + 1);
  U[1] = 1;
  for (let n = 1; n < U.length - 1; n++) U[n + 1] = 2 * c * U[n] - U[n - 1];
  return U;
}

/** Of a straight line. */
const ramp = (steps: number) => Float64Array.from({ length: steps + 1 }, (_, n) => n);
