import { builtIn } from '@mcover/models';
import type { Journal, TrialSpec } from '@mcover/record';
import type { PlannedTrial } from './trials.ts';

/** Seconds that a trial takes on one thread, or on the GPU that takes it. */
export type Pace = (trial: PlannedTrial) => number;

/** Seconds that a trial must be said to take for its record to count: below, fixed costs outweigh the work. */
const shortest = 0.2;
/** Most that records correct a model by: beyond, they tell of a busy machine or of another kind of problem. */
const mostFactor = 4;

/**
 * What the models say, times how much longer the records of the same engine and model took than they say: between
 * a quarter and four times. Of models that are not the program's own records say nothing here.
 */
export function paceOf(journals: ReadonlyMap<string, Journal>): Pace {
  const seen = new Map<string, { taken: number; said: number }>();
  for (const { result, provenance, spec } of [...journals.values()].flatMap((journal) => journal.records)) {
    const { engine } = provenance;
    if (!result || spec.uses || !paced(spec, engine)) continue;
    const seconds = builtIn.seconds(spec, engine);
    if (seconds < shortest) continue;
    const key = `${engine} ${spec.model}`;
    const { taken, said } = seen.get(key) ?? { taken: 0, said: 0 };
    seen.set(key, { taken: taken + provenance.durationMs / 1000, said: said + seconds });
  }
  return ({ spec, engine, seconds }) => {
    const past = seen.size > 0 ? seen.get(`${engine} ${spec.model}`) : undefined;
    const factor = past ? past.taken / past.said : 1;
    return seconds * Math.min(mostFactor, Math.max(1 / mostFactor, factor));
  };
}

/** Whether a model of the program knows how fast an engine is, which a record of a GPU's batch may not name. */
const paced = (spec: TrialSpec, engine: string) => builtIn.engineFor(spec, engine) === engine;

/** Seconds until all trials are done: at best all threads are busy to the end, and none is cut in two. */
export function wallSeconds(trials: readonly PlannedTrial[], workers: number, pace: Pace): number {
  let total = 0;
  let longest = 0;
  for (const trial of trials) {
    const seconds = pace(trial);
    total += seconds;
    longest = Math.max(longest, seconds);
  }
  return Math.max(total / workers, longest);
}

/**
 * Seconds after which a trial that should take some `seconds` counts as hung. So many that a busy or slow machine
 * never gets there: a result does not depend on it.
 */
export function patience(seconds: number): number {
  return 600 + 30 * seconds;
}
