import { computeKernels } from '../kernels.ts';
import { descendSource } from './descend.ts';
import { lossSource } from './loss.ts';
import { mixSource } from './mix.ts';
import { mixWeightsSource } from './mix-weights.ts';
import { type ProductKind, productSource } from './product.ts';
import { gatherSource, rowsSource } from './rows.ts';
import { layerSource, stepSource } from './step.ts';

/** All kernels of a training of M covers and batches of up to B, compiled. */
export function trainingKernels(device: GPUDevice, { B, M }: { B: number; M: number }) {
  const common = stepSource + layerSource;
  const read = 'read-only-storage';
  const write = 'storage';
  const own = { step: 'uniform', layer: 'uniform' } as const;
  const product = (kind: ProductKind) =>
    computeKernels(
      device,
      {
        label: kind,
        code: common + productSource(kind),
        bindings: { step: 'uniform', product: 'uniform', a: read, b: read, c: write },
      },
      ['multiply'],
    );
  return {
    products: { nt: product('nt'), nn: product('nn'), tn: product('tn') },
    gather: computeKernels(
      device,
      {
        label: 'gather',
        code: common + gatherSource,
        bindings: { ...own, batch: read, patterns: read, inputs: write },
      },
      ['gather'],
    ),
    rows: computeKernels(
      device,
      {
        label: 'rows',
        code: common + rowsSource(B, M),
        bindings: { ...own, parameters: write, values: write, deltas: write },
      },
      ['addBias', 'rectifyBack', 'biasGradient'],
    ),
    mix: computeKernels(
      device,
      {
        label: 'mix',
        code: common + mixSource(B, M),
        bindings: { ...own, mixers: read, parameters: read, messages: write, fields: write },
      },
      ['mix', 'unmix'],
    ),
    mixWeights: computeKernels(
      device,
      {
        label: 'mix weights',
        code: common + mixWeightsSource(M),
        bindings: { layer: 'uniform', mixers: read, parameters: write, mixed: write },
      },
      ['mixWeights', 'unmixWeights'],
    ),
    loss: computeKernels(
      device,
      {
        label: 'loss',
        code: common + lossSource(B, M),
        bindings: {
          ...own,
          batch: read,
          labels: read,
          logits: read,
          deltas: write,
          losses: write,
          metrics: write,
        },
      },
      ['crossEntropy', 'total'],
    ),
    descend: computeKernels(
      device,
      {
        label: 'descend',
        code: common + descendSource(M),
        bindings: { step: 'uniform', gradient: read, velocity: write, parameters: write },
      },
      ['descend', 'attract'],
    ),
  };
}

export type TrainingKernels = ReturnType<typeof trainingKernels>;
