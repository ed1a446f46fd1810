import { blockStarts } from './blocks.ts';
import type { Layer } from './layers.ts';
import type { Mixers } from './mixers.ts';

/** One layer of M covers of a network, and how its messages are mixed. */
export interface CoverLayer {
  readonly layer: Layer;
  /** Number of covers, and of parameters of one network: cover α's begin at α·size. */
  readonly M: number;
  readonly size: number;
  readonly mixers: Mixers;
}

/**
 * A layer whose incoming messages are mixed. For B patterns, activations h of the layer below are at
 * [(α·B + b)·inputs + i], fields and their gradients (deltas) at [(β·B + b)·outputs + r].
 */
export interface RoutedLayer {
  /** Writes the fields of all covers. */
  forward(w: Float64Array, h: Float64Array, B: number, fields: Float64Array): void;
  /** Adds the gradient by this layer's parameters to `gradient`, and writes that by h into `dh`. */
  backward(
    w: Float64Array,
    h: Float64Array,
    B: number,
    deltas: Float64Array,
    gradient: Float64Array,
    dh: Float64Array,
  ): void;
}

/**
 * Block messages: C_{rg}^{(α)} = Σ_{i∈g} W_{ri}^{(α)} h_i^{(α)} within each cover (Eq. 13), mixed across covers,
 * a_r^{(β)} = Σ_g Σ_α Q̂_{rg,βα} C_{rg}^{(α)} (Eq. 14), and the cover's own bias, which is not routed.
 *
 * Sums run over i, then g, then α, upwards; gradients over patterns in the order of the batch.
 */
export function blockMessages({ layer, M, size, mixers: { G, Q } }: CoverLayer): RoutedLayer {
  const { inputs, outputs, weights, biases } = layer;
  const starts = blockStarts(inputs, G);
  // C_g^{(α)} of one pattern and output, or the gradient by it, at [g·M + α].
  const messages = new Float64Array(G * M);

  return {
    forward(w, h, B, fields) {
      for (let b = 0; b < B; b++) {
        for (let r = 0; r < outputs; r++) {
          for (let a = 0; a < M; a++) {
            const row = a * size + weights + r * inputs;
            const source = (a * B + b) * inputs;
            for (let g = 0; g < G; g++) {
              let sum = 0;
              for (let i = starts[g]; i < starts[g + 1]; i++) sum += w[row + i] * h[source + i];
              messages[g * M + a] = sum;
            }
          }
          for (let to = 0; to < M; to++) {
            let field = 0;
            for (let g = 0; g < G; g++) {
              const mixer = ((r * G + g) * M + to) * M;
              for (let a = 0; a < M; a++) field += Q[mixer + a] * messages[g * M + a];
            }
            fields[(to * B + b) * outputs + r] = field + w[to * size + biases + r];
          }
        }
      }
    },

    backward(w, h, B, deltas, gradient, dh) {
      dh.fill(0, 0, M * B * inputs);
      for (let b = 0; b < B; b++) {
        for (let r = 0; r < outputs; r++) {
          messages.fill(0);
          for (let to = 0; to < M; to++) {
            const delta = deltas[(to * B + b) * outputs + r];
            gradient[to * size + biases + r] += delta;
            for (let g = 0; g < G; g++) {
              const mixer = ((r * G + g) * M + to) * M;
              for (let a = 0; a < M; a++) messages[g * M + a] += Q[mixer + a] * delta;
            }
          }
          for (let a = 0; a < M; a++) {
            const row = a * size + weights + r * inputs;
            const source = (a * B + b) * inputs;
            for (let g = 0; g < G; g++) {
              const byMessage = messages[g * M + a];
              for (let i = starts[g]; i < starts[g + 1]; i++) {
                gradient[row + i] += byMessage * h[source + i];
                dh[source + i] += byMessage * w[row + i];
              }
            }
          }
        }
      }
    },
  };
}
