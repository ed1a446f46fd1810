import { gaussian, stream } from '@mcover/core';
import { type MlpKernels, mlpKernels, mlpLedger } from '@mcover/wasm';

/** Half the distance between singles at 1: the relative error of a rounding. */
export const u = 2 ** -24;
export const f = Math.fround;

/** The most that n roundings in a row can move a value, relative to it. */
export const gamma = (n: number) => (n * u) / (1 - n * u);

type Values = Float32Array | Uint32Array;

/** Kernels on a memory with copies of these arrays: where each lies, and a view of it. */
export function laidOut<Name extends string>(
  arrays: Record<Name, Values>,
): { kernels: MlpKernels; at: Record<Name, number>; views: Record<Name, Float32Array> } {
  const ledger = mlpLedger();
  const entries = Object.entries(arrays) as [Name, Values][];
  const at = {} as Record<Name, number>;
  for (const [name, { length }] of entries) at[name] = ledger.take(length);
  const { kernels, buffer } = mlpKernels(ledger);
  const views = {} as Record<Name, Float32Array>;
  for (const [name, values] of entries) {
    new Uint32Array(buffer, at[name]).set(new Uint32Array(values.buffer, 0, values.length));
    views[name] = new Float32Array(buffer, at[name], values.length);
  }
  return { kernels, at, views };
}

/** Gaussian singles. */
export function drawn(name: string, length: number, trial = 0): Float32Array {
  const random = stream({ root: 5, trial }, `test ${name}`, { length });
  return Float32Array.from({ length }, () => gaussian(random));
}

/** Bit for bit, NaN and −0 included. */
export function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length).slice();
}
