import { availableParallelism } from 'node:os';
import { toBuffers } from '../data/buffers.ts';
import { dataKey } from '../data/share.ts';
import type { Checkpoints } from '../journal/checkpoints.ts';
import type { Pending } from '../plan/pending.ts';
import { threadsFor } from '../plan/threads.ts';
import { openAssistants } from './assistants.ts';
import type { Telling } from './attended.ts';
import type { Lane, LaneSetup, Sink } from './lane.ts';
import { lostKind, openPool, overdueKind } from './pool.ts';
import type { Answer, Assignment, Told } from './worker.ts';

/** Everything that threads are given; they take nothing from the air. */
export interface ThreadsSetup extends Omit<LaneSetup, 'after'> {
  workers: number;
  /** Seconds after which a trial counts as hung, and its thread is ended. */
  timeLimit(pending: Pending): number;
  /** Where trials are put down that take long. */
  checkpoints?: Checkpoints | undefined;
  /** Module of the threads. */
  worker?: URL;
}

/** Most threads of a run: each takes some 50 MB, and no machine at hand has more processors. */
export const mostWorkers = 256;

export function defaultWorkers(): number {
  return Math.min(availableParallelism(), mostWorkers);
}

/** Most trials, and seconds that they should take, that a thread is given together. */
const together = { trials: 32, seconds: 0.02 };

/** Trials for one thread. `again` is one that has failed before, and so is alone. */
interface Batch {
  trials: readonly Pending[];
  again: boolean;
}

/** Small trials together, the longest first: towards the end they are few, so that no thread waits for long. */
function batchesOf(pending: readonly Pending[], threads: number): Batch[] {
  const sorted = [...pending].sort((a, b) => b.seconds - a.seconds);
  const batches: Batch[] = [];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const most = Math.min(together.trials, (sorted.length - from) / (16 * threads));
    let seconds = sorted[to++].seconds;
    while (to - from + 1 <= most && seconds + sorted[to].seconds <= together.seconds)
      seconds += sorted[to++].seconds;
    batches.push({ trials: sorted.slice(from, to), again: false });
  }
  return batches;
}

/**
 * Threads of this machine, which take every trial: the longest first, small ones together. A trial that throws, hangs
 * or takes its thread with it is run once more after all others, when the machine is less busy; if it fails again, it
 * is recorded as failed. Of some that were together, and of which one did so, each is run alone. Where fewer trials are
 * left than threads, the others help with those that can be helped with; a trial that loses a helper runs again without.
 */
export function threadsLane({
  data,
  workers,
  timeLimit,
  trace,
  weights,
  checkpoints,
  worker,
}: ThreadsSetup): Lane {
  return {
    takes: () => true,
    async run(pending, sink) {
      const threads = Math.min(workers, pending.length);
      const queue = batchesOf(pending, threads);
      let next = 0;
      let ended = false;
      /** Trials that run. What is told of one that has ended comes too late: its checkpoint is removed. */
      const running = new Map<string, Pending>();
      const hear = ({ called, telling }: Told) => {
        const trial = running.get(called);
        if (!trial || ended) return;
        if (telling.kind === 'offer') assistants.offered(called, telling.work);
        else heed(trial, telling, sink, checkpoints);
      };
      const pool = await openPool(threads, hear, worker, workers);
      const assistants = openAssistants(pool, workers - threads);
      ended = sink.signal.aborted;
      const end = () => {
        ended = true;
        void pool.close();
      };
      sink.signal.addEventListener('abort', end, { once: true });

      const assigned = (trial: Pending, again: boolean): Assignment => {
        const { spec, engine, uses } = trial;
        const loaded = data.get(dataKey(spec.data));
        const left = running.size + queue.length - next;
        const most = left <= workers && !again ? threadsFor(trial, workers) : 1;
        return {
          ...{ spec, engine, uses, trace, weights, called: trial.id },
          helpers: most - 1,
          loaded: loaded && toBuffers(loaded),
          checkpoint: checkpoints && { seconds: checkpoints.seconds, from: checkpoints.read(trial.id) },
        };
      };
      const take = (trial: Pending, answer: Answer, again: boolean) => {
        const { outcome, trace: seen, weights: left, ...made } = answer;
        // A trial that only took too long, or lost a helper, goes on from there; from another failure it begins anew.
        const goesOn = 'failure' in outcome && [overdueKind, lostKind].includes(outcome.failure.kind);
        const forget = () => goesOn || checkpoints?.remove(trial.id);
        if ('failure' in outcome && !again) {
          queue.push({ trials: [trial], again: true });
          forget();
        } else sink.ended(trial, outcome, made, { trace: seen, weights: left }, forget);
      };
      /** One thread's work: the next trials, until there are none or the run ends. */
      const work = async () => {
        while (next < queue.length && !ended) {
          const { trials, again } = queue[next++];
          for (const trial of trials) running.set(trial.id, trial);
          const batch = trials.map((trial) => assigned(trial, again));
          const answers = await pool.answers(batch, Math.max(...trials.map(timeLimit)));
          for (const { id } of trials) {
            running.delete(id);
            assistants.ended(id);
          }
          if (ended) return;
          if (answers) for (const [i, trial] of trials.entries()) take(trial, answers[i], again);
          else for (const trial of trials) queue.push({ trials: [trial], again: false });
        }
        assistants.freed();
      };
      try {
        await Promise.race([Promise.all(Array.from({ length: threads }, work)), pool.broken]);
      } finally {
        ended = true;
        sink.signal.removeEventListener('abort', end);
        await pool.close();
      }
      return [];
    },
  };
}

function heed(
  trial: Pending,
  telling: Exclude<Telling, { kind: 'offer' }>,
  sink: Sink,
  checkpoints: Checkpoints | undefined,
): void {
  if (telling.kind === 'moved') sink.moved(trial, telling.step / telling.steps);
  else if (telling.kind === 'checkpoint') checkpoints?.write(trial.id, telling.bytes);
  else checkpoints?.setAside(trial.id, telling.reason);
}
