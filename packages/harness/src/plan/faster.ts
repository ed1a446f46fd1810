import { blasAdvantage, blasEngine, blasUnavailable } from '@mcover/blas';
import { builtIn } from '@mcover/models';
import type { Job, Prospect } from '../job.ts';
import { aboutText } from '../progress/format.ts';
import { wallSeconds } from './estimate.ts';

/** An engine that `auto` does not take and that would be done sooner. */
export interface Faster {
  engine: string;
  /** Seconds until all is done by it, and by the engine of the job. */
  seconds: number;
  instead: number;
}

/** By which factor it has to be faster, and how many seconds must be won, to be worth a line. */
const worthTelling = 1.25;
const fewestSeconds = 60;

/** How many times as fast as WebAssembly a BLAS has to be for the paces of its engine to be believed. */
const fastEnough = 1.5;

/**
 * BLAS, where it runs here and is faster by a factor worth telling, also though the trials that it takes begin anew: their
 * arithmetic is another, so that none of what is there counts for them.
 */
export function fasterEngine(
  { wanted, workers, engine }: Pick<Job, 'wanted' | 'workers' | 'engine'>,
  { plan: { pending }, pace }: Pick<Prospect, 'plan' | 'pace'>,
  runs = () => blasUnavailable() === undefined && blasAdvantage() >= fastEnough,
): Faster | undefined {
  const { name } = blasEngine;
  const all = new Map([...wanted.values()].flat().map((trial) => [trial.id, trial]));
  const trials = [...all.values()];
  // What a GPU takes it would not take from it.
  if (engine === name || trials.some(({ spec }) => spec.arithmetic === 'gpu')) return undefined;
  const taken = trials.filter(({ spec }) => !spec.uses && builtIn.engineFor(spec, name) === name);
  const ids = new Set(taken.map(({ id }) => id));
  const anew = taken.map((trial) => ({ ...trial, engine: name, seconds: builtIn.seconds(trial.spec, name) }));
  const left = pending.filter(({ id }) => !ids.has(id));
  const seconds = wallSeconds([...left, ...anew], workers, pace);
  const instead = wallSeconds(pending, workers, pace);
  if (instead < worthTelling * seconds || instead - seconds < fewestSeconds || !runs()) return undefined;
  return { engine: name, seconds, instead };
}

/** The same in a line, or nothing. */
export function fasterText({ engine, seconds, instead }: Faster): string {
  return `with --engine ${engine} about ${aboutText(seconds)} instead of ${aboutText(instead)}; such results agree with these to rounding, and are other trials`;
}
