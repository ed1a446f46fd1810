import type { Computing, LayerPlace, MemoryLayer } from './layer.ts';

/** A layer above the first in which nothing is mixed: each cover is a network of its own. */
export function plainLayer({ kernels, products, group }: Computing, place: LayerPlace): MemoryLayer {
  const { inputs, outputs, M, stride, fields, deltas, below, deltasBelow } = place;
  const weightBytes = 4 * outputs * inputs;
  const inputBytes = 4 * inputs * stride;
  const outputBytes = 4 * outputs * stride;

  return {
    forward(count) {
      group.open();
      for (let a = 0; a < M; a++) {
        const w = place.weights + a * weightBytes;
        const h = below + a * inputBytes;
        const to = fields + a * outputBytes;
        products.gemm(outputs, count, inputs, w, inputs, h, stride, to, stride, false);
      }
      group.close();
      kernels.addBias(M * outputs, count, fields, stride, place.biases, place.rectified);
    },
    backward(count) {
      group.open();
      for (let a = 0; a < M; a++) {
        const w = place.weights + a * weightBytes;
        const dw = place.weightGradient + a * weightBytes;
        const h = below + a * inputBytes;
        const dh = deltasBelow + a * inputBytes;
        const d = deltas + a * outputBytes;
        products.gemmNT(outputs, inputs, count, d, stride, h, stride, dw, inputs, false);
        products.gemmTN(inputs, count, outputs, w, inputs, d, stride, dh, stride, false);
      }
      group.close();
      kernels.sumRows(M * outputs, count, deltas, stride, place.biasGradient);
    },
  };
}
