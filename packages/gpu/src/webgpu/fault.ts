/**
 * Why a device does not do what it is asked: there is none (`absent`), the problem is over its limits (`limit`), its
 * memory is full (`memory`), it was lost in mid-run (`lost`), or it refuses a call, which is a fault of the kernels
 * or of its driver (`refused`).
 */
export type DeviceFault = 'absent' | 'limit' | 'memory' | 'lost' | 'refused';

/** A device cannot go on. What it computed so far is gone: begin anew, on another engine. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly fault: DeviceFault;

  constructor(fault: DeviceFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** What is known of the loss of a device, and who waits for that device. */
interface Loss {
  reason: string | undefined;
  readonly waiting: Set<() => void>;
}

const losses = new WeakMap<GPUDevice, Loss>();

/** One handler a device, however many calls wait: its promise `lost` would keep every one until the end. */
function lossOf(device: GPUDevice): Loss {
  const known = losses.get(device);
  if (known) return known;
  const loss: Loss = { reason: undefined, waiting: new Set() };
  losses.set(device, loss);
  device.lost.then(({ reason, message }) => {
    loss.reason = [reason, message].filter(Boolean).join(': ');
    for (const tell of loss.waiting) tell();
  });
  return loss;
}

function lostError(what: string, reason: string | undefined): DeviceError {
  const remedy = 'begin the trial anew, here or with --engine wasm';
  return new DeviceError('lost', `${what}: the device was lost (${reason || 'no reason given'}); ${remedy}`);
}

/** Milliseconds after which a call that failed is not known to have failed by a loss. Deno tells of losses late. */
const lossDelay = 100;

const scopes = ['out-of-memory', 'internal', 'validation'] as const;

/**
 * Makes calls to a device and gives their value, once the device has found no fault in them. Without this a call
 * that fails is silent, and buffers keep what they held.
 *
 * @param what is being done, for messages.
 * @param calls are all made before it returns: faults are those of the calls between two marks.
 * @throws DeviceError when memory ran out, a call was refused, or the device is lost.
 */
export async function guarded<T>(device: GPUDevice, what: string, calls: () => T): Promise<T> {
  for (const scope of scopes) device.pushErrorScope(scope);
  let popped: Promise<GPUError | null>[] = [];
  let value: T;
  try {
    value = calls();
  } finally {
    popped = scopes.map(() => device.popErrorScope());
    // Where a call throws, nobody asks for these.
    for (const error of popped) error.catch(() => {});
  }
  const [refused, failed, full] = await settled(device, what, Promise.all(popped));
  const error = refused ?? failed;
  if (full) {
    const remedy = 'take a smaller batch, or --engine wasm';
    throw new DeviceError('memory', `${what}: the device's memory is full (${full.message}); ${remedy}`);
  }
  if (error) {
    throw new DeviceError('refused', `${what}: the device refuses (${error.message}); take --engine wasm`);
  }
  return value;
}

/**
 * The value of what a device was asked for.
 *
 * @throws DeviceError when the device is lost before it gives one, or the promise is rejected.
 */
export function settled<T>(device: GPUDevice, what: string, promise: Promise<T>): Promise<T> {
  const loss = lossOf(device);
  return new Promise<T>((resolve, reject) => {
    const tell = () => reject(lostError(what, loss.reason));
    loss.waiting.add(tell);
    const done = (finish: () => void) => {
      loss.waiting.delete(tell);
      if (loss.reason === undefined) finish();
      else tell();
    };
    promise.then(
      (value) => done(() => resolve(value)),
      (error) => {
        const refused = new DeviceError('refused', `${what}: ${error?.message ?? error}`);
        setTimeout(() => done(() => reject(refused)), lossDelay);
      },
    );
  });
}
