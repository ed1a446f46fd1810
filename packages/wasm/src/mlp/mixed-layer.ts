import type { Computing, LayerPlace, MemoryLayer, MixerPlace } from './layer.ts';

/**
 * A layer above the first whose block messages are mixed (Eq. 13, 14). It is computed by parts of at most `partRows`
 * outputs, so that their messages C_g[α,r,b], at ((g·M + α)·rows + r)·stride + b, stay in the cache. Parts do not
 * show in the bits.
 *
 * @param messages where the messages of a part and then the derivatives by them lie.
 */
export function mixedLayer(
  { kernels, products, group }: Computing,
  place: LayerPlace,
  { G, q, ends }: MixerPlace,
  messages: number,
  partRows: number,
): MemoryLayer {
  const { inputs, outputs, M, stride, fields, deltas, below, deltasBelow } = place;
  const covers = outputs * stride;
  const mixerBytes = 4 * G * M * M;

  return {
    forward(count) {
      for (let first = 0; first < outputs; first += partRows) {
        const rows = Math.min(partRows, outputs - first);
        group.open();
        for (let g = 0; g < G; g++) {
          const start = g === 0 ? 0 : ends[g - 1];
          const width = ends[g] - start;
          for (let a = 0; a < M; a++) {
            const w = place.weights + 4 * ((a * outputs + first) * inputs + start);
            const h = below + 4 * (a * inputs + start) * stride;
            const c = messages + 4 * (g * M + a) * rows * stride;
            products.gemm(rows, count, width, w, inputs, h, stride, c, stride, false);
          }
        }
        group.close();
        const to = fields + 4 * first * stride;
        const bias = place.biases + 4 * first;
        const mixers = q + first * mixerBytes;
        const { rectified } = place;
        kernels.mix(rows, count, M, G, mixers, G, messages, to, covers, stride, bias, outputs, rectified);
      }
    },
    backward(count) {
      for (let first = 0; first < outputs; first += partRows) {
        const rows = Math.min(partRows, outputs - first);
        const d = deltas + 4 * first * stride;
        kernels.unmix(rows, count, M, G, q + first * mixerBytes, G, d, covers, messages, stride);
        group.open();
        for (let g = 0; g < G; g++) {
          const start = g === 0 ? 0 : ends[g - 1];
          const width = ends[g] - start;
          for (let a = 0; a < M; a++) {
            const at = 4 * ((a * outputs + first) * inputs + start);
            const row = 4 * (a * inputs + start) * stride;
            const c = messages + 4 * (g * M + a) * rows * stride;
            const w = place.weights + at;
            const dw = place.weightGradient + at;
            const h = below + row;
            const dh = deltasBelow + row;
            products.gemmNT(rows, width, count, c, stride, h, stride, dw, inputs, false);
            products.gemmTN(width, count, rows, w, inputs, c, stride, dh, stride, first > 0);
          }
        }
        group.close();
      }
      kernels.sumRows(M * outputs, count, deltas, stride, place.biasGradient);
    },
  };
}
