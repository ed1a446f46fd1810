import { checkSize, mostBytes, storage, uniform } from '../buffers.ts';
import { DeviceError } from '../fault.ts';
import type { Packed } from './pack.ts';
import { lanesOf, type Shape, wordsOf } from './shape.ts';

/** Buffers of a batch, by the names that the kernels give them. */
export type Buffers = ReturnType<typeof allocate>;

/** What holds the state of all trials, one after the other. */
const names = ['columns', 'contexts', 'counters', 'orders', 'states'] as const;

/** Bytes of the largest buffer that one trial of this shape takes: what decides how many fit on a device. */
function largestBytes(shape: Shape): number {
  const sizes = wordsOf(shape);
  return 4 * Math.max(...names.map((name) => sizes[name]));
}

/** Most trials of a shape that one batch on a device may hold; 0 where it holds none. */
export function mostTrials(shape: Shape, device: GPUDevice): number {
  const fitting = Math.floor(mostBytes(device) / largestBytes(shape));
  return Math.min(device.limits.maxComputeWorkgroupsPerDimension, fitting);
}

/** @throws DeviceError `limit` when the batch is over what the device binds, saying how many trials are not. */
export function checkBatch(device: GPUDevice, shape: Shape, trials: number): void {
  const most = mostTrials(shape, device);
  if (trials <= most) return;
  const remedy = most > 0 ? `take batches of at most ${most}` : 'take --engine wasm, or a smaller problem';
  const bytes = largestBytes(shape);
  checkSize(device, `${trials} trials at ${bytes} bytes each`, trials * bytes, remedy);
  throw new DeviceError(
    'limit',
    `${trials} trials are over the ${most} workgroups of this device; ${remedy}`,
  );
}

/** Zeros for so many trials. */
export function allocate(device: GPUDevice, shape: Shape, trials: number) {
  const sizes = wordsOf(shape);
  const lanes = lanesOf(shape, device.limits.maxComputeInvocationsPerWorkgroup);
  const make = (name: (typeof names)[number]) => storage(device, name, 4 * sizes[name] * trials);
  return {
    run: uniform(device, 'run', 4),
    columns: make('columns'),
    contexts: make('contexts'),
    counters: make('counters'),
    orders: make('orders'),
    states: make('states'),
    energies: storage(device, 'energies', 8 * lanes * trials),
  };
}

/** Writes what a trial brings along into its place. */
export function upload(device: GPUDevice, buffers: Buffers, packed: Packed, trial: number): void {
  for (const name of ['columns', 'contexts', 'orders', 'states'] as const) {
    device.queue.writeBuffer(buffers[name], trial * packed[name].byteLength, packed[name]);
  }
}
