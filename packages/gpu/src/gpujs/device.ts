import type { GPU, IKernelRunShortcut } from 'gpu.js';
import type { Call, Device, DeviceInfo } from '../operations/call.ts';
import { inTurns } from '../turns.ts';
import { DeviceError } from '../webgpu/fault.ts';
import { absent } from './absent.ts';
import { type Context, type GpuJsMode, gpuJsInfo, mostEntries } from './info.ts';
import { loadGpuJs } from './load.ts';
import { sources } from './sources.ts';
import { watchOver } from './watch.ts';

/**
 * Largest Z: kernels divide thread.z + ½ by d to get a whole quotient, with a relative error of at most 3·2⁻²³ (GLSL
 * allows 2.5 units in the last place), which must be less than the ½/d by which it clears the next whole number.
 */
export const mostPlanes = 2 ** 20;

/** Most kernels that are kept: one for each operation, its sizes and its shape. */
const mostKernels = 64;

/** What a kernel of gpu.js has beyond its published types. */
interface Built {
  readonly constructor: { readonly name: string };
  readonly context?: Context;
}

/**
 * gpu.js on one of its backends. It is told which, and held to it: gpu.js itself goes over to the processor
 * without a word in its result.
 *
 * @throws DeviceError when the backend is not here, or does not add up.
 */
export async function openGpuJs(mode: GpuJsMode): Promise<Device> {
  const Gpu = await loadGpuJs();
  let gpu: GPU;
  try {
    gpu = new Gpu({ mode });
  } catch {
    throw new DeviceError('absent', absent[mode]);
  }
  const kernels = new Map<string, IKernelRunShortcut>();
  let context: Context | undefined;
  let watch = watchOver(undefined);

  const kernelOf = ({ operation, sizes, shape }: Call): IKernelRunShortcut => {
    const key = JSON.stringify([operation, sizes, shape]);
    const known = kernels.get(key);
    if (known) return known;
    if (kernels.size === mostKernels) {
      for (const kernel of kernels.values()) kernel.destroy();
      kernels.clear();
    }
    const settings = { output: [...shape], constants: { ...sizes }, precision: 'single' as const };
    const kernel = gpu.createKernel(sources[operation] as () => number, settings);
    kernels.set(key, kernel);
    return kernel;
  };

  const run = async (call: Call): Promise<Float32Array> => {
    const kernel = kernelOf(call);
    // Singles, because integers of other widths take other ways through the backends.
    const arrays = call.arrays.map((array) => Float32Array.from(array));
    const planes = (await kernel(...arrays)) as Float32Array[][];
    const built = kernel.kernel as unknown as Built;
    if (built.constructor !== (gpu.Kernel as unknown))
      throw new Error(`gpu.js went over to ${built.constructor.name}`);
    if (context !== built.context) watch = watchOver(built.context);
    context = built.context;
    return flat(planes, call.shape);
  };

  const computeNow = async (call: Call): Promise<Float32Array> => {
    refuseTooLarge(call, mode);
    watch.begin();
    try {
      const out = await run(call);
      const fault = await watch.fault();
      if (fault !== undefined) throw new Error(fault);
      if (!watch.isLost()) return out;
    } catch (error) {
      if (!watch.isLost()) {
        const text = messageOf(error);
        const fault = /limit|maxStorageBufferBindingSize/.test(text) ? 'limit' : 'refused';
        throw new DeviceError(fault, `gpu.js on ${mode}: ${text}`);
      }
    }
    // What is read from a lost context is zeros.
    throw new DeviceError('lost', `gpu.js on ${mode}: the device was lost`);
  };

  // A fault belongs to the call that it followed.
  const inTurn = inTurns();
  const compute = (call: Call): Promise<Float32Array> => inTurn(() => computeNow(call));

  try {
    const [product] = await compute(trial);
    if (product !== 15)
      throw new DeviceError('refused', `gpu.js on ${mode} finds 3 times 5 to be ${product}`);
  } catch (error) {
    await gpu.destroy();
    throw error;
  }
  const info: DeviceInfo = gpuJsInfo(mode, context);
  return { info, compute, close: () => gpu.destroy() };
}

/** The smallest call: only after a first one has a device a name, and has shown that it can compile. */
const trial: Call = {
  operation: 'mix',
  sizes: { outputs: 1, G: 1, M: 1, B: 1 },
  arrays: [Float32Array.of(3), Float32Array.of(5)],
  shape: [1, 1, 1],
};

/** @throws DeviceError `limit` where indices would no longer be whole numbers on the device. */
function refuseTooLarge({ arrays, shape: [X, Y, Z] }: Call, mode: GpuJsMode): void {
  const longest = Math.max(X * Y * Z, ...arrays.map(({ length }) => length));
  if (longest > mostEntries) {
    const what = `an array of ${longest} entries is over the ${mostEntries} that gpu.js can address`;
    throw new DeviceError('limit', `gpu.js on ${mode}: ${what}`);
  }
  if (Z > mostPlanes) {
    const what = `${Z} rows of covers and patterns are over the ${mostPlanes} that singles tell apart`;
    throw new DeviceError('limit', `gpu.js on ${mode}: ${what}`);
  }
}

/** The rows of a result, one after the other. */
function flat(planes: readonly (readonly Float32Array[])[], [X, Y, Z]: Call['shape']): Float32Array {
  const out = new Float32Array(X * Y * Z);
  planes.forEach((plane, z) => {
    plane.forEach((row, y) => {
      out.set(row, (z * Y + y) * X);
    });
  });
  return out;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
