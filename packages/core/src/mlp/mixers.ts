import { InputError } from '../error.ts';
import { type Seed, stream } from '../random/stream.ts';
import { type Kernel, kernelKey } from '../routing/kernel.ts';
import { empiricalMixers, exactMixer, marginalMixer } from '../routing/mixer.ts';
import { permutationSampler } from '../routing/sampler.ts';

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

/** A multilayer perceptron in M covers whose block messages a kernel may mix. */
export interface MlpShape {
  /** Widths d_0, …, d_L. */
  widths: readonly number[];
  M?: number;
  /** Without a kernel nothing is routed, and G, mixing and S have no meaning. */
  kernel?: Kernel;
  /** Input blocks of each layer. */
  G?: number;
  mixing?: Mixing;
  /** Permutations of an empirical mixer. */
  S?: number;
}

/** The faults that a schema cannot see. @throws InputError with the parameter's path. */
export function checkMlpShape({ widths, M = 1, kernel, G = 1, mixing = 'empirical', S }: MlpShape): void {
  if (widths.length < 2 || widths.some((width) => !(Number.isInteger(width) && width >= 1))) {
    throw new InputError('widths', `[${widths.join(', ')}] are not two or more whole numbers from 1`);
  }
  const narrowest = Math.min(...widths.slice(0, -1));
  if (G > narrowest)
    throw new InputError('G', `${G} blocks of ${narrowest} inputs; take at most ${narrowest}`);
  if (!kernel) return;
  if (mixing === 'empirical') {
    if (S === undefined) throw new InputError('S', 'an empirical mixer needs a number of permutations');
    permutationSampler(kernel, M);
  } else oneMixer(kernel, M, mixing);
}

/** Whether covers read from one another: not one cover, nor without a kernel, nor with that of the identity. */
export function isRouted({ M = 1, kernel }: Pick<MlpShape, 'M' | 'kernel'>): boolean {
  return M > 1 && kernel !== undefined && kernel.kind !== 'identity';
}

/**
 * The mixers of all layers, drawn once before training (layer by layer, output by output, block by block). No
 * block is pinned to the identity, and the last layer is routed as the others are.
 *
 * Without a kernel, and where there is nothing to route (one cover, the identity kernel), they are identities
 * of one block: sums are then those of the base model bit for bit.
 */
export function mlpMixers(shape: MlpShape, seed: Seed): Mixers[] {
  const { widths, M = 1, kernel, G = 1, mixing = 'empirical', S = 1 } = shape;
  if (kernel === undefined || !isRouted(shape)) return identityMixers(widths, M);
  const counts = widths.slice(1).map((outputs) => outputs * G);
  if (mixing !== 'empirical') {
    const mixer = oneMixer(kernel, M, mixing);
    return counts.map((count) => ({ G, Q: repeat(mixer, count) }));
  }
  const key = { widths: widths.join('-'), M, G, S, kernel: kernelKey(kernel) };
  const random = stream(seed, 'mlp mixers', key);
  const all = empiricalMixers(kernel, M, S, sum(counts), random);
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
