/*
 * The front door: what scripts and modules of one's own need, from one package. Engines and tools take the rest from
 * the packages themselves, which also run in a browser; this one, with `run`, needs Node, Bun or Deno.
 */

export * from '@mcover/core';
export * from '@mcover/harness';
// That of the models, which runs anywhere, and with it many seeds on threads.
export { fit } from '@mcover/harness';
export * from '@mcover/models';
export { parseJournal, type TrialRecord, type TrialSpec } from '@mcover/record';
export * from '@mcover/report/statistics';
export { mlpBytes, perceptronBytes, wasmEngine } from '@mcover/wasm';
