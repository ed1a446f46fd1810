import type { Classified, Network } from '@mcover/core';
import { shareWrong } from '@mcover/core/internals';
import { mlpKernels } from './kernels.ts';
import { noGroup } from './layer.ts';
import { networkLayout } from './network-layout.ts';
import { packParameters } from './parameters.ts';
import { readout } from './readout.ts';

/** Patterns that are computed together. */
const B = 256;

/**
 * The share of some patterns that a network misclassifies, for one weight vector after the other in the same memory: in
 * singles, as the trainer reads out a network of batches of 256.
 *
 * @throws InputError when the network takes more memory than there is.
 */
export function mlpJudge({ widths, activation }: Network, patterns: Classified): (w: Float64Array) => number {
  const layout = networkLayout({ widths, activation, M: 1, B, blocks: widths.slice(1).fill(0) });
  const { kernels, buffer } = mlpKernels(layout.ledger);
  const parameters = new Float32Array(buffer, layout.parameters, layout.parameterCount);
  const classes = readout({ kernels, products: kernels, group: noGroup }, layout, activation, buffer);
  return (w) => {
    packParameters(w, layout, parameters);
    return shareWrong(classes(patterns), patterns);
  };
}
