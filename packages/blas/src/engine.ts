import type { Engine } from '@mcover/core';
import { mlpTrainer, wasmEngine, wasmUnavailable } from '@mcover/wasm';
import { type Library, library, libraryMissing } from './library.ts';
import { blasProducts } from './products.ts';

/** Why the engine cannot run here, for a message; undefined where it can. */
export function blasUnavailable(): string | undefined {
  return wasmUnavailable() ?? libraryMissing();
}

/** The library that computes. @throws Error where there is none. */
export function blasLibrary(): Pick<Library, 'path' | 'title'> {
  return library();
}

/**
 * The WebAssembly engine with the matrix products of multilayer perceptrons by the system's BLAS, whose sums have an
 * order of their own: it differs between libraries, versions and processors, so that results compare by tolerance.
 * Models that are not made of such products are the WebAssembly engine's as they are.
 */
export const blasEngine: Engine = {
  ...wasmEngine,
  name: 'blas',
  arithmetic: 'blas',
  mlp: (problem) => mlpTrainer(problem, blasProducts),
};
