import { uniform } from '../buffers.ts';
import type { Call } from '../kernels.ts';
import type { TrainingKernels } from './kernels.ts';
import type { DeviceLayer } from './problem.ts';
import { type ProductKind, productGroups } from './product.ts';
import { visitingGroups } from './step.ts';

/** The call of a kernel that visits so many places. */
export function visit(pipeline: GPUComputePipeline, group: GPUBindGroup, total: number): Call {
  return { pipeline, group, groups: visitingGroups(total) };
}

/** A buffer as an operand of products: where it begins, and how far covers, blocks and rows lie apart in it. */
export interface Operand {
  readonly buffer: GPUBuffer;
  readonly base: number;
  readonly cover: number;
  readonly block: number;
  readonly row: number;
}

/** Products of M covers and batches of up to B, which all read what a step is told. */
export function products(
  device: GPUDevice,
  kernels: TrainingKernels['products'],
  { B, M, step }: { B: number; M: number; step: GPUBuffer },
) {
  return (
    kind: ProductKind,
    { inputs, outputs: rows }: DeviceLayer,
    blocks: number,
    [a, b, c]: readonly [Operand, Operand, Operand],
  ): Call => {
    const places = [a, b, c].flatMap(({ base, cover, block, row }) => [base, cover, block, row]);
    const product = uniform(device, 'product', 64);
    device.queue.writeBuffer(product, 0, Uint32Array.of(rows, inputs, blocks, 0, ...places));
    const { pipelines, bind } = kernels[kind];
    const sizes = { B, rows, inputs: Math.ceil(inputs / blocks), batches: M * blocks };
    return {
      pipeline: pipelines.multiply,
      group: bind({ step, product, a: a.buffer, b: b.buffer, c: c.buffer }),
      groups: productGroups(kind, sizes),
    };
  };
}
