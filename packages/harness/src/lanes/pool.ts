import type { Failure } from '@mcover/record';
import type { SharedWork } from '@mcover/wasm';
import type { Piscina } from 'piscina';
import { codeOf, messageOf } from '../error.ts';
import { starting } from './starting.ts';
import type { Answer, Assignment, Told } from './worker.ts';

/** Threads of this machine that compute trials. */
export interface Pool {
  /**
   * The answers of a thread. A trial alone whose thread dies, or has to be ended after so many seconds, is a failed one as
   * well; of several nobody knows which of them it was.
   */
  answers(batch: Assignment[], seconds: number): Promise<Answer[] | undefined>;
  /** Has a thread help with a trial of another one, until that has ended. Is refused where it dies before. */
  help(work: SharedWork): Promise<void>;
  /** Is refused where a thread cannot even start: it has no trial to fail with. */
  readonly broken: Promise<never>;
  /** Ends the threads, with what they are at. */
  close(): Promise<void>;
}

/**
 * Starts threads.
 *
 * @param most threads: those beyond the first ones start when they are needed.
 * @param hear takes what they tell of trials that they run.
 * @param worker module of the threads.
 */
export async function openPool(
  threads: number,
  hear: (told: Told) => void,
  worker: URL = new URL('./worker.js', import.meta.url),
  most = threads,
): Promise<Pool> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina<Assignment[] | SharedWork, Answer[]>({
    ...starting(worker, 'help'),
    minThreads: threads,
    maxThreads: most,
  });
  pool.on('message', hear);
  return {
    async help(work) {
      await pool.run(work, { name: 'help' });
    },
    answers: (batch, seconds) => answersOf(pool, batch, seconds),
    broken: new Promise<never>((_, reject) => pool.on('error', reject)),
    close: () => pool.destroy(),
  };
}

/** Longest time that a timer of JavaScript can wait, in ms: almost 25 days. */
const longest = 2 ** 31 - 1;

async function answersOf(
  pool: Piscina<Assignment[] | SharedWork, Answer[]>,
  batch: Assignment[],
  seconds: number,
): Promise<Answer[] | undefined> {
  const start = performance.now();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), Math.min(seconds * 1000, longest));
  try {
    return await pool.run(batch, { signal: limit.signal });
  } catch (error) {
    if (batch.length > 1) return undefined;
    const failure = limit.signal.aborted ? overdue(seconds) : deathOf(error);
    const durationMs = Math.round(performance.now() - start);
    return [{ outcome: { failure }, engine: batch[0].engine, durationMs }];
  } finally {
    clearTimeout(timer);
  }
}

export const overdueKind = 'TimeLimit';
/** Of a trial that has lost a thread that helped with it. */
export const lostKind = 'HelperLost';

function overdue(seconds: number): Failure {
  const message = `no result within ${Math.round(seconds)} s; --time-limit SECONDS gives it longer`;
  return { kind: overdueKind, message };
}

function deathOf(error: unknown): Failure {
  const kind = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? 'OutOfMemory' : 'ThreadError';
  return { kind, message: messageOf(error) };
}
