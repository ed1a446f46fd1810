import { builtIn } from '@mcover/models';
import type { Journal, TrialSpec } from '@mcover/record';
import { threadsFor } from './threads.ts';
import type { PlannedTrial } from './trials.ts';

/** Seconds that a trial takes on one thread, or on the GPU that takes it. */
export type Pace = (trial: PlannedTrial) => number;

/** Seconds that a trial must be said to take for its record to count: below, fixed costs outweigh the work. */
const shortest = 0.2;
/** Most that records correct a model by: beyond, they tell of a busy machine or of another kind of problem. */
const mostFactor = 4;

/** What records of one engine and model took, and what the model says of them. */
interface Past {
  taken: number;
  said: number;
}

/**
 * What the models say, times how much longer the records of the same engine and model took than they say: between
 * a quarter and four times. Of models that are not the program's own records say nothing here.
 */
export function paceOf(journals: ReadonlyMap<string, Journal>): Pace {
  const factors = new Map([...pastsOf(journals)].map(([kind, pasts]) => [kind, bounded(factorOf(pasts))]));
  return (trial) => trial.seconds * ((factors.size > 0 && factors.get(kindOf(trial))) || 1);
}

/** By which factors a trial may be faster and slower than its pace. */
export type Spread = (trial: Pick<PlannedTrial, 'engine' | 'spec'>) => { low: number; high: number };

/** Fewer records do not show how far they spread. */
const fewestForSpread = 10;
/** Without them: half to twice. */
const doubt = { low: 0.5, high: 2 };

/**
 * How far the records of the same engine and model lie from their pace, but for the fastest tenth and the slowest; of
 * fewer than ten records, half to twice the pace.
 */
export function spreadOf(journals: ReadonlyMap<string, Journal>): Spread {
  const spreads = new Map(
    [...pastsOf(journals)].flatMap(([kind, pasts]) => {
      if (pasts.length < fewestForSpread) return [];
      const factors = pasts.map((past) => factorOf([past])).sort((a, b) => a - b);
      const tenth = Math.floor(factors.length / 10);
      const usual = factorOf(pasts);
      const [low, high] = [factors[tenth], factors[factors.length - 1 - tenth]];
      return [[kind, { low: Math.min(1, low / usual), high: Math.max(1, high / usual) }] as const];
    }),
  );
  return (trial) => spreads.get(kindOf(trial)) ?? doubt;
}

function pastsOf(journals: ReadonlyMap<string, Journal>): Map<string, Past[]> {
  const seen = new Map<string, Past[]>();
  for (const { result, provenance, spec } of [...journals.values()].flatMap((journal) => journal.records)) {
    const { engine } = provenance;
    // What several threads took says little of one.
    if (!result || spec.uses || provenance.threads || !paced(spec, engine)) continue;
    const said = builtIn.seconds(spec, engine);
    if (said < shortest) continue;
    const kind = kindOf({ engine, spec });
    const past = { taken: provenance.durationMs / 1000, said };
    const pasts = seen.get(kind);
    if (pasts) pasts.push(past);
    else seen.set(kind, [past]);
  }
  return seen;
}

const kindOf = ({ engine, spec }: Pick<PlannedTrial, 'engine' | 'spec'>) => `${engine} ${spec.model}`;

function factorOf(pasts: readonly Past[]): number {
  const sum = (key: keyof Past) => pasts.reduce((total, past) => total + past[key], 0);
  return sum('taken') / sum('said');
}

const bounded = (factor: number) => Math.min(mostFactor, Math.max(1 / mostFactor, factor));

/** Whether a model of the program knows how fast an engine is, which a record of a GPU's batch may not name. */
const paced = (spec: TrialSpec, engine: string) => builtIn.engineFor(spec, engine) === engine;

/** How much of a thread each of those is that share a trial: 0.78 to 1 of two were measured (docs/speed.md). */
const worth = 0.85;

/** Seconds until all trials are done: at best all threads are busy to the end, and share a trial that can be shared. */
export function wallSeconds(trials: readonly PlannedTrial[], workers: number, pace: Pace): number {
  let total = 0;
  let longest = 0;
  for (const trial of trials) {
    const seconds = pace(trial);
    total += seconds;
    const threads = threadsFor(trial, workers);
    longest = Math.max(longest, threads > 1 ? seconds / (worth * threads) : seconds);
  }
  return Math.max(total / workers, longest);
}

/** The same as a range, where every trial is as fast, or as slow, as its spread says. */
export function wallRange(
  trials: readonly PlannedTrial[],
  workers: number,
  pace: Pace,
  spread: Spread,
): { low: number; high: number } {
  const at = (end: 'low' | 'high') =>
    wallSeconds(trials, workers, (trial) => pace(trial) * spread(trial)[end]);
  return { low: at('low'), high: at('high') };
}

/**
 * Seconds after which a trial that should take some `seconds` counts as hung. So many that a busy or slow machine
 * never gets there: a result does not depend on it.
 */
export function patience(seconds: number): number {
  return 600 + 30 * seconds;
}
