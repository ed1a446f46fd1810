import { InputError, type Network } from '@mcover/core';
import { mlpLayers, mlpSize } from '@mcover/core/internals';
import { symmetryOf } from './symmetry.ts';
import { checkWeights, type Torus } from './torus.ts';
import { norm, scale } from './vectors.ts';

/**
 * A multilayer perceptron on its torus (Alg. 1 of arXiv:2202.03038): the same function but for the scale of its logits.
 * From the first layer up, the incoming weights of each hidden unit are divided by their norm, and its bias with them;
 * the outgoing weights are multiplied by it, unless the unit gives a sign only. The last layer gets one factor, so that
 * its norm is √outputs. A row of zeros has no direction and stays.
 *
 * @param w parameters of one network, as `mlpLayers` lays them out. Not changed.
 *
 * @example
 * // 3 → 1 → 1 with biases 2 and 15: |(2, 2, 1)| = 3 goes to the outgoing weight 5, whose own norm is then made 1.
 * const network = { widths: [3, 1, 1], activation: 'relu' };
 * normaliseMlp(network, [2, 2, 1, 2, 5, 15]); // [2 / 3, 2 / 3, 1 / 3, 2 / 3, 1, 1]
 * normaliseMlp({ ...network, activation: 'tanh' }, [1, 1, 1, 0, 1, 0]); // throws activation: the scale of a tanh unit
 *
 * @throws InputError for tanh, whose scale is part of the function, and for weights that are none of this network.
 */
export function normaliseMlp({ widths, activation }: Network, w: ArrayLike<number>): Float64Array {
  const symmetry = symmetryOf(activation);
  if (symmetry.scale === 'none')
    throw new InputError(
      'activation',
      `the scale of a ${activation} unit is part of its function; compare such networks as they are`,
    );
  checkWeights(w, mlpSize(widths));
  const normalised = Float64Array.from(w);
  const layers = mlpLayers(widths);
  layers.slice(0, -1).forEach(({ inputs, outputs, weights, biases }, l) => {
    const next = layers[l + 1];
    for (let r = 0; r < outputs; r++) {
      const size = norm(normalised, weights + r * inputs, inputs);
      if (size === 0) continue;
      scale(normalised, weights + r * inputs, inputs, 1 / size);
      normalised[biases + r] /= size;
      if (symmetry.scale === 'compensated')
        scale(normalised, next.weights + r, next.outputs, size, next.inputs);
    }
  });
  const { inputs, outputs, weights, biases } = layers[layers.length - 1];
  const size = norm(normalised, weights, inputs * outputs);
  if (size > 0) {
    const factor = Math.sqrt(outputs) / size;
    scale(normalised, weights, inputs * outputs, factor);
    scale(normalised, biases, outputs, factor);
  }
  return normalised;
}

/**
 * Weights of which every sphere is free in its scale, as those of a committee or a perceptron, on their torus.
 *
 * @example
 * ontoTorus(committeeTorus(2, 2), [4, 0, 0, -2]); // [1, 0, 0, -1]
 *
 * @throws InputError for weights that do not belong to the torus.
 */
export function ontoTorus({ size, spheres }: Torus, w: ArrayLike<number>): Float64Array {
  checkWeights(w, size);
  const normalised = Float64Array.from(w);
  for (const { at, length, radius } of spheres) {
    const own = norm(normalised, at, length);
    if (own > 0) scale(normalised, at, length, radius / own);
  }
  return normalised;
}
