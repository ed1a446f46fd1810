import type { Activation } from '@mcover/core/internals';
import type { MlpKernels } from './kernels.ts';
import type { MemoryLayer } from './layer.ts';

/** Hidden units of all covers: rows of fields, activations and derivatives. */
interface HiddenPlace {
  readonly rows: number;
  readonly stride: number;
  readonly fields: number;
  readonly values: number;
  readonly deltas: number;
}

/** From fields to activations, and from derivatives by the latter to those by the former in their place. */
export function hiddenUnits(kernels: MlpKernels, kind: Activation, place: HiddenPlace): MemoryLayer {
  const { rows, stride, fields, values, deltas } = place;
  switch (kind) {
    case 'relu':
      return {
        // The layer rectifies its fields itself.
        forward() {},
        backward: (count) => kernels.rectifyBack(rows, count, deltas, values, stride),
      };
    case 'tanh':
      return {
        forward: (count) => kernels.tanh(rows, count, fields, stride),
        backward: (count) => kernels.tanhBack(rows, count, deltas, values, stride),
      };
    case 'sign':
      return {
        forward: (count) => kernels.sign(rows, count, fields, values, stride),
        backward: (count) => kernels.signBack(rows, count, deltas, fields, stride),
      };
  }
}
