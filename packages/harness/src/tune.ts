import { type Journal, seedName, type TrialSpec } from '@mcover/record';
import { type Ended, inBatches, type NextBatch, type RunBatch } from './batches.ts';
import type { Entry, Tuning } from './config/tuning.ts';
import { UsageError } from './error.ts';
import { type Job, jobOf } from './job.ts';
import { readJournals } from './journal/folder.ts';
import { type PlannedTrial, trialsByCell } from './plan/trials.ts';
import { checkRequest, type JobRequest } from './request.ts';
import type { RunOptions } from './run.ts';
import { visits } from './visits.ts';

/** How the race of one entry stands, and how its leader does on trials that no race has seen. */
export interface Tuned {
  experiment: string;
  method: string;
  metric: string;
  /** How many candidates there are, are left, and were shown to be worse than a leader. */
  candidates: number;
  left: number;
  worse: number;
  over: boolean;
  /** Of the budget, in its unit. */
  spent: number;
  budget: number;
  unit: Tuning['unit'];
  /** What was chosen of the leader, by dotted path, and the id of its cell. */
  chosen: Readonly<Record<string, unknown>>;
  cell: string;
  /** Its values of the metric: those by which it was chosen, and on trials that no race has seen. */
  racing: readonly number[];
  heldOut: readonly number[];
}

/** How a tuning is watched. */
export interface TuneOptions extends RunOptions {
  /** Before each batch: how all races stand. */
  onLook?(races: readonly Tuned[], next: readonly PlannedTrial[]): void;
}

/** What came of it. */
export interface TunedAll extends Ended {
  races: Tuned[];
}

/**
 * Tunes what the `tune` of each experiment says, each entry of its space with the same budget: candidates race on common
 * trials, and the winner is judged on `heldOut` others, whose numbers no race reaches. All trials are records as any other. What wins depends on
 * the specifications alone. Prints nothing.
 *
 * @throws UsageError for a fault in what is asked for.
 */
export async function tune(
  request: Omit<JobRequest, 'study' | 'trials'>,
  options: TuneOptions = {},
): Promise<TunedAll & { folder: string }> {
  checkRequest(request);
  const job = await jobOf({ onNote: options.onNote, ...request, study: 'tune' });
  return { ...(await tuneJob(job, options)), folder: job.folder };
}

/** The same for a job of the trials that may be needed. Closes its devices. */
export async function tuneJob(job: Job, options: TuneOptions = {}, runBatch?: RunBatch): Promise<TunedAll> {
  const plans = [...job.tunings].flatMap(([experiment, tuning]) =>
    plansOf(experiment, tuning, trialsByCell(job.wanted.get(experiment)!)),
  );
  const next: NextBatch = async (journals) => {
    const races = await racesIn(journals, plans);
    const trials = races.flatMap((race) => race.next);
    options.onLook?.(
      races.map(({ tuned }) => tuned),
      trials,
    );
    return gathered(trials);
  };
  const ended = await inBatches(job, next, options, runBatch);
  const races = await racesIn(readJournals(job.folder), plans);
  return { ...ended, races: races.map(({ tuned }) => tuned) };
}

/** Trials by their experiments, each once. */
function gathered(trials: readonly PlannedTrial[]): Map<string, PlannedTrial[]> {
  const wanted = new Map<string, PlannedTrial[]>();
  for (const trial of new Map(trials.map((trial) => [trial.id, trial])).values())
    wanted.set(trial.experiment, [...(wanted.get(trial.experiment) ?? []), trial]);
  return wanted;
}

/** An entry with the trials of each candidate, by their numbers, and what one of them costs. */
interface EntryPlan {
  experiment: string;
  tuning: Tuning;
  entry: Entry;
  trials: readonly (readonly PlannedTrial[])[];
  costs: readonly number[];
}

function plansOf(
  experiment: string,
  tuning: Tuning,
  cells: ReadonlyMap<string, readonly PlannedTrial[]>,
): EntryPlan[] {
  const { unit, batch, budget } = tuning;
  return tuning.entries.map((entry) => {
    const trials = entry.candidates.map(({ cell }) => cells.get(cell)!);
    const costs = trials.map(([{ spec }]) => (unit === 'trials' ? 1 : visitsOf(spec)));
    const first = batch * costs.reduce((sum, cost) => sum + cost, 0);
    if (first > budget)
      throw new UsageError(
        `experiment "${experiment}": a batch of all ${costs.length} candidates of ${entry.method} takes ${first} ${unit}, more than the budget of ${budget}; give more, fewer "candidates", or a smaller "batch"`,
      );
    return { experiment, tuning, entry, trials, costs };
  });
}

function visitsOf(spec: TrialSpec): number {
  const cost = visits.of(spec, []);
  if (cost !== undefined) return cost;
  throw new UsageError(
    `nobody knows beforehand how often a trial of ${spec.model}/${spec.method} visits its patterns; give the budget in "trials"`,
  );
}

/** How each race stands by the records that are there, and the trials that it needs next. */
async function racesIn(
  journals: ReadonlyMap<string, Journal>,
  plans: readonly EntryPlan[],
): Promise<{ tuned: Tuned; next: PlannedTrial[] }[]> {
  // Loaded only here: it brings the plotting library.
  const { raceOf } = await import('@mcover/report');
  const results = new Map(
    [...journals.values()].flatMap(({ records }) =>
      records.flatMap(({ id, result }) => (result ? [[id, result] as const] : [])),
    ),
  );
  return plans.map(({ experiment, tuning, entry, trials, costs }) => {
    const { metric, better, range, most, heldOut, batch, budget, unit } = tuning;
    const valuesOf = (own: readonly PlannedTrial[]) => {
      const values = own.map(({ id, spec }) => inRange(results.get(id)?.[metric], spec, tuning));
      const gap = values.indexOf(undefined);
      return (gap < 0 ? values : values.slice(0, gap)) as number[];
    };
    const raced = trials.map((own) => valuesOf(own.slice(0, most)));
    // The lowest mean wins.
    const sign = better === 'lower' ? 1 : -1;
    const race = raceOf(
      costs,
      raced.map((values) => values.map((value) => sign * value)),
      { ...tuning, range: sign > 0 ? range : { low: -range.high, high: -range.low } },
    );
    const [leader] = race.left;
    const others = trials[leader].slice(most, most + heldOut);
    const next = race.over
      ? others.slice(valuesOf(others).length)
      : race.left.flatMap((candidate) => trials[candidate].slice(raced[candidate].length, race.n + batch));
    const { cell, chosen } = entry.candidates[leader];
    return {
      next,
      tuned: {
        experiment,
        method: entry.method,
        metric,
        candidates: trials.length,
        left: race.left.length,
        worse: race.worse,
        over: race.over,
        spent: race.spent,
        budget,
        unit,
        chosen,
        cell,
        racing: raced[leader].slice(0, race.n),
        heldOut: race.over ? valuesOf(others) : [],
      },
    };
  });
}

function inRange(value: unknown, { method, seed }: TrialSpec, { metric, range }: Tuning): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number >= range.low && number <= range.high) return number;
  throw new UsageError(
    `the ${metric} of ${method}, trial ${seedName(seed)}, is not between ${range.low} and ${range.high}; give the range under "tune" that it truly has`,
  );
}
