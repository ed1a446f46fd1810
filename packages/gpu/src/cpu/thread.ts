import type { Device } from '../operations/call.ts';
import { loops } from './loops.ts';

/** The plain loops in this thread: slow, always there, what every other device is held against. */
export function openThread(): Device {
  return {
    info: { backend: 'thread', kind: 'cpu', name: 'this thread' },
    async compute({ operation, sizes, arrays, shape: [X, Y, Z] }) {
      const out = new Float32Array(X * Y * Z);
      loops[operation](sizes, arrays, out, 0, Y * Z);
      return out;
    },
    close: async () => {},
  };
}
