export { type KernelOptions, kernelLaws, lawsOfKernel } from './kernel.ts';
export { kernelsFor } from './kernels.ts';
export { type Law } from './law.ts';
export { lawsOfModel, type ModelOptions, modelLaws } from './model.ts';
