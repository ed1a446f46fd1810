import { type AnnealingProblem, type Engine, referenceEngine } from '@mcover/core';
import { wasmEngine, wasmUnavailable } from '@mcover/wasm';
import type { Device } from '../operations/call.ts';

/** Where an annealing ended. */
export interface Annealed {
  readonly weights: Int8Array;
  readonly energy: number;
}

/** Threads of the processor. What they compute does not depend on their number. */
export interface Processor extends Device {
  /** Anneals every problem of a batch, a sweep at each temperature. */
  anneal(problems: readonly AnnealingProblem[], temperatures: Float64Array): Promise<Annealed[]>;
}

/** The engine that anneals on the processor: the fastest that runs here. */
export const processorEngine: Engine = wasmUnavailable() === undefined ? wasmEngine : referenceEngine;

/** Anneals in this thread, a sweep at each temperature. */
export function annealHere(problem: AnnealingProblem, temperatures: Float64Array): Annealed {
  const annealer = processorEngine.annealer(problem);
  for (const temperature of temperatures) annealer.sweep(temperature);
  return { weights: annealer.weights(), energy: annealer.energy() };
}
