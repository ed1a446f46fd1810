import { availableParallelism } from 'node:os';
import type { ImageSplit } from '@mcover/core';
import { type Failure, sealRecord, type TrialRecord } from '@mcover/record';
import { Piscina } from 'piscina';
import { toBuffers } from '../data/buffers.ts';
import { codeOf, messageOf } from '../error.ts';
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
  /** Seconds after which a trial counts as hung, and its thread is ended. */
  timeLimit(task: Task): number;
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
 * Runs every task, the longest first, one at a time on each thread, and writes a record into each journal that
 * waits for it. A trial that throws, hangs or takes its thread with it is run once more after all others, when
 * the machine is less busy; if it fails again, it is recorded as failed. Gives the failed ones.
 */
export async function runTasks(setup: RunSetup): Promise<FailedTrial[]> {
  const { tasks, workers, signal, progress } = setup;
  if (tasks.length === 0) return [];
  const queue = [...tasks].sort((a, b) => b.seconds - a.seconds).map((task) => ({ task, again: false }));
  let next = 0;
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
    while (next < queue.length && !ended) {
      const { task, again } = queue[next++];
      const { spec } = task;
      const images = setup.data.get(spec.data.name);
      const assignment = { spec, engine: setup.engine, images: images && toBuffers(images) };
      const answer = await answerOf(pool, assignment, setup.timeLimit(task));
      if (ended) return;
      if ('failure' in answer.outcome && !again) {
        queue.push({ task, again: true });
        continue;
      }
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

/** Longest time that a timer of JavaScript can wait, in ms: almost 25 days. */
const longest = 2 ** 31 - 1;

/** The answer of a thread; one that dies, or has to be ended after so many seconds, is a failed trial as well. */
async function answerOf(
  pool: Piscina<Assignment, Answer>,
  assignment: Assignment,
  seconds: number,
): Promise<Answer> {
  const start = performance.now();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), Math.min(seconds * 1000, longest));
  try {
    return await pool.run(assignment, { signal: limit.signal });
  } catch (error) {
    const failure = limit.signal.aborted ? overdue(seconds) : deathOf(error);
    const engine = engineNameFor(assignment.spec, assignment.engine);
    return { outcome: { failure }, engine, durationMs: Math.round(performance.now() - start) };
  } finally {
    clearTimeout(timer);
  }
}

function overdue(seconds: number): Failure {
  const message = `no result within ${Math.round(seconds)} s; --time-limit SECONDS gives it longer`;
  return { kind: 'TimeLimit', message };
}

function deathOf(error: unknown): Failure {
  const kind = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? 'OutOfMemory' : 'ThreadError';
  return { kind, message: messageOf(error) };
}

function recordOf(experiment: string, task: Task, answer: Answer, { environment }: RunSetup): TrialRecord {
  const { outcome, ...made } = answer;
  return sealRecord(experiment, task.spec, outcome, { ...made, ...environment });
}
