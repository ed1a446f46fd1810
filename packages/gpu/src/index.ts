export { type Annealers, openWebGpuAnnealers } from './choice/annealers.ts';
export { type Annealing, openAnnealing } from './choice/annealing.ts';
export { calibratedTrials } from './choice/calibrate.ts';
export { type Chain, chainOf, type Member, remedies } from './choice/chain.ts';
export { type Loops, openLoops } from './choice/loops.ts';
export { type Probed, probe } from './choice/probe.ts';
export { type Finding, type Selection, select, type Way } from './choice/select.ts';
export type { ChoiceSetup } from './choice/setup.ts';
export { isSoftware } from './choice/software.ts';
export { openWebGpuTrainers, processorTrainers, type RemoteMlp, type Trainers } from './choice/trainers.ts';
export { chooseTraining, type TrainingChoice, takesMlp } from './choice/training.ts';
export { type Annealed, type Processor, processorEngine } from './cpu/processor.ts';
export { openThread } from './cpu/thread.ts';
export { openGpuJs } from './gpujs/device.ts';
export type { GpuJsMode } from './gpujs/info.ts';
export { type DeviceTraining, trainOnDevice } from './mlp-training.ts';
export type { Call, Device, DeviceInfo, OperationName, Values } from './operations/call.ts';
export {
  blockMessages,
  blockMessagesBack,
  type MessageLayer,
  mixMessages,
  unmixMessages,
} from './operations/messages.ts';
export {
  type FieldProblem,
  type MarginProblem,
  routedFields,
  routedFieldsBack,
  routedMargins,
} from './operations/routed.ts';
export { tolerance } from './operations/tolerance.ts';
export { openPool, type PoolSetup } from './pool/pool.ts';
export * from './webgpu/index.ts';
