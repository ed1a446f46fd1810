export { wasmUnavailable } from './available.ts';
export { type CommitteeSize, committeeBytes } from './committee/layout.ts';
export { helpedWasmEngine, wasmEngine } from './engine.ts';
export {
  dismiss,
  HelperLost,
  type Helpers,
  help,
  helping,
  mostHelpers,
  type SharedWork,
  tellLost,
} from './mlp/helpers.ts';
export { type MlpKernels, mlpKernels } from './mlp/kernels.ts';
export type { MlpProducts } from './mlp/layer.ts';
export { type MlpLedger, mlpLedger } from './mlp/layout.ts';
export { areIdentities } from './mlp/mixing.ts';
export { type MlpSize, mlpBytes } from './mlp/network-layout.ts';
export { mlpTrainer, type ProductsOf } from './mlp/trainer.ts';
export { perceptronBytes } from './perceptron/layout.ts';
export { fewerChannels, mostBytes, narrowerLayers, type Remedy } from './remedy.ts';
