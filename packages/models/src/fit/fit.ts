import {
  type Awaitable,
  emptyTrace,
  InputError,
  type LocalRunning,
  lookAt,
  type Observation,
  type Seed,
} from '@mcover/core';
import type { Model } from '../model.ts';
import { checkSeed } from '../script.ts';
import type { NamedTensors } from '../weights.ts';
import { type FitData, type FitSetup, type Fitted, fittedOf, prepare } from './prepare.ts';

/** A trial between two of its steps. */
export interface Step {
  /** Steps that are done, and the most that there will be: temperatures or epochs. */
  readonly step: number;
  readonly steps: number;
  /** How it stands. Changes nothing. */
  observe(): Observation;
  /** Its weights as a file has them. Copies. */
  tensors(): NamedTensors;
}

/** How a trial is to run. None of it but `seed`, and stopping, changes its numbers. */
export interface FitOptions extends FitSetup {
  /** The seed, or its root for trial 0; 1 without it. */
  readonly seed?: Seed | number | undefined;
  /** Is told of each step; the trial ends there where it gives false. */
  onStep?(step: Step): Awaitable<unknown>;
  /** Ends it with an error: an AbortSignal. */
  readonly signal?: { readonly aborted: boolean; readonly reason: unknown } | undefined;
  /** Looks into it every so many steps; `true`: as often as is cheap. */
  readonly trace?: boolean | number | undefined;
}

/**
 * The seed that a caller means.
 *
 * @example
 * seedOf(7); // { root: 7, trial: 0 }
 *
 * @throws InputError
 */
export function seedOf(seed: Seed | number = 1): Seed {
  const meant = typeof seed === 'number' ? { root: seed, trial: 0 } : seed;
  checkSeed(meant);
  return meant;
}

/**
 * Steps from one look into a trial to the next, where `default` lets the model say; nothing where no look is wanted.
 *
 * @example
 * [everyOf(true), everyOf(5), everyOf(false)]; // ['default', 5, undefined]
 *
 * @throws InputError where it is no number of steps.
 */
export function everyOf(trace: boolean | number = false): number | 'default' | undefined {
  if (typeof trace === 'boolean') return trace ? 'default' : undefined;
  if (Number.isInteger(trace) && trace >= 1) return trace;
  throw new InputError('trace', `${trace} is no whole number of steps from 1`);
}

/** Milliseconds after which whatever else waits has its turn, so that a signal is heard. */
const turn = 50;

/** Timers are the same wherever this runs. */
const { setTimeout } = globalThis as unknown as { setTimeout(then: () => void, ms: number): unknown };

/**
 * Fits a model to data in a script, and gives the numbers that `mcover run` records for the same specification.
 *
 * @param of a model's name, or a model of one's own.
 * @param data rows `{ X, y }`, what `readData` gives, a task such as `hiddenManifoldTask`'s, or nothing where the model
 * draws its own. A fifth of each class of rows is set aside for the test unless `test` says another.
 *
 * @example
 * const X = Array.from({ length: 40 }, (_, i) => [i % 8, (i * 5) % 7, i % 2]);
 * const y = X.map(([, , last]) => (last ? 'odd' : 'even'));
 * const params = { widths: ['inputs', 4, 'classes'], epochs: 20, B: 8, M: 3, S: 3, G: 1 };
 * const { result, predict } = await fit('mlp', { X, y }, { params, onStep: ({ step }) => step < 10 });
 * [result.epochs, predict([[1, 1, 1], [2, 1, 0]])]; // [10, ['odd', 'even']]
 * const schedule = { from: 0.4, to: 0.1, step: 0.1 };
 * const { trace } = await fit('perceptron', undefined, { params: { N: 21, alpha: 1, schedule }, trace: 2 });
 * trace.step; // [0, 2, 4]
 *
 * @throws InputError that names the parameter at fault; what the signal was aborted with.
 */
export async function fit(of: string | Model, data?: FitData, options: FitOptions = {}): Promise<Fitted> {
  const { onStep, signal } = options;
  const looks = everyOf(options.trace);
  const prepared = prepare(of, data, options);
  const { registry, model, engine, loaded } = prepared;
  const spec = { ...prepared.cell, seed: seedOf(options.seed) };
  const resolved = registry.resolved(spec);
  const task = model.task(resolved, loaded);
  const running = model.begin(resolved, task, engine);
  const tensors = () => registry.tensorsOf(spec, running.tensors());
  const { steps } = running;
  const trace =
    looks === undefined
      ? undefined
      : emptyTrace(looks === 'default' ? registry.everyFor(spec, steps) : looks);
  if (trace) lookAt(running, trace);
  let heard = Date.now();
  let goOn = true;
  while (goOn && !running.done) {
    if (signal?.aborted) throw signal.reason;
    running.advance();
    if (trace) lookAt(running, trace);
    const { step } = running;
    goOn = (await onStep?.({ step, steps, observe: () => running.observe(), tensors })) !== false;
    if (Date.now() - heard < turn) continue;
    await new Promise<void>((then) => setTimeout(then, 0));
    heard = Date.now();
  }
  if (signal?.aborted) throw signal.reason;
  const stoppedAt = running.done ? undefined : running.step;
  if (trace) lookAt(atItsEnd(running), trace);
  return fittedOf(prepared, spec, { result: running.result(), trace, tensors: tensors(), stoppedAt }, task);
}

/** A trial that is stopped has its last look where it stands. */
const atItsEnd = (running: LocalRunning) => ({
  step: running.step,
  done: true,
  observe: () => running.observe(),
});
