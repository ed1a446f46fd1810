import { storage, uniform, uploaded } from '../buffers.ts';
import { mostSlots } from './meter.ts';
import { type DeviceLayer, type DeviceMlp, sizesOf } from './problem.ts';
import { stepBytes } from './step.ts';

/** All that a training keeps on the device. */
export type Memory = ReturnType<typeof allocate>;

/** Buffers of a training, with its patterns, labels and initial parameters uploaded. */
export function allocate(device: GPUDevice, problem: DeviceMlp, layers: readonly DeviceLayer[]) {
  const { M, B, patterns, weights } = problem;
  const sizes = sizesOf(problem, layers);
  const singles = (label: string, count: number) => storage(device, label, 4 * count);
  const rows = (label: string) => layers.map(({ outputs }) => singles(label, M * B * outputs));
  return {
    step: uniform(device, 'step', stepBytes),
    batch: singles('batch', B),
    patterns: uploaded(device, 'patterns', patterns.x),
    labels: uploaded(device, 'labels', Uint32Array.from(patterns.labels)),
    inputs: singles('inputs', B * patterns.N),
    parameters: uploaded(device, 'parameters', Float32Array.from(weights)),
    velocity: singles('velocity', sizes.parameters),
    gradient: singles('gradient', sizes.parameters),
    mixed: singles('mixed', sizes.mixed),
    messages: singles('messages', sizes.messages),
    /** Activations of each layer; of the last, logits. */
    values: rows('values'),
    deltas: rows('deltas'),
    losses: singles('losses', M * B),
    metrics: singles('metrics', mostSlots),
    /** Of each layer. */
    mixers: layers.map(({ mixers }) => uploaded(device, 'mixers', mixers)),
    sizes: layers.map(({ inputs, outputs, weights, biases, G }, l) => {
      const rectified = l < layers.length - 1 ? 1 : 0;
      const buffer = uniform(device, 'layer', 24);
      device.queue.writeBuffer(buffer, 0, Uint32Array.of(inputs, outputs, weights, biases, G, rectified));
      return buffer;
    }),
  };
}

export function release(memory: Memory): void {
  for (const buffer of Object.values(memory).flat()) buffer.destroy();
}
