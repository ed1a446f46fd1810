import { lawChecks } from './webgpu-laws.js';
import { describeWebGpu } from './webgpu-runtime.ts';

describeWebGpu('laws', lawChecks);
