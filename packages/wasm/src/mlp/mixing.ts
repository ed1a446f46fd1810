import type { MlpProblem } from '@mcover/core';
import { blockStarts, type Mixers } from '@mcover/core/internals';
import type { MixerPlace } from './layer.ts';
import type { NetworkLayout } from './network-layout.ts';

/** The blocks of each layer's mixers, 0 where all of them are identities: sums are then those of the base model. */
export function mixedBlocks({ mixers, M }: Pick<MlpProblem, 'mixers' | 'M'>): number[] {
  return mixers.map(({ G, Q }) => (areIdentities(Q, M) ? 0 : G));
}

/** Whether mixers leave every cover to itself. */
export function areIdentities(Q: Float64Array, M: number): boolean {
  return Q.every((share, at) => share === ((at % (M * M)) % (M + 1) === 0 ? 1 : 0));
}

/** Writes the mixers that are not identities into memory, and tells where they lie. */
export function packMixers(
  { mixers, widths }: Pick<MlpProblem, 'mixers' | 'widths'>,
  blocks: readonly number[],
  layout: NetworkLayout,
  memory: ArrayBuffer,
): (MixerPlace | undefined)[] {
  return mixers.map(({ G, Q }: Mixers, l) => {
    if (blocks[l] === 0) return undefined;
    const ends = blockStarts(widths[l], G).subarray(1);
    const [q, endsAt] = [layout.mixers[l], layout.ends[l]];
    new Float32Array(memory, q, Q.length).set(Q);
    new Int32Array(memory, endsAt, G).set(ends);
    return { G, q, ends, endsAt };
  });
}
