import { type Coupling, isRouted } from '../cover/coupling.ts';
import { type Kernel, kernelKey } from '../cover/kernel.ts';
import { empiricalMixers, exactMixer, marginalMixer } from '../cover/mixer.ts';
import { permutationSampler } from '../cover/sampler.ts';
import { checkWhole, InputError } from '../error.ts';
import { type Seed, stream } from '../random/stream.ts';

/** The mixing matrices Q̂_{ℓrg} (Eq. 14) of one layer: one for each output r and input block g. */
export interface Mixers {
  /** Blocks that the inputs are partitioned into, as `blockStarts` says. */
  readonly G: number;
  /** How much cover β reads of the message of cover α, Q̂[r,g,β,α], at [((r·G + g)·M + β)·M + α]. */
  readonly Q: Float64Array;
}

/**
 * Which mixers: each the share of S permutations of its own, all the marginals of P_Q, or all the kernel Q
 * itself, balanced (the paper's exact-Q mode).
 */
export type Mixing = 'empirical' | 'marginal' | 'exact';

/** How the block messages of covers are mixed, where a kernel couples them. */
export interface MixedCoupling {
  readonly coupling: Coupling;
  /** Input blocks of each layer, and which mixers; without routing they have no meaning. */
  readonly G?: number | undefined;
  readonly mixing?: Mixing | undefined;
}

/** The faults that a schema cannot see. @throws InputError with the parameter's path. */
export function checkMlp(
  widths: readonly number[],
  { coupling, G = 1, mixing = 'empirical' }: MixedCoupling,
): void {
  if (widths.length < 2 || widths.some((width) => !(Number.isInteger(width) && width >= 1))) {
    throw new InputError('widths', `[${widths.join(', ')}] are not two or more whole numbers from 1`);
  }
  checkWhole('G', G);
  const narrowest = Math.min(...widths.slice(0, -1));
  if (G > narrowest)
    throw new InputError('G', `${G} blocks of ${narrowest} inputs; take at most ${narrowest}`);
  if (coupling.kind !== 'routing') return;
  const { kernel, M, S } = coupling;
  checkWhole('S', S);
  if (mixing === 'empirical') permutationSampler(kernel, M);
  else oneMixer(kernel, M, mixing);
}

/** Blocks whose messages are mixed; 0 where there is nothing to mix, as under the kernel of the identity. */
export function mixedBlocks({ coupling, G = 1 }: MixedCoupling): number {
  return isRouted(coupling) && coupling.kernel.kind !== 'identity' ? G : 0;
}

/**
 * The mixers of all layers, drawn once before training (layer by layer, output by output, block by block). No
 * block is pinned to the identity, and the last layer is routed as the others are.
 *
 * Where there is nothing to mix they are identities of one block: sums are then those of the base model bit for bit.
 */
export function mlpMixers(widths: readonly number[], mixed: MixedCoupling, seed: Seed): Mixers[] {
  const { coupling, mixing = 'empirical' } = mixed;
  const G = mixedBlocks(mixed);
  if (G === 0 || !isRouted(coupling)) return identityMixers(widths, coupling.M);
  const { M, S, kernel } = coupling;
  const counts = widths.slice(1).map((outputs) => outputs * G);
  if (mixing !== 'empirical') {
    const mixer = oneMixer(kernel, M, mixing);
    return counts.map((count) => ({ G, Q: repeat(mixer, count) }));
  }
  const key = { widths: widths.join('-'), M, G, S, kernel: kernelKey(kernel) };
  const all = empiricalMixers(kernel, M, S, sum(counts), stream(seed, 'mlp mixers', key));
  return counts.map((count, l) => {
    const from = sum(counts.slice(0, l)) * M * M;
    return { G, Q: all.subarray(from, from + count * M * M) };
  });
}

/** Every cover reads only itself: M uncoupled copies of the base model. */
export function identityMixers(widths: readonly number[], M: number): Mixers[] {
  const one = Float64Array.from({ length: M * M }, (_, at) => (at % (M + 1) === 0 ? 1 : 0));
  return widths.slice(1).map((outputs) => ({ G: 1, Q: repeat(one, outputs) }));
}

function oneMixer(kernel: Kernel, M: number, mixing: 'marginal' | 'exact'): Float64Array {
  return mixing === 'marginal' ? marginalMixer(kernel, M) : exactMixer(kernel, M);
}

function repeat(matrix: Float64Array, count: number): Float64Array {
  const all = new Float64Array(matrix.length * count);
  for (let i = 0; i < count; i++) all.set(matrix, i * matrix.length);
  return all;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
