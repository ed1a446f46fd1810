import type { Engine, Tensors, Trace } from '@mcover/core';
import { builtIn, type NamedTensors, type Registry } from '@mcover/models';
import {
  mostResult,
  type Outcome,
  type TrialSpec,
  type Validator,
  type Variant,
  validator,
} from '@mcover/record';
import { helping, type SharedWork } from '@mcover/wasm';
import type { Use } from '../config/plugins.ts';
import { fromBuffers, type LoadedBuffers } from '../data/buffers.ts';
import { failureOf } from '../error.ts';
import { attended, type Telling } from './attended.ts';
import { engineOf, helpedBy, libraryOf } from './engines.ts';

/**
 * Trials in one thread. This is a standard module, with nothing in it of any one runtime: a pool of Node's
 * threads calls its default export, and a Worker that was given the name of `workerName` answers messages.
 */

export const workerName = 'mcover-trial';

/** What a thread is given of each trial: itself, and the name of the engine that computes it. */
export interface Assignment {
  spec: TrialSpec;
  engine: string;
  /** Files that it is made of, beside the program. */
  uses?: readonly Use[];
  /** What was read of the files that the trial names, in shared memory. */
  loaded?: LoadedBuffers | undefined;
  /** Steps from one look into the trial to the next; `default` lets the model say. */
  trace?: number | 'default' | undefined;
  /** The weights that it ends with are wanted: of the collapsed model alone, or of its covers as well. */
  weights?: KeptWeights | undefined;
  /** What the trial is called in what is told of it while it runs; without it, nothing is. */
  called?: string;
  /** Seconds from one checkpoint to the next, and the one to go on from. */
  checkpoint?: { seconds: number; from: ArrayBuffer | undefined } | undefined;
  /** Most threads that may help with it; without it none. */
  helpers?: number;
}

/** What a thread tells of a trial that it runs. */
export interface Told {
  called: string;
  telling: Telling;
}

/** What it gives back: the outcome, and what really computed it for how long. */
export interface Answer {
  outcome: Outcome;
  engine: string;
  /** The library by which it did, where there is one. */
  library?: string;
  durationMs: number;
  /** Threads that computed it, where they were several. */
  threads?: number;
  /** What was seen of it on the way, where that was asked for. */
  trace?: Trace | undefined;
  /** The weights that it ended with, where they were asked for. */
  weights?: NamedTensors | undefined;
}

/** Which weights of a trial are kept. */
export const keptWeights = ['collapsed', 'covers'] as const;
export type KeptWeights = (typeof keptWeights)[number];

/** Those that are kept of all that a running trial has. */
export const keptOf = ({ covers, collapsed }: Tensors, which: KeptWeights): Tensors =>
  which === 'covers' ? { collapsed, covers } : { collapsed };

/** Helps with a trial that another thread runs. */
export { help } from '@mcover/wasm';

/** Runs trials one after the other: a message for each takes longer than a small trial. */
export default async function runTrials(batch: readonly Assignment[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const assignment of batch) answers.push(await runTrial(assignment));
  return answers;
}

/** Runs a trial. An exception is an outcome too: the other trials go on. */
export async function runTrial(assignment: Assignment): Promise<Answer> {
  const { spec, checkpoint, helpers = 0 } = assignment;
  const engine = engineOf(assignment.engine);
  const library = libraryOf(engine);
  const start = performance.now();
  let leavings: Pick<Answer, 'trace' | 'weights'> = {};
  let shared: SharedWork | undefined;
  const outcome = await attempt(async () => {
    refuseOtherArithmetic(spec, engine);
    const registry = await registryFor(assignment.uses ?? []);
    const loaded = assignment.loaded && fromBuffers(assignment.loaded);
    const tell = await tellerOf(assignment);
    const offer = (work: SharedWork) => {
      shared = work;
      tell({ kind: 'offer', work });
    };
    const computing = helpers > 0 ? helpedBy(engine, { most: helpers, offer }) : engine;
    const seen = attended((from) => registry.start(spec, computing, loaded, from), {
      every: everyOf(assignment, registry),
      checkpoint: checkpoint?.seconds,
      from: checkpoint?.from,
      tell,
      computer: [engine.name, library].join(' ').trim(),
    });
    const result = seen.running.result();
    refuseOtherResult(registry.find(spec.model, spec.method)!, spec, result);
    const { trace, running } = seen;
    leavings = {
      ...(trace && { trace }),
      ...(assignment.weights && {
        weights: registry.tensorsOf(spec, keptOf(running.tensors(), assignment.weights)),
      }),
    };
    return result;
  });
  const durationMs = Math.round((performance.now() - start) * 10) / 10;
  const threads = 1 + (shared ? helping(shared) : 0);
  const made = {
    engine: engine.name,
    ...(library !== undefined && { library }),
    durationMs,
    ...(threads > 1 && { threads }),
  };
  return { outcome, ...made, ...leavings };
}

function everyOf({ trace, spec }: Assignment, registry: Registry): ((steps: number) => number) | undefined {
  if (trace === undefined) return undefined;
  return (steps) => (trace === 'default' ? registry.everyFor(spec, steps) : trace);
}

/** Tells the pool of Node's threads that this one belongs to. */
async function tellerOf({ called }: Assignment): Promise<(telling: Telling) => void> {
  if (called === undefined) return () => {};
  const { parentPort } = await import('node:worker_threads');
  return (telling) => {
    const told: Told = { called, telling };
    parentPort!.postMessage(told, telling.kind === 'checkpoint' ? [telling.bytes] : []);
  };
}

const checks = new WeakMap<Variant, Validator<TrialResult>>();

/** A model of one's own may end with anything, of which no record could be made. */
function refuseOtherResult(variant: Variant, spec: TrialSpec, result: TrialResult): void {
  const check = checks.get(variant) ?? validator<TrialResult>(variant.result);
  checks.set(variant, check);
  const [problem] = check.problems(result);
  if (problem)
    throw new Error(
      `the result of the ${variant.model} is not what it says: ${problem.pointer}: ${problem.message}`,
    );
  const { length } = JSON.stringify(result);
  if (length > mostResult)
    throw new Error(
      `the result takes ${megabytes(length)} MB as text, and a record at most ${megabytes(mostResult)}; give curves fewer points, or save arrays as weights (--save-weights)`,
    );
  const contradiction = variant.contradiction?.(spec, result);
  if (contradiction) throw new Error(`the result of the ${variant.model} cannot be: ${contradiction}`);
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

const registries = new Map<string, Promise<Registry>>();

/** The registry with the modules of a trial, loaded once in a thread. Where there are none, Node's files are not needed. */
async function registryFor(uses: readonly Use[]): Promise<Registry> {
  if (uses.length === 0) return builtIn;
  const { divertOutput, refuseChanged, registryWith } = await import('../config/plugins.ts');
  // What a module prints would stand among the answers of the program.
  divertOutput();
  refuseChanged(uses);
  const key = uses.map(({ file, sha256 }) => `${file} ${sha256}`).join('\n');
  const made = registries.get(key) ?? registryWith(uses);
  registries.set(key, made);
  return made;
}

/** A result that depends on the arithmetic must be of the one that its specification, and so its id, names. */
function refuseOtherArithmetic({ arithmetic }: TrialSpec, engine: Engine): void {
  if (arithmetic === undefined || arithmetic === engine.arithmetic) return;
  throw new Error(
    `the trial is one of ${arithmetic}, but engine ${engine.name} computes in ${engine.arithmetic}`,
  );
}

type TrialResult = Extract<Outcome, { result: unknown }>['result'];

async function attempt(run: () => Promise<TrialResult>): Promise<Outcome> {
  try {
    return { result: await run() };
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
if (scope?.name === workerName) {
  scope.onmessage = async ({ data }) => scope.postMessage(await runTrial(data));
}
