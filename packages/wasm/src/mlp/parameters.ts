import type { Layer } from '@mcover/core/internals';
import type { NetworkLayout } from './network-layout.ts';

/** What of a layer lies together in each cover: its weights, or its biases. */
interface Part {
  /** Where it begins among the parameters of one network, and how long it is. */
  readonly at: number;
  readonly length: number;
}

/** The parts of all layers, in the order in which they lie. */
export function partsOf(layers: readonly Layer[]): Part[] {
  return layers.flatMap(({ inputs, outputs, weights, biases }) => [
    { at: weights, length: inputs * outputs },
    { at: biases, length: outputs },
  ]);
}

/** Writes parameters of M covers, as in MlpProblem, into memory. */
export function packParameters(
  weights: Float64Array,
  { layers, M }: Pick<NetworkLayout, 'layers' | 'M'>,
  to: Float32Array,
): void {
  const size = weights.length / M;
  for (const { at, length } of partsOf(layers)) {
    for (let a = 0; a < M; a++) {
      const from = a * size + at;
      to.set(weights.subarray(from, from + length), M * at + a * length);
    }
  }
}

/** The parameters of all covers, as in MlpProblem. */
export function unpackParameters(
  from: Float32Array,
  { layers, M }: NetworkLayout,
  weights: Float64Array = new Float64Array(from.length),
): Float64Array {
  const size = from.length / M;
  for (const { at, length } of partsOf(layers)) {
    for (let a = 0; a < M; a++) {
      const own = M * at + a * length;
      weights.set(from.subarray(own, own + length), a * size + at);
    }
  }
  return weights;
}

/** Collapse: the mean over covers of every parameter, summed in doubles from α = 0 up, as a layout of M = 1. */
export function averageParameters(from: Float32Array, { layers, M }: NetworkLayout, to: Float32Array): void {
  for (const { at, length } of partsOf(layers)) {
    const own = from.subarray(M * at, M * (at + length));
    for (let q = 0; q < length; q++) {
      let sum = 0;
      for (let place = q; place < own.length; place += length) sum += own[place];
      to[at + q] = sum / M;
    }
  }
}
