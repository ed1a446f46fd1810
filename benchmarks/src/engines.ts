import { type Engine, referenceEngine } from '@mcover/core';
import { wasmEngine, wasmUnavailable } from '@mcover/wasm';

/** The engines that run here: the plain one first, then from slow to fast. */
export function enginesHere(warn: (text: string) => void): Engine[] {
  const reason = wasmUnavailable();
  if (reason === undefined) return [referenceEngine, wasmEngine];
  warn(`the wasm engine is left out, because ${reason}; use Node 20 or later, Bun or Deno`);
  return [referenceEngine];
}
