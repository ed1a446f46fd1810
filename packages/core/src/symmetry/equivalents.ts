import { factorial } from '../numeric/big.ts';

/** How many parameter vectors are one function: discretely, and the directions in which they move continuously. */
export interface Equivalents {
  readonly discrete: bigint;
  readonly scales: number;
}

/**
 * The orbit of a network in general position: every order of the hidden units of a layer, the signs of tanh units, and
 * a positive scale for each ReLU unit. So large an orbit is why networks that were trained apart cannot be averaged as
 * they are.
 *
 * @param widths of all layers, from the inputs to the outputs.
 *
 * @example
 * equivalents([784, 9, 1], 'generic'); // { discrete: 362880n, scales: 0 }
 * equivalents([2, 3, 1], 'relu'); // { discrete: 6n, scales: 3 }
 * equivalents([2, 3, 1], 'tanh'); // { discrete: 48n, scales: 0 }
 */
export function equivalents(widths: readonly number[], activation: 'relu' | 'tanh' | 'generic'): Equivalents {
  const hidden = widths.slice(1, -1);
  const units = hidden.reduce((sum, width) => sum + width, 0);
  const orders = hidden.reduce((product, width) => product * factorial(width), 1n);
  return {
    discrete: activation === 'tanh' ? orders * 2n ** BigInt(units) : orders,
    scales: activation === 'relu' ? units : 0,
  };
}
