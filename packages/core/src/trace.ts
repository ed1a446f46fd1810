import type { Awaitable, Observation, Running } from './trial.ts';

/** What was seen of a trial at some of its steps: columns of numbers, as long as `step`. */
export interface Trace {
  /** Steps from one look to the next; the last may come sooner. */
  readonly every: number;
  /** The steps after which it was looked at; 0 is before the first. */
  readonly step: number[];
  /** What was seen, by name; null where there was no such number, or none that is finite. */
  readonly observed: Record<string, (number | null)[]>;
}

/**
 * Begins a trace of a trial that is looked at every so many steps.
 *
 * @example
 * emptyTrace(10); // { every: 10, step: [], observed: {} }
 */
export function emptyTrace(every: number): Trace {
  return { every, step: [], observed: {} };
}

/**
 * Looks at a trial, if its trace is to have this step: one that `every` divides, or the last. A step is looked at once.
 *
 * @example
 * const trial = { steps: 3, step: 2, done: false, observe: () => ({ energy: 0.5 }) };
 * const trace = emptyTrace(2);
 * lookAt(trial, trace);
 * lookAt({ ...trial, step: 3, done: true }, trace);
 * trace; // { every: 2, step: [2, 3], observed: { energy: [0.5, 0.5] } }
 */
export function lookAt(
  running: Pick<Running, 'step' | 'done'> & { observe(): Observation },
  trace: Trace,
): void {
  if (wants(running, trace)) add(trace, running.step, running.observe());
}

/** As `lookAt`, where a device has to be asked. */
export async function lookRemotely(
  running: Pick<Running, 'step' | 'done'> & { observe(): Awaitable<Observation> },
  trace: Trace,
): Promise<void> {
  if (wants(running, trace)) add(trace, running.step, await running.observe());
}

function wants({ step, done }: Pick<Running, 'step' | 'done'>, trace: Trace): boolean {
  return step !== trace.step.at(-1) && (done || step % trace.every === 0);
}

function add({ step: steps, observed }: Trace, step: number, seen: Observation): void {
  for (const name of new Set([...Object.keys(observed), ...Object.keys(seen)])) {
    // A number that comes up later was not there before.
    observed[name] ??= steps.map(() => null);
    observed[name].push(Number.isFinite(seen[name]) ? seen[name] : null);
  }
  steps.push(step);
}
