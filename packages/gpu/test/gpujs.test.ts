import { type GpuJsMode, openGpuJs, openThread } from '@mcover/gpu';
import { describeDevice } from './laws.ts';

describeDevice('the plain loops in this thread', async () => openThread());
for (const mode of ['cpu', 'webasm'] satisfies GpuJsMode[]) {
  describeDevice(`gpu.js on ${mode}`, () => openGpuJs(mode));
}
