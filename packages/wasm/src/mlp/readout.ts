import type { Classified } from '@mcover/core';
import type { Activation } from '@mcover/core/internals';
import type { Computing } from './layer.ts';
import { networkOn } from './network.ts';
import type { NetworkLayout } from './network-layout.ts';
import { averageParameters } from './parameters.ts';

/**
 * Share of some patterns whose largest logit, the first of equals, in the collapsed network is not that of their class.
 * The network lies where the gradient does, and is computed where a step computes: of a training, parameters and
 * velocity remain.
 */
export function readout(
  computing: Computing,
  layout: NetworkLayout,
  activation: Activation,
  buffer: ArrayBuffer,
): (patterns: Classified) => number {
  const { layers, M, B, stride, parameterCount, gradient } = layout;
  const top = layers.length - 1;
  const [N, classes] = [layers[0].inputs, layers[top].outputs];
  const parameters = new Float32Array(buffer, layout.parameters, parameterCount);
  const collapsed = new Float32Array(buffer, gradient, parameterCount / M);
  const x = new Float32Array(buffer, layout.x, B * N);
  const logits = new Float32Array(buffer, layout.values[top], classes * stride);
  const network = networkOn(computing, layout, { activation, M: 1, parameters: gradient, mixers: [] });

  /** The class of the pattern in column b. */
  const classOf = (b: number): number => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (logits[c * stride + b] > logits[best * stride + b]) best = c;
    return best;
  };

  return (patterns) => {
    averageParameters(parameters, layout, collapsed);
    let wrong = 0;
    for (let first = 0; first < patterns.P; first += B) {
      const count = Math.min(B, patterns.P - first);
      for (let b = 0; b < count; b++) patterns.inputs(first + b, x, b * N);
      network.forward(count);
      for (let b = 0; b < count; b++) if (classOf(b) !== patterns.labels[first + b]) wrong++;
    }
    return wrong / patterns.P;
  };
}
