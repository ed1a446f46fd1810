export { type CommitteeSize, committeeBytes } from './committee/layout.ts';
export { wasmEngine } from './engine.ts';
export { memoryBytes } from './layout.ts';
export { wasmUnavailable } from './module.ts';
