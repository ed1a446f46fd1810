import type { Annealed, Processor } from '../cpu/processor.ts';
import type { Call } from '../operations/call.ts';
import { DeviceError } from '../webgpu/fault.ts';
import { sharedSingles, toShared } from './shared.ts';
import type { AnnealingTask, Answer, Task } from './worker.ts';

export interface PoolSetup {
  /** All that are used: the calling one only waits. */
  readonly threads: number;
  /** Module of the threads. */
  readonly worker?: URL;
  /** What piscina is given to start them with their module; by default it loads that itself. */
  readonly starting?: ((module: URL) => { filename: string; workerData?: unknown }) | undefined;
}

/**
 * A pool of threads over the loops and engines of the processor. Arrays in shared memory go to the threads as they
 * are, others are copied there once; results lie in shared memory.
 */
export async function openPool({ threads, worker, starting }: PoolSetup): Promise<Processor> {
  // Only runtimes with Node's threads have it.
  const { Piscina } = await import('piscina');
  const module = worker ?? new URL('./worker.js', import.meta.url);
  // Threads start with the first task, for many a pool is opened in case, and then stay.
  const lasting = { minThreads: 0, maxThreads: threads, idleTimeout: Number.POSITIVE_INFINITY };
  const pool = new Piscina<Task, Answer>({
    ...(starting?.(module) ?? { filename: module.href }),
    ...lasting,
  });
  const broken = new Promise<never>((_, reject) => pool.on('error', reject));
  // Whoever waits hears of it; nobody may be waiting.
  broken.catch(() => {});

  const runAll = async (tasks: readonly Task[]): Promise<Answer[]> => {
    let answers: Answer[];
    try {
      answers = await Promise.race([Promise.all(tasks.map((task) => pool.run(task))), broken]);
    } catch (error) {
      throw new DeviceError('lost', `a thread of the pool died: ${(error as Error).message}`);
    }
    for (const { refusal } of answers) if (refusal !== undefined) throw new Error(refusal);
    return answers;
  };

  return {
    info: { backend: 'pool', kind: 'cpu', name: `${threads} ${threads === 1 ? 'thread' : 'threads'}` },

    async compute({ operation, sizes, arrays, shape: [X, Y, Z] }: Call) {
      const out = sharedSingles(X * Y * Z);
      const loop = { kind: 'loop' as const, operation, sizes, arrays: arrays.map(toShared), out };
      const rows = Y * Z;
      const parts = Math.min(threads, rows);
      const edge = (part: number) => Math.floor((part * rows) / parts);
      const rowsOf = (_: unknown, part: number) => ({ ...loop, from: edge(part), to: edge(part + 1) });
      await runAll(Array.from({ length: parts }, rowsOf));
      return out;
    },

    async anneal(problems, temperatures) {
      const shared = sharing();
      const times = toShared(temperatures);
      const tasks: AnnealingTask[] = problems.map(({ random, ...problem }) => {
        const destinations = shared(problem.bank.destinations);
        const routes = shared(problem.bank.routes);
        const bank = { ...problem.bank, destinations, routes, inverses: shared(problem.bank.inverses) };
        const state = Uint32Array.from(random.state);
        const moved = { ...problem, state, G: shared(problem.G), bank };
        return { kind: 'anneal', problem: moved, temperatures: times };
      });
      const answers = await runAll(tasks);
      return answers.map(({ annealed }) => annealed as Annealed);
    },

    close: () => pool.destroy(),
  };
}

/** `toShared`, once for each array of a batch: problems of one batch may have patterns or routes in common. */
function sharing(): typeof toShared {
  const known = new Map<object, object>();
  return (array) => {
    const there = known.get(array) ?? toShared(array);
    known.set(array, there);
    return there as typeof array;
  };
}
