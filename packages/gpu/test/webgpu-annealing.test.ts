import { annealingChecks } from './webgpu-annealing.js';
import { describeWebGpu } from './webgpu-runtime.ts';

describeWebGpu('annealing', annealingChecks);
