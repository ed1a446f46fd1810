import { type Barrier, barrierOf } from './barrier.ts';
import { distance } from './distance.ts';
import { geodesic, type Path } from './geodesic.ts';
import type { Landscape } from './landscape.ts';
import { straight } from './straight.ts';
import { errorsAlong } from './walk.ts';

/** A way from one network to another. */
export interface Way extends Barrier {
  /** At even steps. */
  readonly errors: Float64Array;
}

/** Two networks beside each other. */
export interface Pair {
  readonly distances: {
    /** ‖a − b‖ of the weights as they are. */
    readonly raw: number;
    /** On the torus, where there is one: of both as they stand, and after aligning the second to the first. */
    readonly normalised?: number;
    readonly aligned?: number;
  };
  /** Of each hidden layer: the mean cosine of aligned units, of their incoming weights. */
  readonly cosines: readonly number[];
  readonly paths: {
    /** A straight line between the weights as they are. */
    readonly linear: Way;
    /** The same after aligning, without normalising. */
    readonly aligned: Way;
    /** The shortest path on the torus between normalised and aligned networks, where there is a torus. */
    readonly geodesic?: Way;
  };
}

/**
 * How far apart two networks are, and what stands between them (§4.2 of arXiv:2202.03038). What the first distance has
 * more than the others is no difference of functions: order and scale of units.
 *
 * @param levels paths have 2^levels steps.
 *
 * @example
 * // Wrong where w₁ ≤ 0: 127° lie between the two, and nothing on the way is wrong.
 * const landscape = committeeLandscape({ N: 2, K: 1 }, ([w]) => Number(w <= 0));
 * const { distances, paths } = pairOf(landscape, [1, 2], [2, -4], 3);
 * (distances.aligned / Math.PI).toFixed(3); // '0.705'
 * paths.geodesic.highest; // 0
 *
 * @throws InputError for weights that are none of such networks, or opposite ones.
 */
export function pairOf(landscape: Landscape, a: ArrayLike<number>, b: ArrayLike<number>, levels = 5): Pair {
  const { torus, normalise, align, error } = landscape;
  const way = (path: Path): Way => {
    const errors = errorsAlong(path, 2 ** levels, error);
    return { errors, ...barrierOf(errors) };
  };
  const [first, second] = [normalise(a), normalise(b)];
  const { weights, cosines } = align(first, second);
  return {
    distances: {
      raw: Math.sqrt(Array.from(a).reduce((sum, x, i) => sum + (x - b[i]) * (x - b[i]), 0)),
      ...(torus && {
        normalised: distance(torus, first, second).total,
        aligned: distance(torus, first, weights).total,
      }),
    },
    cosines: cosines.map((layer) => layer.reduce((sum, x) => sum + x, 0) / layer.length),
    paths: {
      linear: way(straight(a, b, levels)),
      aligned: way(straight(a, align(a, b).weights, levels)),
      ...(torus && { geodesic: way(geodesic(torus, first, weights, levels)) }),
    },
  };
}
