import { faultChecks } from './webgpu-faults.js';
import { describeWebGpu } from './webgpu-runtime.ts';

describeWebGpu('faults', faultChecks);
