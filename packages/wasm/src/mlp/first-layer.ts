import type { Computing, LayerPlace, MemoryLayer, MixerPlace } from './layer.ts';

/**
 * The first layer. Its inputs are the same in all covers, so that the weights may be mixed in the place of the block
 * messages (Eq. 13, 14), and one product serves all covers.
 *
 * @param mixed where W̃ = Q̂W and then the gradient by it lie.
 */
export function firstLayer(
  { kernels, products }: Computing,
  place: LayerPlace,
  mixing?: { mixers: MixerPlace; mixed: number },
): MemoryLayer {
  const { inputs, outputs, M, stride, weights, weightGradient, biases, below: x } = place;
  const rows = M * outputs;
  const cover = outputs * inputs;
  const read = mixing ? mixing.mixed : weights;
  const byRead = mixing ? mixing.mixed : weightGradient;

  return {
    forward(count) {
      if (mixing) {
        const { G, q, endsAt } = mixing.mixers;
        kernels.mixWeights(outputs, inputs, M, G, endsAt, q, weights, mixing.mixed, cover);
      }
      products.gemmNT(rows, count, inputs, read, inputs, x, inputs, place.fields, stride, false);
      kernels.addBias(rows, count, place.fields, stride, biases, place.rectified);
    },
    backward(count) {
      products.gemm(rows, inputs, count, place.deltas, stride, x, inputs, byRead, inputs, false);
      if (mixing) {
        const { G, q, endsAt } = mixing.mixers;
        kernels.unmixWeights(outputs, inputs, M, G, endsAt, q, mixing.mixed, weightGradient, cover);
      }
      kernels.sumRows(rows, count, place.deltas, stride, place.biasGradient);
    },
  };
}
