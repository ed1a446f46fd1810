import { emptyTrace, type LocalRunning, lookAt, type Tensors, type Trace } from '@mcover/core';
import { isTrace, readSafetensors, writeSafetensors } from '@mcover/record';
import type { SharedWork } from '@mcover/wasm';
import { messageOf } from '../error.ts';
import { narrowed } from '../journal/narrowed.ts';

/** What whoever started a trial is told of it while it runs, in the order in which it happens. */
export type Telling =
  | { kind: 'moved'; step: number; steps: number }
  /** Bytes of a checkpoint: with them, another thread goes on from here. */
  | { kind: 'checkpoint'; bytes: ArrayBuffer }
  /** Other threads may help with it from now on. */
  | { kind: 'offer'; work: SharedWork }
  /** The checkpoint that was given cannot be gone on with; the trial has begun anew. */
  | { kind: 'refused'; reason: string };

/** How a trial is run beside its specification. None of it changes the result. */
export interface Attendance {
  /** Steps from one look to the next, of a trial of so many; nothing where none is wanted. */
  every?: ((steps: number) => number) | undefined;
  /** Seconds from one checkpoint to the next. */
  checkpoint?: number | undefined;
  /** Bytes of the checkpoint to go on from. */
  from?: ArrayBuffer | undefined;
  tell?(telling: Telling): void;
  /** What computes: a checkpoint of another engine, or of another library, is not gone on with. */
  computer: string;
}

/** A trial at its end, and what was seen on the way, if it was looked at. */
export interface Attended {
  running: LocalRunning;
  trace: Trace | undefined;
}

/** Seconds between two tellings of how far a trial has come. */
const between = 0.5;

/**
 * Runs a trial to its end, from the beginning or from a checkpoint, and puts it down every so many seconds. When it is
 * put down depends on the clock, and what comes out does not.
 *
 * @param begin the trial, from a snapshot if one is given.
 */
export function attended(begin: (from?: Tensors) => LocalRunning, attendance: Attendance): Attended {
  const { checkpoint = Infinity, tell = () => {}, computer } = attendance;
  const { running, trace } = takenUp(begin, attendance) ?? begun(begin(), attendance);
  let [told, put] = [now(), now()];
  if (trace) lookAt(running, trace);
  while (!running.done) {
    running.advance();
    if (trace) lookAt(running, trace);
    const time = now();
    if (time - told >= between) {
      told = time;
      tell({ kind: 'moved', step: running.step, steps: running.steps });
    }
    if (running.done || time - put < checkpoint || !running.snapshot || isLong(trace)) continue;
    tell({ kind: 'checkpoint', bytes: checkpointOf(running.snapshot(), trace, computer) });
    put = now();
  }
  return { running, trace };
}

const now = () => performance.now() / 1000;

/** Most numbers of a trace that a checkpoint carries, in its header: 100 MB of text at most. A longer one begins anew. */
const mostNumbers = 2e6;

const isLong = (trace: Trace | undefined): boolean =>
  trace !== undefined && trace.step.length * (Object.keys(trace.observed).length + 1) > mostNumbers;

function checkpointOf(snapshot: Tensors, trace: Trace | undefined, computer: string): ArrayBuffer {
  const metadata = { computer, ...(trace && { trace: JSON.stringify(trace) }) };
  return writeSafetensors(narrowed(snapshot), metadata).buffer as ArrayBuffer;
}

function begun(running: LocalRunning, { every }: Attendance): Attended {
  return { running, trace: every && emptyTrace(every(running.steps)) };
}

/** A trial as its checkpoint left it, with its trace so far; undefined where it cannot be gone on with. */
function takenUp(
  begin: (from: Tensors) => LocalRunning,
  { from, every, computer, tell = () => {} }: Attendance,
): Attended | undefined {
  if (!from) return undefined;
  try {
    const { tensors, metadata } = readSafetensors(new Uint8Array(from), { finite: true });
    if (metadata.computer !== computer)
      throw new Error(`it was made by ${metadata.computer}, and ${computer} computes now`);
    const running = begin(tensors as Tensors);
    if (!every) return { running, trace: undefined };
    const trace = traceOf(metadata.trace);
    if (trace?.every !== every(running.steps) || (trace.step.at(-1) ?? 0) > running.step)
      throw new Error('it lacks the trace that is wanted now');
    return { running, trace };
  } catch (error) {
    tell({ kind: 'refused', reason: messageOf(error) });
    return undefined;
  }
}

/** The trace so far that a text holds, if it holds one: a checkpoint may come from anywhere. */
function traceOf(text: string | undefined): Trace | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isTrace(value) ? (value as Trace) : undefined;
  } catch {
    return undefined;
  }
}
