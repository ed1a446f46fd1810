import { openProcessor } from '../cpu/open.ts';
import { openThread } from '../cpu/thread.ts';
import { openGpuJs } from '../gpujs/device.ts';
import type { Device } from '../operations/call.ts';
import { timeOfFields } from './calibrate.ts';
import { type Finding, select } from './select.ts';
import type { ChoiceSetup } from './setup.ts';

/** The best device for the operations on arrays; `info` says what computed last. */
export interface Loops extends Device {
  readonly findings: readonly Finding[];
}

/** Looks for devices of gpu.js, times them against the processor, and opens the best. */
export async function openLoops({ threads, starting, use, now, warn }: ChoiceSetup): Promise<Loops> {
  const { chain, findings } = await select<Device>({
    ways: (['webgpu', 'webgl2', 'headlessgl'] as const).map((mode) => ({
      name: `gpu.js ${mode}`,
      open: () => openGpuJs(mode),
    })),
    processors: [() => openProcessor({ threads, starting }), async () => openThread()],
    time: (device) => timeOfFields(device, now),
    use,
    warn,
  });
  let { info } = await chain.device();
  return {
    findings,
    get info() {
      return info;
    },
    compute: (call) =>
      chain.on((device) => {
        info = device.info;
        return device.compute(call);
      }),
    close: chain.close,
  };
}
