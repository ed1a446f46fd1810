import { describeWebGpu } from './webgpu-runtime.ts';
import { trainingChecks } from './webgpu-training.js';

describeWebGpu('training', trainingChecks);
