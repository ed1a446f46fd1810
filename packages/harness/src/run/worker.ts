import type { Engine } from '@mcover/core';
import type { Outcome, TrialSpec } from '@mcover/record';
import { fromBuffers, type ImageBuffers } from '../data/buffers.ts';
import { failureOf } from '../error.ts';
import { engineNameFor, modelOf } from '../models/index.ts';
import { engineOf, libraryOf } from './engines.ts';

/**
 * One trial in one thread. This is a standard module, with nothing in it of any one runtime: a pool of Node's
 * threads calls its default export, and a Worker that was given the name of `workerName` answers messages.
 */

export const workerName = 'mcover-trial';

/** What a thread is given: one trial, and the name of the engine that is asked for. */
export interface Assignment {
  spec: TrialSpec;
  engine: string;
  /** The data set that the trial names, in shared memory. */
  images?: ImageBuffers | undefined;
}

/** What it gives back: the outcome, and what really computed it for how long. */
export interface Answer {
  outcome: Outcome;
  engine: string;
  /** The library by which it did, where there is one. */
  library?: string;
  durationMs: number;
}

/** Runs a trial. An exception is an outcome too: the other trials go on. */
export default function runTrial({ spec, engine: asked, images }: Assignment): Answer {
  const engine = engineOf(engineNameFor(spec, asked));
  const start = performance.now();
  const outcome = attempt(() => {
    refuseOtherArithmetic(spec, engine);
    return modelOf(spec).run(spec, engine, images && fromBuffers(images));
  });
  const durationMs = Math.round((performance.now() - start) * 10) / 10;
  const library = libraryOf(engine);
  return { outcome, engine: engine.name, ...(library !== undefined && { library }), durationMs };
}

/** A result that depends on the arithmetic must be of the one that its specification, and so its id, names. */
function refuseOtherArithmetic({ arithmetic }: TrialSpec, engine: Engine): void {
  if (arithmetic === undefined || arithmetic === engine.arithmetic) return;
  throw new Error(
    `the trial is one of ${arithmetic}, but engine ${engine.name} computes in ${engine.arithmetic}`,
  );
}

type TrialResult = Extract<Outcome, { result: unknown }>['result'];

function attempt(run: () => TrialResult): Outcome {
  try {
    return { result: run() };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** The part of a browser's, Bun's or Deno's worker scope that is used here. */
interface WorkerScope {
  name?: string;
  onmessage: (message: { data: Assignment }) => void;
  postMessage(answer: Answer): void;
}

const scope = (globalThis as { self?: WorkerScope }).self;
if (scope?.name === workerName) scope.onmessage = ({ data }) => scope.postMessage(runTrial(data));
