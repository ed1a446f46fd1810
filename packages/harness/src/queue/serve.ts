import { setTimeout as pause } from 'node:timers/promises';
import { builtIn, digestOf, findDataSet } from '@mcover/models';
import { GivenBack, type Held, type Store, StoreError, type Worker } from '@mcover/queue';
import { journalLine, plural, sealRecord, specId, type TrialSpec } from '@mcover/record';
import { toBuffers } from '../data/buffers.ts';
import { dataFolder } from '../data/folder.ts';
import type { NamedData } from '../data/resolve.ts';
import { dataKey, type LoadedData, loadData } from '../data/share.ts';
import { inOneLine, messageOf } from '../error.ts';
import { openPool } from '../lanes/pool.ts';
import { environment } from '../lanes/provenance.ts';
import type { Assignment, Told } from '../lanes/worker.ts';
import { engineFor } from '../plan/again.ts';
import { difference } from '../plan/agreement.ts';
import { patience } from '../plan/estimate.ts';
import { canariesOf } from './canaries.ts';
import { announced, type Header } from './header.ts';
import { trialOf } from './job.ts';
import { leaving } from './leaving.ts';
import { slots } from './slots.ts';

export interface ServeSetup {
  store: Store;
  /** Threads. */
  workers: number;
  /** What this machine is called. */
  name: string;
  /** As in `WorkerOptions` of a queue. */
  lease: number;
  /** End when nothing is left. */
  once: boolean;
  /** Take no more, and end when what runs has ended. */
  signal: AbortSignal;
  note(text: string): void;
  /** Module of the threads. */
  worker?: URL;
}

/** What came of it. */
export interface Served {
  trials: number;
  /** Queues that have jobs of which nothing was taken. */
  refused: number;
}

/** Seconds between two looks for queues, and between two words about how far a trial has come. */
const between = { queues: 1, words: 5 };

/**
 * Computes the trials of all queues that this machine can compute to the same bits, until it is told to end. The queues
 * are heard in this thread, which is always free to renew leases; trials run in others.
 *
 * @throws Error where a canary trial gives another result than everywhere.
 */
export async function serve(setup: ServeSetup): Promise<Served> {
  const { store, workers, name, lease, once, signal, note } = setup;
  const here = environment();
  const places = slots(workers);
  const running = new Map<string, { held: Held; told: number }>();
  const hear = ({ called, telling }: Told) => {
    const one = running.get(called);
    if (telling.kind !== 'moved' || !one || now() - one.told < between.words) return;
    one.told = now();
    one.held.moved(telling.step / telling.steps);
  };
  const pool = await openPool(workers, hear, setup.worker);
  const open = new Map<string, Worker>();
  const refused = new Set<string>();
  let trials = 0;

  const assigned = (spec: TrialSpec, data: LoadedData, called?: string): Assignment => {
    const loaded = data.get(dataKey(spec.data));
    return {
      spec,
      engine: engineFor(spec, builtIn),
      loaded: loaded && toBuffers(loaded),
      ...(called !== undefined && { called }),
    };
  };

  const work = (header: Header, data: LoadedData) => {
    const others = leaving(name);
    return async (held: Held) => {
      const trial = trialOf(held, header);
      const { spec, timeLimit, alone, begun, apartFrom } = trial;
      if (apartFrom === name) throw others.leave(held.id);
      others.took();
      if (begun && held.losses > 0) throw new Error('the worker was lost that ran it alone');
      const giveBack = await places.take(alone ? workers : 1, signal).catch(() => {
        throw new GivenBack(0);
      });
      running.set(held.id, { held, told: now() });
      try {
        // While it waited for its place, a worker could be lost by others that ran.
        if (alone) await held.change({ ...trial, begun: true });
        const assignment = assigned(spec, data, held.id);
        const seconds = timeLimit ?? patience(builtIn.seconds(spec, assignment.engine));
        const [{ outcome, trace: _, weights: __, ...made }] = (await pool.answers([assignment], seconds))!;
        trials++;
        return journalLine(sealRecord('', spec, outcome, { ...made, ...here })).trimEnd();
      } finally {
        running.delete(held.id);
        giveBack();
      }
    };
  };

  /** Begins to work for a queue. @throws where this machine cannot. */
  const join = async (queue: string, header: Header) => {
    if (header.build !== here.build)
      throw new Error(
        `they are for the build ${header.build.slice(0, 12)}, and this is ${here.build!.slice(0, 12)}; install the same version`,
      );
    const canaries = canariesOf(header);
    const data = loadData([{ data: dataOf(header) }], dataFolder());
    for (const { spec, result } of canaries) {
      const [{ outcome }] = (await pool.answers([assigned(spec, data)], patience(1)))!;
      const apart = 'result' in outcome ? difference(spec, result!, outcome.result) : outcome.failure.message;
      if (apart)
        throw new Error(
          `the canary trial ${specId(spec).slice(0, 12)} is not what it is elsewhere: ${apart}`,
        );
    }
    open.set(queue, store.work(queue, { threads: workers, lease, name }, work(header, data)));
    note(`${queue}: taken, after ${plural(canaries.length, 'canary trial')} with the bits of the reference`);
  };

  const isWaiting = async (queue: string) => {
    const { waiting, active, delayed } = await store.queue(queue).counts();
    return waiting + active + delayed > 0;
  };

  /** Looks for queues. Gives whether there is anything to do, here or elsewhere. */
  const look = async (): Promise<boolean> => {
    for (const [queue, header] of await announced(store)) {
      if (open.has(queue) || refused.has(queue) || !(await isWaiting(queue))) continue;
      try {
        await join(queue, header);
      } catch (error) {
        if (error instanceof StoreError) throw error;
        refused.add(queue);
        note(inOneLine(`${queue}: nothing of it is taken: ${messageOf(error)}`));
      }
    }
    for (const queue of open.keys()) if (await isWaiting(queue)) return true;
    return false;
  };

  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  const loop = async () => {
    while (!signal.aborted) {
      try {
        if ((await Promise.race([look(), ended])) === false && once) return;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        note(inOneLine(`the queue refuses: ${error.message}; trying again`));
      }
      await Promise.race([pause(between.queues * 1000), ended]);
    }
  };
  try {
    await Promise.race([loop(), pool.broken]);
    return { trials, refused: refused.size };
  } finally {
    const closed = Promise.all([...open.values()].map((worker) => worker.close()));
    // A server that is away cannot be told: when nothing runs any more, leases end by themselves.
    const idle = async () => {
      do await pause(lease * 1000, undefined, { ref: false });
      while (running.size > 0);
    };
    await Promise.race([closed, idle()]);
    await pool.close();
  }
}

/** What a queue's trials learn from, as their specifications name it. */
function dataOf({ data = '' }: Header): NamedData {
  const set = findDataSet(data);
  return { name: data, ...(set && { sha256: digestOf(set) }) };
}

const now = () => performance.now() / 1000;
