import type { Call } from '../kernels.ts';
import { type Operand, products, visit } from './call.ts';
import type { TrainingKernels } from './kernels.ts';
import type { Memory } from './memory.ts';
import type { DeviceLayer } from './problem.ts';

/** Calls of one layer: from the values below to its own, and from its deltas to the gradient and the deltas below. */
export interface LayerCalls {
  readonly forward: readonly Call[];
  readonly backward: readonly Call[];
}

/**
 * The calls of each layer. The first has the same inputs in all covers: its weights are mixed in the place of its
 * messages, and its product is not cut into blocks. Where every cover reads only itself, nothing is mixed at all.
 */
export function layerCalls(
  device: GPUDevice,
  { B, M }: { B: number; M: number },
  layers: readonly DeviceLayer[],
  kernels: TrainingKernels,
  memory: Memory,
): LayerCalls[] {
  const { step, parameters, gradient, mixed, messages, inputs, values, deltas } = memory;
  const size = parameters.size / 4 / M;
  const product = products(device, kernels.products, { B, M, step });
  const rowsOf = (buffer: GPUBuffer, row: number): Operand => {
    return { buffer, base: 0, cover: B * row, block: 0, row };
  };

  return layers.map((layer, l) => {
    const { inputs: width, outputs, direct } = layer;
    const own = { step, layer: memory.sizes[l] };
    const weightsIn = (buffer: GPUBuffer): Operand => {
      return { buffer, base: layer.weights, cover: size, block: 0, row: width };
    };
    const below = l === 0 ? { ...rowsOf(inputs, width), cover: 0 } : rowsOf(values[l - 1], width);
    const down = l === 0 ? [] : [rowsOf(deltas[l - 1], width)];
    const { pipelines, bind } = kernels.rows;
    const rows = (by: GPUBuffer) => bind({ ...own, parameters: by, values: values[l], deltas: deltas[l] });
    const bias = visit(pipelines.addBias, rows(parameters), M * B * outputs);
    const back = [
      ...(l < layers.length - 1 ? [visit(pipelines.rectifyBack, rows(parameters), M * B * outputs)] : []),
      visit(pipelines.biasGradient, rows(gradient), M * outputs),
    ];

    /** Products with whole rows of inputs, of weights that lie so. */
    const whole = (by: Operand, gradients: Operand) => ({
      forward: [product('nt', layer, 1, [below, by, rowsOf(values[l], outputs)]), bias],
      backward: [
        ...back,
        product('tn', layer, 1, [rowsOf(deltas[l], outputs), below, gradients]),
        ...down.map((deltasBelow) => product('nn', layer, 1, [rowsOf(deltas[l], outputs), by, deltasBelow])),
      ],
    });

    if (direct) return whole(weightsIn(parameters), weightsIn(gradient));

    if (l === 0) {
      const mixing = kernels.mixWeights;
      const call = (name: 'mixWeights' | 'unmixWeights', of: GPUBuffer) => {
        const group = mixing.bind({ layer: own.layer, mixers: memory.mixers[l], parameters: of, mixed });
        return visit(mixing.pipelines[name], group, outputs * width);
      };
      const mixedRows = { buffer: mixed, base: 0, cover: outputs * width, block: 0, row: width };
      const { forward, backward } = whole(mixedRows, mixedRows);
      return {
        forward: [call('mixWeights', parameters), ...forward],
        backward: [...backward, call('unmixWeights', gradient)],
      };
    }

    const { G } = layer;
    const cut = { buffer: messages, base: 0, cover: G * B * outputs, block: B * outputs, row: outputs };
    const mixing = (name: 'mix' | 'unmix', fields: GPUBuffer) => {
      const group = kernels.mix.bind({ ...own, mixers: memory.mixers[l], parameters, messages, fields });
      return visit(kernels.mix.pipelines[name], group, B * outputs);
    };
    return {
      forward: [product('nt', layer, G, [below, weightsIn(parameters), cut]), mixing('mix', values[l])],
      backward: [
        ...back,
        mixing('unmix', deltas[l]),
        product('tn', layer, G, [cut, below, weightsIn(gradient)]),
        ...down.map((deltasBelow) => product('nn', layer, G, [cut, weightsIn(parameters), deltasBelow])),
      ],
    };
  });
}
