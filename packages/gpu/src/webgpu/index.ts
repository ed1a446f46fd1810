export { type BatchedAnnealer, batchedAnnealer } from './annealing/annealer.ts';
export { mostTrials } from './annealing/memory.ts';
export { shapeOf } from './annealing/shape.ts';
export { type DeviceSource, type OpenDevice, openDevice } from './device.ts';
export { DeviceError, type DeviceFault } from './fault.ts';
export type { DeviceMlp, DevicePatterns } from './mlp/problem.ts';
export { type DeviceMlpTrainer, mlpOnDevice } from './mlp/trainer.ts';
export { type AnnealingSpeed, annealingSpeed } from './speed/annealing.ts';
export { type TrainingSpeed, trainingSpeed } from './speed/training.ts';
