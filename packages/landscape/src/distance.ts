import { gaussian, type Random } from '@mcover/core';
import type { Aligned } from './align.ts';
import { angle } from './angle.ts';
import { ontoTorus } from './normalise.ts';
import { checkWeights, type Torus } from './torus.ts';

/** How far apart two points of a torus are, in radians times radius. */
export interface Distance {
  readonly total: number;
  /** The same of the spheres of each layer; the squares add up to that of the total. */
  readonly layers: Float64Array;
}

/**
 * The geodesic distance of two points of a torus, √Σ(R·θ)² over its spheres. What is carried does not count.
 *
 * @example
 * const { total, layers } = distance(committeeTorus(2, 2), [1, 0, 0, 1], [0, 1, 0, 1]);
 * total / Math.PI; // 0.5
 * layers.length; // 1
 *
 * @throws InputError for weights that do not belong to the torus.
 */
export function distance(
  { size, layers: count, spheres }: Torus,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Distance {
  checkWeights(a, size);
  checkWeights(b, size);
  const squares = new Float64Array(count);
  for (const { at, length, radius, layer } of spheres) {
    const arc = radius * angle(a, b, at, length);
    squares[layer] += arc * arc;
  }
  return { total: Math.sqrt(squares.reduce((sum, square) => sum + square)), layers: squares.map(Math.sqrt) };
}

/** What points without anything in common come to, in the mean over pairs. */
export interface NullDistance {
  readonly raw: number;
  /** After aligning one to the other, which always finds some likeness. */
  readonly aligned: number;
  /** Of the units of the hidden layers after aligning. */
  readonly cosine: number;
}

/**
 * The distance of random points of a torus, by simulation: what a measured distance and the cosines of aligned units are
 * to be held against.
 *
 * @example
 * const random = stream({ root: 1, trial: 0 }, 'null');
 * const size = { N: 50, K: 4 };
 * const none = nullDistance(committeeTorus(50, 4), (a, b) => alignCommittee(size, a, b), 20, random);
 * none.aligned < none.raw; // true
 * none.cosine > 0; // true
 */
export function nullDistance(
  torus: Torus,
  align: (reference: Float64Array, w: Float64Array) => Aligned,
  pairs: number,
  random: Random,
): NullDistance {
  const point = () => ontoTorus(torus, randomPoint(torus, random));
  const sums = { raw: 0, aligned: 0, cosine: 0 };
  for (let pair = 0; pair < pairs; pair++) {
    const [a, b] = [point(), point()];
    const { weights, cosines } = align(a, b);
    sums.raw += distance(torus, a, b).total;
    sums.aligned += distance(torus, a, weights).total;
    const all = cosines.flatMap((layer) => Array.from(layer));
    sums.cosine += all.reduce((sum, cosine) => sum + cosine, 0) / Math.max(1, all.length);
  }
  return { raw: sums.raw / pairs, aligned: sums.aligned / pairs, cosine: sums.cosine / pairs };
}

/** Gaussian numbers on the spheres, which have no direction that they prefer; zeros for what is carried. */
function randomPoint({ size, spheres }: Torus, random: Random): Float64Array {
  const w = new Float64Array(size);
  for (const { at, length } of spheres) for (let i = at; i < at + length; i++) w[i] = gaussian(random);
  return w;
}
