export { wasmEngine } from './engine.ts';
export { memoryBytes } from './layout.ts';
export { wasmUnavailable } from './module.ts';
