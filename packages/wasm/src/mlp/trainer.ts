import type { MlpProblem, MlpTrainer } from '@mcover/core';
import { norm } from '@mcover/core/internals';
import { type Helpers, helpedKernels } from './helpers.ts';
import { type MlpKernels, mlpKernels } from './kernels.ts';
import { type MlpProducts, noGroup } from './layer.ts';
import { mixedBlocks, packMixers } from './mixing.ts';
import { networkOn } from './network.ts';
import { networkLayout } from './network-layout.ts';
import { packParameters, partsOf, unpackParameters } from './parameters.ts';
import { readout } from './readout.ts';

/**
 * What computes the products in this memory, given the engine's own kernels: they get addresses in bytes and strides in
 * singles. The memory never grows, so that its buffer stays the same.
 */
export type ProductsOf = (buffer: ArrayBuffer, own: MlpKernels) => MlpProducts;

/**
 * Training of a multilayer perceptron in singles, in the order of sums that `networkOn` states; the loss is added up in
 * doubles. Parameters and mixers are rounded to singles at the start.
 *
 * @param productsOf another order, and speed, of the matrix products; the engine's own without it.
 * @param helpers other threads, which change no bit.
 * @throws InputError when the network takes more memory than there is; mlpBytes tells how much.
 */
export function mlpTrainer(
  problem: MlpProblem,
  productsOf: ProductsOf = (_, own) => own,
  helpers?: Helpers,
): MlpTrainer {
  const { widths, activation, loss, M, B, patterns } = problem;
  const blocks = mixedBlocks(problem);
  const layout = networkLayout({ widths, activation, M, B, blocks }, helpers?.most);
  const { ledger } = layout;
  const { kernels, buffer, group } = helpers
    ? helpedKernels(ledger, helpers)
    : { ...mlpKernels(ledger), group: noGroup };
  const { stride, parameterCount, parameters, velocity, gradient } = layout;
  const inMemory = new Float32Array(buffer, parameters, parameterCount);
  packParameters(problem.weights, layout, inMemory);
  const momentum = new Float32Array(buffer, velocity, parameterCount);
  if (problem.kept) packParameters(problem.kept[0], layout, momentum);
  const mixers = packMixers(problem, blocks, layout, buffer);

  const computing = { kernels, products: productsOf(buffer, kernels), group };
  const network = networkOn(computing, layout, { activation, M, parameters, mixers });
  const [N, classes] = [widths[0], widths[widths.length - 1]];
  const logits = layout.values[widths.length - 2];
  const x = new Float32Array(buffer, layout.x, B * N);
  const labels = new Uint32Array(buffer, layout.labels, stride);
  const parts = partsOf(layout.layers);

  const weights = (to?: Float64Array) => unpackParameters(inMemory, layout, to);
  const collapsedClasses = readout(computing, layout, activation, buffer);
  const lastGradient = new Float32Array(buffer, gradient, parameterCount);
  let gradientNorm: number | undefined = Number.NaN;

  return {
    step(batch, { rate, momentum }) {
      const count = batch.length;
      if (count > B) throw new RangeError(`a batch of ${count} patterns; the problem says at most ${B}`);
      for (let b = 0; b < count; b++) {
        patterns.inputs(batch[b], x, b * N);
        labels[b] = patterns.labels[batch[b]];
      }
      network.forward(count);
      const share = (loss === 'sum' ? 1 : 1 / M) / count;
      const total = kernels.crossEntropy(M, classes, count, logits, stride, layout.labels, share);
      network.backward(count);
      kernels.descend(parameterCount, parameters, velocity, gradient, rate, momentum);
      gradientNorm = undefined;
      return total * share;
    },
    attract(strength) {
      for (const { at, length } of parts)
        kernels.attract(length, M, parameters + 4 * M * at, length, strength);
    },
    replace: (others) => packParameters(others, layout, inMemory),
    classes(patterns, w) {
      // A readout takes the place of the gradient.
      gradientNorm ??= norm(lastGradient);
      return collapsedClasses(patterns, w);
    },
    weights,
    gradientNorm() {
      gradientNorm ??= norm(lastGradient);
      return gradientNorm;
    },
    snapshot: () => ({ weights: weights(), kept: [unpackParameters(momentum, layout)] }),
  };
}
