import { download } from '../buffers.ts';

/** Most steps whose losses have not been read yet. */
export const mostSlots = 1024;

interface Reader {
  readonly slot: number;
  resolve(loss: number): void;
  reject(error: unknown): void;
}

/**
 * Reads the losses of steps from the buffer where each step leaves its own: one download at a time, of all that were
 * asked for meanwhile. Who waits for every loss pays a round trip a step, and who waits for those of an epoch, one.
 */
export function meter(device: GPUDevice, what: string, losses: GPUBuffer) {
  let readers: Reader[] = [];
  let running = false;
  let unread = 0;
  let next = 0;

  const drain = async () => {
    while (readers.length > 0) {
      const now = readers;
      readers = [];
      try {
        const values = new Float32Array(await download(device, what, losses, losses.size));
        for (const { slot, resolve } of now) resolve(values[slot]);
      } catch (error) {
        for (const { reject } of now) reject(error);
      }
      unread -= now.length;
    }
    running = false;
  };

  return {
    /** The slot of the next step. @throws RangeError when too many wait to be read. */
    slot(): number {
      if (unread === mostSlots) {
        throw new RangeError(`${mostSlots} steps wait for their losses; await some of them first`);
      }
      unread++;
      next = (next + 1) % mostSlots;
      return next;
    },
    /** The loss in a slot, once the step that was submitted has left it there. */
    read(slot: number): Promise<number> {
      return new Promise((resolve, reject) => {
        readers.push({ slot, resolve, reject });
        if (running) return;
        running = true;
        queueMicrotask(drain);
      });
    },
  };
}
