import { type Binding, computeKernels } from '../kernels.ts';
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
  const own = { step: 'uniform Step', layer: 'uniform Layer' } as const;
  const make = <Name extends string, Entry extends string>(
    label: string,
    source: string,
    bindings: Readonly<Record<Name, Binding>>,
    entries: readonly Entry[],
  ) => computeKernels(device, { label, code: common + source, bindings }, entries);
  const product = (kind: ProductKind) => {
    const operands = { a: 'read f32', b: 'read f32', c: 'write f32' } as const;
    const bindings = { step: own.step, product: 'uniform Product', ...operands } as const;
    return make(kind, productSource(kind), bindings, ['multiply']);
  };
  return {
    products: { nt: product('nt'), nn: product('nn'), tn: product('tn') },
    gather: make(
      'gather',
      gatherSource,
      { ...own, batch: 'read u32', patterns: 'read f32', inputs: 'write f32' },
      ['gather'],
    ),
    rows: make(
      'rows',
      rowsSource(B, M),
      { ...own, parameters: 'write f32', values: 'write f32', deltas: 'write f32' },
      ['addBias', 'rectifyBack', 'biasGradient'],
    ),
    mix: make(
      'mix',
      mixSource(B, M),
      { ...own, mixers: 'read f32', parameters: 'read f32', messages: 'write f32', fields: 'write f32' },
      ['mix', 'unmix'],
    ),
    mixWeights: make(
      'mix weights',
      mixWeightsSource(M),
      { layer: own.layer, mixers: 'read f32', parameters: 'write f32', mixed: 'write f32' },
      ['mixWeights', 'unmixWeights'],
    ),
    loss: make(
      'loss',
      lossSource(B, M),
      {
        ...own,
        batch: 'read u32',
        labels: 'read u32',
        logits: 'read f32',
        deltas: 'write f32',
        losses: 'write f32',
        metrics: 'write f32',
      },
      ['crossEntropy', 'total'],
    ),
    descend: make(
      'descend',
      descendSource(M),
      { step: own.step, gradient: 'read f32', velocity: 'write f32', parameters: 'write f32' },
      ['descend', 'attract'],
    ),
  };
}

export type TrainingKernels = ReturnType<typeof trainingKernels>;
