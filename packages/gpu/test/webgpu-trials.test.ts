import { describeWebGpu } from './webgpu-runtime.ts';
import { trialChecks } from './webgpu-trials.js';

describeWebGpu('trials', trialChecks);
