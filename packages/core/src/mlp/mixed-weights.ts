import { blockStarts } from './blocks.ts';
import type { CoverLayer, RoutedLayer } from './messages.ts';

type AddPart = (
  rows: Float64Array,
  share: number,
  to: number,
  from: number,
  start: number,
  end: number,
) => void;

/**
 * The first layer: its inputs x are the same in all covers, so that Eq. 13, 14 say the same with the weights
 * mixed in the place of the messages, W̃_{ri}^{(β)} = Σ_α Q̂_{rg,βα} W_{ri}^{(α)} for i ∈ g, and one product
 * a_r^{(β)} = Σ_i W̃_{ri}^{(β)} x_i. Its cost does not depend on the number of blocks.
 *
 * Here `h` is x[b·inputs + i], without covers, and there is no gradient by it.
 */
export function mixedWeights({ layer, M, size, mixers: { G, Q } }: CoverLayer): {
  forward: RoutedLayer['forward'];
  backward(x: Float64Array, B: number, deltas: Float64Array, gradient: Float64Array): void;
} {
  const { inputs, outputs, weights, biases } = layer;
  const starts = blockStarts(inputs, G);
  // W̃, or the gradient by it, at [(β·outputs + r)·inputs + i].
  const mixed = new Float64Array(M * outputs * inputs);

  /**
   * Calls `add` for every part of a row that an entry Q̂ = `share` joins: places start…end of the row `to` of
   * `mixed` and of the row `from` of `rows`, which is laid out as the parameters are.
   */
  const forEachPart = (rows: Float64Array, add: AddPart): void => {
    for (let r = 0; r < outputs; r++) {
      for (let g = 0; g < G; g++) {
        for (let b = 0; b < M; b++) {
          for (let a = 0; a < M; a++) {
            const share = Q[((r * G + g) * M + b) * M + a];
            const to = (b * outputs + r) * inputs;
            add(rows, share, to, a * size + weights + r * inputs, starts[g], starts[g + 1]);
          }
        }
      }
    }
  };
  const mix: AddPart = (w, share, to, from, start, end) => {
    for (let i = start; i < end; i++) mixed[to + i] += share * w[from + i];
  };
  const unmix: AddPart = (gradient, share, to, from, start, end) => {
    for (let i = start; i < end; i++) gradient[from + i] += share * mixed[to + i];
  };

  return {
    forward(w, x, B, fields) {
      mixed.fill(0);
      forEachPart(w, mix);
      for (let a = 0; a < M; a++) {
        for (let b = 0; b < B; b++) {
          for (let r = 0; r < outputs; r++) {
            const row = (a * outputs + r) * inputs;
            let field = 0;
            for (let i = 0; i < inputs; i++) field += mixed[row + i] * x[b * inputs + i];
            fields[(a * B + b) * outputs + r] = field + w[a * size + biases + r];
          }
        }
      }
    },

    backward(x, B, deltas, gradient) {
      mixed.fill(0);
      for (let a = 0; a < M; a++) {
        for (let b = 0; b < B; b++) {
          for (let r = 0; r < outputs; r++) {
            const row = (a * outputs + r) * inputs;
            const delta = deltas[(a * B + b) * outputs + r];
            gradient[a * size + biases + r] += delta;
            for (let i = 0; i < inputs; i++) mixed[row + i] += delta * x[b * inputs + i];
          }
        }
      }
      forEachPart(gradient, unmix);
    },
  };
}
