import { mlpCode } from '../kernels.ts';
import { allocate } from '../memory.ts';
import { instantiate } from '../module.ts';
import { narrowerLayers } from '../remedy.ts';
import type { MlpLedger } from './layout.ts';

/**
 * Arguments of a product C = A·B, or C += A·B where `accumulate`: sizes, then address and stride of A, B and C as they
 * are stored.
 */
export type Product = [
  ...[m: number, n: number, k: number],
  ...[a: number, strideA: number, b: number, strideB: number, c: number, strideC: number],
  accumulate: boolean,
];

/**
 * Arguments of a mixing of weights: sizes and mixers, then the addresses of W and W̃, the one that is read first, and the
 * singles from one cover to the next.
 */
type WeightMixing = [
  ...[rows: number, inputs: number, covers: number, blocks: number, ends: number, q: number],
  ...[from: number, to: number, cover: number],
];

/**
 * The kernels of assembly/mlp, which says what they compute, in which order, and where everything lies. Addresses are in
 * bytes, strides in singles.
 */
export interface MlpKernels {
  gemm(...product: Product): void;
  /** B stored transposed, n × k. */
  gemmNT(...product: Product): void;
  /** A stored transposed, k × m. */
  gemmTN(...product: Product): void;
  mix(
    ...args: [
      ...[rows: number, count: number, covers: number, blocks: number, q: number, blocksInQ: number],
      ...[c: number, a: number, coverA: number, stride: number],
      ...[bias: number, coverBias: number, rectified: boolean],
    ]
  ): void;
  unmix(
    ...args: [
      ...[rows: number, count: number, covers: number, blocks: number, q: number, blocksInQ: number],
      ...[d: number, coverD: number, c: number, stride: number],
    ]
  ): void;
  mixWeights(...mixing: WeightMixing): void;
  /** From W̃ to W. */
  unmixWeights(...mixing: WeightMixing): void;
  addBias(rows: number, count: number, a: number, stride: number, bias: number, rectified: boolean): void;
  rectifyBack(rows: number, count: number, d: number, h: number, stride: number): void;
  /** In place. */
  tanh(rows: number, count: number, a: number, stride: number): void;
  tanhBack(rows: number, count: number, d: number, h: number, stride: number): void;
  sign(rows: number, count: number, a: number, h: number, stride: number): void;
  signBack(rows: number, count: number, d: number, a: number, stride: number): void;
  sumRows(rows: number, count: number, d: number, stride: number, sums: number): void;
  crossEntropy(
    ...args: [
      ...[covers: number, classes: number, count: number, a: number, stride: number],
      ...[labels: number, scale: number],
    ]
  ): number;
  descend(count: number, p: number, v: number, g: number, rate: number, momentum: number): void;
  attract(count: number, covers: number, w: number, cover: number, strength: number): void;
}

/**
 * The kernels on a new memory of zeros that is laid out so. They allocate nothing.
 *
 * @throws InputError when the memory is more than there is.
 */
export function mlpKernels({ layout, bytes }: MlpLedger): { kernels: MlpKernels; buffer: ArrayBuffer } {
  const memory = allocate(bytes, narrowerLayers);
  return { kernels: instantiate<MlpKernels>(mlpCode, memory, layout), buffer: memory.buffer };
}
