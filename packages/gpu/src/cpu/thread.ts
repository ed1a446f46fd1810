import { loops } from './loops.ts';
import { annealHere, type Processor } from './processor.ts';

/** The plain loops in this thread: slow, always there, what every other device is held against. */
export function openThread(): Processor {
  return {
    info: { backend: 'thread', kind: 'cpu', name: 'this thread' },
    async compute({ operation, sizes, arrays, shape: [X, Y, Z] }) {
      const out = new Float32Array(X * Y * Z);
      loops[operation](sizes, arrays, out, 0, Y * Z);
      return out;
    },
    anneal: async (problems, temperatures) => problems.map((problem) => annealHere(problem, temperatures)),
    close: async () => {},
  };
}
