export { type CommitteeSize, committeeBytes } from './committee/layout.ts';
export { wasmEngine } from './engine.ts';
export { memoryBytes } from './layout.ts';
export { type MlpKernels, mlpKernels } from './mlp/kernels.ts';
export { type MlpLedger, mlpLedger } from './mlp/layout.ts';
export { wasmUnavailable } from './module.ts';
