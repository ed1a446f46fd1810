import type { DeviceInfo } from '../operations/call.ts';
import { DeviceError, type DeviceFault } from '../webgpu/fault.ts';

/** What to do about a fault, when the next device has taken over. */
export const remedies: Readonly<Record<DeviceFault, string>> = {
  absent: 'see "On a GPU" in the README for what to install',
  limit: 'take fewer covers, channels or patterns at once to stay on the device',
  memory: 'close other programs that use the device, or take less at once',
  lost: 'start again to use it again; where it happens often, renew its driver or name another engine',
  refused: 'renew the driver, or name another engine',
};

/** What a chain needs to know of its members. */
export interface Member {
  readonly info: DeviceInfo;
  close(): Promise<void>;
}

/** A device in whose place the next one steps when it fails. */
export interface Chain<D extends Member> {
  /** The device that computes now. */
  device(): Promise<D>;
  /** Does `work` on the device, and anew on the next one where the device fails. */
  on<T>(work: (device: D) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Devices in order of preference. Each is opened when the one before it fails, which is left for good, with one
 * warning that names cause and remedy. Only a `DeviceError` is the device's fault: other errors, such as those of
 * the input, are thrown as they come, as is the fault of the last device.
 */
export function chainOf<D extends Member>(
  openers: readonly (() => Promise<D>)[],
  warn: (text: string) => void,
): Chain<D> {
  const left = openers.values();

  const openNext = async (cause?: DeviceError): Promise<D> => {
    for (const open of left) {
      try {
        const device = await open();
        if (cause) warn(warningOf(cause, device.info));
        return device;
      } catch (error) {
        if (!(error instanceof DeviceError)) throw error;
        cause ??= error;
      }
    }
    throw cause ?? new DeviceError('absent', 'no device was named');
  };

  let current = openNext();

  /** Leaves a device that failed, unless another call has left it already. */
  const leave = (failed: Promise<D>, cause: DeviceError): void => {
    if (current !== failed) return;
    current = openNext(cause);
    failed.then((device) => device.close()).catch(() => {});
  };

  return {
    device: () => current,
    async on(work) {
      for (;;) {
        const tried = current;
        const device = await tried;
        try {
          return await work(device);
        } catch (error) {
          if (!(error instanceof DeviceError)) throw error;
          leave(tried, error);
        }
      }
    },
    close: async () => (await current).close(),
  };
}

function warningOf({ fault, message }: DeviceError, { backend, name }: DeviceInfo): string {
  return `${message}; the ${backend} (${name}) takes over; ${remedies[fault]}`;
}
