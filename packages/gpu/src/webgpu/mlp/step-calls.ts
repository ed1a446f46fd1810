import type { Call } from '../kernels.ts';
import { visit } from './call.ts';
import type { TrainingKernels } from './kernels.ts';
import { layerCalls } from './layer-calls.ts';
import type { Memory } from './memory.ts';
import type { DeviceLayer, DeviceMlp } from './problem.ts';

/** The calls of a step and of an attraction, in their order. */
export interface TrainingCalls {
  readonly step: readonly Call[];
  readonly attract: readonly Call[];
}

/**
 * What a step calls: the patterns of the batch, forward (Eq. 13, 14), loss, back through the transposed mixers,
 * descent. It is the same for every batch, so that a step is only told what differs.
 */
export function trainingCalls(
  device: GPUDevice,
  problem: DeviceMlp,
  layers: readonly DeviceLayer[],
  kernels: TrainingKernels,
  memory: Memory,
): TrainingCalls {
  const { B, M } = problem;
  const { step, batch, patterns, inputs, labels, losses, metrics, gradient, velocity, parameters } = memory;
  const top = layers.length - 1;
  const gather = kernels.gather.bind({ step, layer: memory.sizes[0], batch, patterns, inputs });
  const last = { layer: memory.sizes[top], logits: memory.values[top], deltas: memory.deltas[top] };
  const loss = kernels.loss.bind({ step, ...last, batch, labels, losses, metrics });
  const descent = kernels.descend.bind({ step, gradient, velocity, parameters });
  const calls = layerCalls(device, problem, layers, kernels, memory);
  const all = parameters.size / 4;
  return {
    step: [
      visit(kernels.gather.pipelines.gather, gather, B * layers[0].inputs),
      ...calls.flatMap(({ forward }) => forward),
      visit(kernels.loss.pipelines.crossEntropy, loss, M * B),
      visit(kernels.loss.pipelines.total, loss, 1),
      ...[...calls].reverse().flatMap(({ backward }) => backward),
      visit(kernels.descend.pipelines.descend, descent, all),
    ],
    attract: [visit(kernels.descend.pipelines.attract, descent, all / M)],
  };
}
