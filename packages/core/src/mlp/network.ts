import { type Activation, activate } from './activation.ts';
import { mlpLayers } from './layers.ts';

/** A multilayer perceptron without its parameters. */
export interface Network {
  /** Widths d_0, …, d_L. */
  readonly widths: readonly number[];
  /** Activation of the hidden units; the last layer's fields are the logits. */
  readonly activation: Activation;
}

/**
 * The plain network: fields a_{ℓr} = Σ_i W_{ℓri} h_{ℓ−1,i} (Eq. 11) plus bias, layer after layer, summed from
 * i = 0 up. Gives a function of the inputs x[from…from+d_0) to the logits, which the next call overwrites.
 *
 * @param w parameters of one network, as `mlpLayers` lays them out.
 */
export function networkLogits(
  { widths, activation }: Network,
  w: ArrayLike<number>,
): (x: ArrayLike<number>, from?: number) => Float64Array {
  const layers = mlpLayers(widths);
  const values = widths.map((width) => new Float64Array(width));
  const fields = widths.map((width) => new Float64Array(width));
  return (x, from = 0) => {
    for (let i = 0; i < widths[0]; i++) values[0][i] = x[from + i];
    layers.forEach(({ inputs, outputs, weights, biases }, l) => {
      for (let r = 0; r < outputs; r++) {
        const row = weights + r * inputs;
        let field = 0;
        for (let i = 0; i < inputs; i++) field += w[row + i] * values[l][i];
        fields[l + 1][r] = field + w[biases + r];
      }
      activate(activation, fields[l + 1], outputs, values[l + 1]);
    });
    return fields[layers.length];
  };
}
