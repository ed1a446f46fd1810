/** Where a layer's weights and biases lie among the parameters of its network. */
export interface Layer {
  /** Widths d_{ℓ−1} and d_ℓ. */
  readonly inputs: number;
  readonly outputs: number;
  /** W_{ℓri} is at weights + r·inputs + i. */
  readonly weights: number;
  /** The bias of unit r is at biases + r. */
  readonly biases: number;
}

/**
 * The layers of a multilayer perceptron of the widths d_0, …, d_L. Its parameters are one array: layer after
 * layer, the weights and then the biases. M covers are M such arrays, one after the other.
 */
export function mlpLayers(widths: readonly number[]): Layer[] {
  let end = 0;
  return widths.slice(1).map((outputs, l) => {
    const inputs = widths[l];
    const weights = end;
    const biases = weights + inputs * outputs;
    end = biases + outputs;
    return { inputs, outputs, weights, biases };
  });
}

/** Number of parameters of one network. */
export function mlpSize(widths: readonly number[]): number {
  return mlpLayers(widths).reduce((size, { inputs, outputs }) => size + (inputs + 1) * outputs, 0);
}
