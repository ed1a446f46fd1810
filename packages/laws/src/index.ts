export { demandSameTrajectory, thaw } from './engine/annealing.ts';
export { type CommitteeSizes, committeeOf, committeeTable } from './engine/committee.ts';
export { batchOf, type EngineLike, type Held } from './engine/like.ts';
export { batchesOf, roundings } from './engine/mlp-laws.ts';
export {
  activations,
  classesOf,
  losses,
  type NetworkSizes,
  networkOf,
  type RoutingName,
  routings,
} from './engine/network.ts';
export { annealingCases, perceptronOf, replicas } from './engine/perceptron.ts';
export { type EngineModel, type EngineOptions, engineLaws, lawsOfEngine } from './engine.ts';
export { type KernelOptions, kernelLaws, lawsOfKernel } from './kernel.ts';
export { kernelsFor } from './kernels.ts';
export type { Law } from './law.ts';
export { lawsOfModel, type ModelOptions, modelLaws } from './model.ts';
