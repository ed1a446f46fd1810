import type { Inputs } from '@mcover/core';
import type { Activation } from '@mcover/core/internals';
import type { Computing } from './layer.ts';
import { networkOn } from './network.ts';
import type { NetworkLayout } from './network-layout.ts';
import { averageParameters, packParameters } from './parameters.ts';

/**
 * Class of each of some patterns: that of its largest logit, the first of equals, in the collapsed network, or in that of
 * the parameters w. The network lies
 * where the gradient does, and is computed where a step computes: of a training, parameters and velocity remain.
 */
export function readout(
  computing: Computing,
  layout: NetworkLayout,
  activation: Activation,
  buffer: ArrayBuffer,
): (patterns: Inputs, w?: Float64Array) => Uint32Array {
  const { layers, M, B, stride, parameterCount, gradient } = layout;
  const top = layers.length - 1;
  const [N, outputs] = [layers[0].inputs, layers[top].outputs];
  const parameters = new Float32Array(buffer, layout.parameters, parameterCount);
  const collapsed = new Float32Array(buffer, gradient, parameterCount / M);
  const x = new Float32Array(buffer, layout.x, B * N);
  const logits = new Float32Array(buffer, layout.values[top], outputs * stride);
  const network = networkOn(computing, layout, { activation, M: 1, parameters: gradient, mixers: [] });

  /** The class of the pattern in column b. */
  const classOf = (b: number): number => {
    let best = 0;
    for (let c = 1; c < outputs; c++) if (logits[c * stride + b] > logits[best * stride + b]) best = c;
    return best;
  };

  return (patterns, w) => {
    if (w) packParameters(w, { layers, M: 1 }, collapsed);
    else averageParameters(parameters, layout, collapsed);
    const classes = new Uint32Array(patterns.P);
    for (let first = 0; first < patterns.P; first += B) {
      const count = Math.min(B, patterns.P - first);
      for (let b = 0; b < count; b++) patterns.inputs(first + b, x, b * N);
      network.forward(count);
      for (let b = 0; b < count; b++) classes[first + b] = classOf(b);
    }
    return classes;
  };
}
