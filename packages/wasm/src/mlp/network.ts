import type { Activation } from '@mcover/core/internals';
import { hiddenUnits } from './activation.ts';
import { firstLayer } from './first-layer.ts';
import type { Computing, LayerPlace, MemoryLayer, MixerPlace } from './layer.ts';
import { mixedLayer } from './mixed-layer.ts';
import type { NetworkLayout } from './network-layout.ts';
import { plainLayer } from './plain-layer.ts';

/** What is laid on a layout: M covers of a network, with parameters of their own, that some mixers couple. */
export interface Covers {
  readonly activation: Activation;
  readonly M: number;
  readonly parameters: number;
  /** The mixers of each layer; none where nothing is mixed. */
  readonly mixers: readonly (MixerPlace | undefined)[];
}

/**
 * A network of M covers, from the inputs x to the logits and, from the derivatives by these, back to the gradient by
 * all parameters. All that it writes but the gradient is overwritten by the next that is laid on the same layout.
 *
 * Orders of sums, each term a rounded product and each addition rounded:
 * - fields without mixers: over inputs from 0 up, then the bias;
 * - fields of the first layer with mixers: W̃ over α from 0 up, then over inputs as without;
 * - fields of other layers with mixers: messages over the inputs of their block from 0 up, then from the bias over g
 *   and within g over α, from 0 up;
 * - derivatives by activations: over outputs from 0 up; by messages, and by the first layer's weights from those by
 *   W̃: over β from 0 up;
 * - gradients by weights: over patterns in the order of the batch; by biases: in four lanes, as `sumRows` says.
 */
export function networkOn(computing: Computing, layout: NetworkLayout, covers: Covers): MemoryLayer {
  const { activation, M, parameters, mixers } = covers;
  const { stride, gradient, values, fields, deltas } = layout;
  const top = layout.layers.length - 1;
  const program: MemoryLayer[] = [];
  layout.layers.forEach(({ inputs, outputs, weights, biases }, l) => {
    const place: LayerPlace = {
      inputs,
      outputs,
      M,
      stride,
      weights: parameters + 4 * M * weights,
      biases: parameters + 4 * M * biases,
      weightGradient: gradient + 4 * M * weights,
      biasGradient: gradient + 4 * M * biases,
      below: l === 0 ? layout.x : values[l - 1],
      deltasBelow: l === 0 ? 0 : deltas[l - 1],
      fields: fields[l],
      deltas: deltas[l],
      rectified: activation === 'relu' && l < top,
    };
    program.push(layerOn(computing, layout, place, l, mixers[l]));
    if (l === top) return;
    const hidden = { rows: M * outputs, stride, fields: fields[l], values: values[l], deltas: deltas[l] };
    program.push(hiddenUnits(computing.kernels, activation, hidden));
  });

  return {
    forward(count) {
      for (let at = 0; at < program.length; at++) program[at].forward(count);
    },
    backward(count) {
      for (let at = program.length - 1; at >= 0; at--) program[at].backward(count);
    },
  };
}

function layerOn(
  computing: Computing,
  { mixed, messages, partRows }: NetworkLayout,
  place: LayerPlace,
  l: number,
  mixers: MixerPlace | undefined,
): MemoryLayer {
  if (l === 0) return firstLayer(computing, place, mixers && { mixers, mixed });
  return mixers ? mixedLayer(computing, place, mixers, messages, partRows[l]) : plainLayer(computing, place);
}
