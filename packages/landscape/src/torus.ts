import { InputError, type Network } from '@mcover/core';
import { mlpLayers, mlpSize } from '@mcover/core/internals';

/** A run of weights, w[at…at + length), that is a direction: its points lie on a sphere of this radius. */
export interface Sphere {
  readonly at: number;
  readonly length: number;
  readonly radius: number;
  /** From 0. */
  readonly layer: number;
  /** For messages. */
  readonly name: string;
}

/** A run of weights that is carried along in a straight line, as biases are. */
export interface Span {
  readonly at: number;
  readonly length: number;
}

/** What normalised weights form: a product of spheres, and what is carried along. */
export interface Torus {
  /** Number of weights in all. */
  readonly size: number;
  readonly layers: number;
  readonly spheres: readonly Sphere[];
  readonly carried: readonly Span[];
}

/**
 * The torus of a multilayer perceptron, laid out as `mlpLayers`: a unit sphere for the incoming weights of each hidden
 * unit, and one of radius √outputs for all weights of the last layer, whose scale no class depends on. Biases are
 * carried.
 *
 * @example
 * const { size, spheres, carried } = mlpTorus({ widths: [5, 4, 3], activation: 'relu' });
 * [size, spheres.length, spheres[4].length, carried.length]; // [39, 5, 12, 2]
 */
export function mlpTorus({ widths }: Network): Torus {
  const layers = mlpLayers(widths);
  const spheres = layers.flatMap(({ inputs, outputs, weights }, layer): Sphere[] => {
    if (layer === layers.length - 1)
      return [
        { at: weights, length: inputs * outputs, radius: Math.sqrt(outputs), layer, name: 'the last layer' },
      ];
    return Array.from({ length: outputs }, (_, r) => ({
      at: weights + r * inputs,
      length: inputs,
      radius: 1,
      layer,
      name: `unit ${r + 1} of layer ${layer + 1}`,
    }));
  });
  const carried = layers.map(({ outputs, biases }) => ({ at: biases, length: outputs }));
  return { size: mlpSize(widths), layers: layers.length, spheres, carried };
}

/**
 * The torus of a committee of K units of N weights, J[k·N + i]: a unit sphere for each.
 *
 * @example
 * committeeTorus(784, 9).spheres.length; // 9
 */
export function committeeTorus(N: number, K: number): Torus {
  const spheres = Array.from({ length: K }, (_, k) => ({
    at: k * N,
    length: N,
    radius: 1,
    layer: 0,
    name: `unit ${k + 1}`,
  }));
  return { size: K * N, layers: 1, spheres, carried: [] };
}

/**
 * The sphere of a perceptron of N real weights: a committee of one.
 *
 * @example
 * perceptronTorus(501).spheres.length; // 1
 */
export function perceptronTorus(N: number): Torus {
  return committeeTorus(N, 1);
}

/** @throws InputError for weights of another number, or one that is not finite. */
export function checkWeights(weights: ArrayLike<number>, size: number): void {
  if (weights.length !== size)
    throw new InputError('weights', `${weights.length} numbers, but this network has ${size}`);
  for (let i = 0; i < size; i++)
    if (!Number.isFinite(weights[i])) throw new InputError(`weights/${i}`, `${weights[i]} is not finite`);
}
