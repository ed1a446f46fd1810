import { availableParallelism } from 'node:os';
import type { ImageSplit } from '@mcover/core';
import { type Failure, type Outcome, sealRecord, type TrialRecord } from '@mcover/record';
import { Piscina } from 'piscina';
import { toBuffers } from '../data/buffers.ts';
import { messageOf } from '../error.ts';
import { engineNameFor } from '../models/index.ts';
import type { Task } from '../plan/plan.ts';
import type { Progress } from '../progress/progress.ts';
import type { Environment } from './provenance.ts';
import type { Answer, Assignment } from './worker.ts';

/** Everything that a run is given; it takes nothing from the air. */
export interface RunSetup {
  tasks: readonly Task[];
  /** The data sets that the tasks name, in shared memory. */
  data: ReadonlyMap<string, ImageSplit>;
  engine: string;
  workers: number;
  environment: Environment;
  /** Stops handing out and ends the threads. */
  signal: AbortSignal;
  progress: Progress;
  /** Takes each record as it comes, in one thread. */
  write(record: TrialRecord): void;
  /** Module of the threads. */
  worker?: URL;
}

export interface FailedTrial {
  task: Task;
  failure: Failure;
}

export function defaultWorkers(): number {
  return availableParallelism();
}

/**
 * Runs every task once, the longest first, one at a time on each thread, and writes a record into each journal
 * that waits for it. A trial that fails is recorded as such. Gives the failed ones.
 */
export async function runTasks(setup: RunSetup): Promise<FailedTrial[]> {
  const { tasks, workers, signal, progress } = setup;
  if (tasks.length === 0) return [];
  const queue = [...tasks].sort((a, b) => b.seconds - a.seconds).values();
  const failed: FailedTrial[] = [];
  const threads = Math.min(workers, tasks.length);
  const filename = (setup.worker ?? new URL('./worker.js', import.meta.url)).href;
  const pool = new Piscina<Assignment, Answer>({ filename, minThreads: threads, maxThreads: threads });
  let ended = signal.aborted;
  const end = () => {
    ended = true;
    void pool.destroy();
  };
  signal.addEventListener('abort', end, { once: true });

  /** One thread's work: the next task, until there is none or the run ends. */
  const work = async () => {
    for (const task of queue) {
      if (ended) return;
      const { spec } = task;
      const images = setup.data.get(spec.data.name);
      const answer = await answerOf(pool, {
        spec,
        engine: setup.engine,
        images: images && toBuffers(images),
      });
      if (ended) return;
      for (const experiment of task.experiments) setup.write(recordOf(experiment, task, answer, setup));
      if ('failure' in answer.outcome) failed.push({ task, failure: answer.outcome.failure });
      progress.advance(task);
    }
  };
  // A thread that cannot even start has no task to fail with: the pool itself reports it.
  const broken = new Promise<never>((_, reject) => pool.on('error', reject));
  try {
    await Promise.race([Promise.all(Array.from({ length: threads }, work)), broken]);
  } finally {
    ended = true;
    signal.removeEventListener('abort', end);
    await pool.destroy();
  }
  return failed;
}

/** The answer of a thread; a thread that dies is a failed trial as well. */
async function answerOf(pool: Piscina<Assignment, Answer>, assignment: Assignment): Promise<Answer> {
  const start = performance.now();
  try {
    return await pool.run(assignment);
  } catch (error) {
    const outcome: Outcome = { failure: { kind: 'ThreadError', message: messageOf(error) } };
    const engine = engineNameFor(assignment.spec, assignment.engine);
    return { outcome, engine, durationMs: Math.round(performance.now() - start) };
  }
}

function recordOf(experiment: string, task: Task, answer: Answer, { environment }: RunSetup): TrialRecord {
  const { outcome, ...made } = answer;
  return sealRecord(experiment, task.spec, outcome, { ...made, ...environment });
}
