import type { Journal, Tuning } from '@mcover/record';
import type { CellRace } from '@mcover/report';
import { type Ended, inBatches, type NextBatch, type RunBatch } from './batches.ts';
import { UsageError } from './error.ts';
import { type Job, jobOf } from './job.ts';
import { readJournals } from './journal/folder.ts';
import { type PlannedTrial, trialsByCell, trialsByExperiment } from './plan/trials.ts';
import { checkRequest, type JobRequest } from './request.ts';
import type { RunOptions } from './run.ts';

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
  /** Trials whose training has left the numbers, of all candidates and of the leader; each counts as the worst of the range. */
  diverged: CellRace['diverged'];
  /** Whether these are all trials of the leader, when the race is over: then no setting could be trained. */
  untrained: boolean;
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
  if (job.shard)
    throw new UsageError(
      'a tuning has no shards, since what is next depends on all trials of a batch; a queue divides it among machines: --queue, see docs/machines.md',
    );
  const plans = plansOf(job);
  const next: NextBatch = async (journals) => {
    const races = await racesIn(journals, plans);
    const trials = races.flatMap(nextOf);
    options.onLook?.(races.map(tunedOf), trials);
    return trialsByExperiment(trials);
  };
  const ended = await inBatches(job, next, options, runBatch);
  const races = await racesIn(readJournals(job.folder), plans);
  return { ...ended, races: races.map(tunedOf) };
}

/** The most trials that a tuning may take, by the records that are there: those that its races had, and what is left of them. */
export async function mostTuned(
  job: Pick<Job, 'folder' | 'fresh' | 'wanted' | 'descriptions'>,
): Promise<Map<string, PlannedTrial[]>> {
  const journals = job.fresh ? new Map<string, Journal>() : readJournals(job.folder);
  return trialsByExperiment((await racesIn(journals, plansOf(job))).flatMap(mostOf));
}

/** What an experiment tunes, and the trials that it may take. */
interface TunePlan {
  experiment: string;
  tuning: Tuning;
  /** Trials of each cell, in their order. */
  cells: ReadonlyMap<string, readonly PlannedTrial[]>;
}

function plansOf({ wanted, descriptions }: Pick<Job, 'wanted' | 'descriptions'>): TunePlan[] {
  return [...wanted].map(([experiment, trials]) => ({
    experiment,
    tuning: descriptions.get(experiment)!.tune!,
    cells: trialsByCell(trials),
  }));
}

/** A race by the records that are there. */
interface Raced extends TunePlan {
  race: CellRace;
}

async function racesIn(journals: ReadonlyMap<string, Journal>, plans: readonly TunePlan[]): Promise<Raced[]> {
  // Loaded only here: it brings the plotting library.
  const { cellRaces } = await import('@mcover/report');
  return plans.flatMap((plan) => {
    const { experiment, tuning } = plan;
    const { low, high } = tuning.range;
    return cellRaces(journals.get(experiment)?.records ?? [], tuning).map((race) => {
      if (race.outside === undefined) return { ...plan, race };
      throw new UsageError(
        `experiment "${experiment}": the ${tuning.metric} of ${race.method}, trial ${race.outside}, is not between ${low} and ${high}; give the range under "tune" that it truly has`,
      );
    });
  });
}

const trialsOf = ({ race, cells }: Raced, place: number) => cells.get(race.candidates[place].cell)!;

/** The trials up to the next look at a race, or those that its winner still lacks. */
function nextOf(raced: Raced): PlannedTrial[] {
  const { left, over, n, raced: values, heldOut } = raced.race;
  const { batch, most } = raced.tuning;
  if (over) return trialsOf(raced, left[0]).slice(most + heldOut.length);
  return left.flatMap((place) => trialsOf(raced, place).slice(values[place].length, n + batch));
}

/** A bound: what is left of the budget may all go to the cheapest candidates, or of equally cheap ones to the slowest. */
function mostOf(raced: Raced): PlannedTrial[] {
  const { candidates, left, over, n, spent, raced: values } = raced.race;
  const { most, budget } = raced.tuning;
  const there = candidates.flatMap((_, place) =>
    trialsOf(raced, place).slice(0, Math.min(n, values[place].length)),
  );
  if (over) return [...there, ...trialsOf(raced, left[0]).slice(most)];
  const secondsOf = (place: number) => trialsOf(raced, place)[0].seconds;
  const costOf = (place: number) => candidates[place].cost;
  const slowest = [...left].sort((a, b) => secondsOf(b) - secondsOf(a));
  let rest = budget - spent;
  const coming = [...slowest]
    .sort((a, b) => costOf(a) - costOf(b))
    .flatMap((place) => {
      const count = Math.min(most - n, Math.floor(rest / costOf(place)));
      rest -= count * costOf(place);
      return trialsOf(raced, place).slice(n, n + count);
    });
  return [...there, ...coming, ...trialsOf(raced, slowest[0]).slice(most)];
}

function tunedOf({ experiment, tuning: { metric, budget, unit }, race }: Raced): Tuned {
  const { method, candidates, left, worse, over, spent, n, raced, heldOut, diverged, untrained } = race;
  const [leader] = left;
  const { cell, chosen } = candidates[leader];
  return {
    experiment,
    method,
    metric,
    candidates: candidates.length,
    left: left.length,
    worse,
    over,
    spent,
    budget,
    diverged,
    untrained,
    unit,
    chosen,
    cell,
    racing: raced[leader].slice(0, n),
    heldOut,
  };
}
