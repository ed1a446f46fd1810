import type { Layer } from '@mcover/core/internals';
import type { MlpKernels } from './kernels.ts';

/** The matrix products of a training, which a BLAS may compute in the place of the engine's own kernels. */
export type MlpProducts = Pick<MlpKernels, 'gemm' | 'gemmNT' | 'gemmTN'>;

/** Calls between these two write nothing that another of them reads or writes, so that threads may share them. */
export interface Group {
  open(): void;
  /** All of them are done. */
  close(): void;
}

/** Where one thread makes every call. */
export const noGroup: Group = { open() {}, close() {} };

/** What computes, on the memory in which all addresses lie. */
export interface Computing {
  readonly kernels: MlpKernels;
  readonly products: MlpProducts;
  readonly group: Group;
}

/** A layer of M covers in memory, as `networkLayout` lays it out: its parameters, and its inputs and outputs. */
export interface LayerPlace extends Pick<Layer, 'inputs' | 'outputs'> {
  readonly M: number;
  readonly stride: number;
  readonly weights: number;
  readonly biases: number;
  /** Where the gradients by them go. */
  readonly weightGradient: number;
  readonly biasGradient: number;
  /** Activations of the layer below, or the inputs x; derivatives by them, 0 below the first layer. */
  readonly below: number;
  readonly deltasBelow: number;
  readonly fields: number;
  readonly deltas: number;
  /** Whether the fields are rectified on the way. */
  readonly rectified: boolean;
}

/** Where a layer's mixers Q̂[r,g,β,α] lie. */
export interface MixerPlace {
  readonly G: number;
  readonly q: number;
  /** Where its blocks of inputs end: `ends[g]`, and the same as words in memory. */
  readonly ends: Int32Array;
  readonly endsAt: number;
}

/** A layer that computes for the first `count` patterns of a batch. */
export interface MemoryLayer {
  /** From the activations below to the fields. */
  forward(count: number): void;
  /** From the derivatives by the fields to those by its parameters and by the activations below. */
  backward(count: number): void;
}
