import type * as BullMQ from 'bullmq';
import type { BackendFactory, IQueueBackend } from 'bullmq';
import {
  GivenBack,
  type Queue,
  type Standing,
  type State,
  type Store,
  StoreError,
  states,
  type Worker,
} from './store.ts';

/** What a driver brings: how BullMQ reaches the server. */
export interface Driver {
  readonly connection: object;
  /** Nothing means Redis. */
  readonly backend: BackendFactory<IQueueBackend, never> | undefined;
  close(): void;
}

/** What all keys begin with. */
const prefix = 'mcover';

/**
 * How often a job may lose its worker. BullMQ's own bound of 1 fails the healthy jobs beside one that ends its worker; with
 * 3 the healthy ones have mostly ended before.
 */
const maxStalledCount = 3;

/** Jobs that are added, read or removed together. */
const together = 500;

/** Queues of BullMQ on a server. `trouble` takes what is wrong with it, again and again while it is. */
export function storeOf(
  shown: string,
  bullmq: typeof BullMQ,
  { connection, backend, close }: Driver,
  trouble: (message: string) => void,
): Store {
  // Both back ends are given alike: their types are not.
  const setup = { connection, prefix } as BullMQ.QueueOptions;
  const factory = backend as undefined;
  const queues = new Map<string, Queue>();
  const opened: { close(): Promise<void> }[] = [];
  const hear = (error: Error) => trouble(error.message);

  const open = (name: string): Queue => {
    const queue = new bullmq.Queue(name, setup, factory);
    queue.on('error', hear);
    opened.push(queue);
    return queueOf(queue);
  };

  return {
    shown,
    queue(name) {
      const known = queues.get(name) ?? open(name);
      queues.set(name, known);
      return known;
    },
    work(name, { threads: concurrency, lease, name: own }, work): Worker {
      const ms = lease * 1000;
      let resting: ReturnType<typeof setTimeout> | undefined;
      const rest = async (seconds: number) => {
        await worker.pause(true);
        clearTimeout(resting);
        // Of a worker that is closed meanwhile it keeps no process alive.
        resting = setTimeout(() => worker.resume(), seconds * 1000).unref();
      };
      const worker = new bullmq.Worker(
        name,
        async (job, token) => {
          const moved = (share: number) => void job.updateProgress(share).catch(hear);
          try {
            const change = (data: object) => job.updateData(data);
            return await work({ id: job.id!, data: job.data, losses: job.stalledCounter, moved, change });
          } catch (error) {
            if (!(error instanceof GivenBack)) throw error;
            if (error.rest > 0) await rest(error.rest);
            await job.moveToDelayed(Date.now() + error.seconds * 1000, token);
            throw new bullmq.DelayedError();
          }
        },
        {
          ...setup,
          ...{ concurrency, name: own, maxStalledCount, lockDuration: ms, stalledInterval: ms },
          runRetryDelay: 1000,
        },
        factory,
      );
      worker.on('error', hear);
      opened.push(worker);
      return {
        close() {
          clearTimeout(resting);
          return worker.close();
        },
      };
    },
    close() {
      for (const one of opened) void one.close().catch(hear);
      close();
    },
  };
}

const bullStates = {
  waiting: 'wait',
  active: 'active',
  delayed: 'delayed',
  completed: 'completed',
  failed: 'failed',
} as const;

function queueOf(queue: BullMQ.Queue): Queue {
  return {
    async add(jobs) {
      for (const some of parts(jobs))
        await asked(() =>
          queue.addBulk(some.map(({ id, data }) => ({ name: 'trial', data, opts: { jobId: id } }))),
        );
    },
    ids: (...of) =>
      asked(() =>
        queue.getRanges(
          of.map((state) => bullStates[state]),
          0,
          -1,
          true,
        ),
      ),
    async read(ids) {
      const found: (BullMQ.Job | undefined)[] = [];
      for (const some of parts(ids))
        found.push(...(await asked(() => Promise.all(some.map((id) => queue.getJob(id))))));
      return found.flatMap((job) => (job ? [standingOf(job)] : []));
    },
    async remove(ids) {
      for (const some of parts(ids)) await asked(() => Promise.all(some.map((id) => queue.remove(id))));
    },
    async counts() {
      const counts = await asked(() => queue.getJobCounts(...Object.values(bullStates)));
      return Object.fromEntries(states.map((state) => [state, counts[bullStates[state]] ?? 0])) as Record<
        State,
        number
      >;
    },
    async workers() {
      const workers = await asked(() => queue.getWorkers());
      return workers.flatMap(({ rawname = '' }) => /:w:(.*)$/.exec(rawname)?.[1] ?? []);
    },
    retry: () => asked(() => queue.retryJobs({ state: 'failed' })),
    clear: () => asked(() => queue.obliterate({ force: true })),
  };
}

function standingOf({
  id,
  data,
  processedBy,
  processedOn,
  progress,
  returnvalue,
  failedReason,
}: BullMQ.Job): Standing {
  return {
    id: id!,
    data,
    by: processedBy,
    since: processedOn,
    share: progress,
    answer: returnvalue,
    reason: failedReason,
  };
}

function* parts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += together) yield all.slice(from, from + together);
}

/** @throws StoreError in the place of what the driver throws, which may quote what it sent: a password. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new StoreError(error instanceof Error ? error.message : String(error));
  }
}
