import { cellId, type Decision, type Journal } from '@mcover/record';
import type { CellStudy } from '@mcover/report';
import { UsageError } from './error.ts';
import { checkRequest, type Job, type JobRequest, jobOf } from './job.ts';
import { readJournals } from './journal/folder.ts';
import type { FailedTrial } from './lanes/lane.ts';
import type { PlannedTrial } from './plan/trials.ts';
import { execute, type Ran, type RunOptions } from './run.ts';

/** A comparison of an experiment, and how it stands. */
export interface Comparison extends CellStudy {
  experiment: string;
}

/** What came of the studies. */
export interface Decided {
  comparisons: Comparison[];
  failed: readonly FailedTrial[];
  /** Whether it was ended before its end. */
  stopped: boolean;
}

/** How a decision is watched. */
export interface DecideOptions extends RunOptions {
  /** After each batch, and before the first one: how all comparisons stand, and the trials that are next. */
  onLook?(comparisons: readonly Comparison[], next: readonly PlannedTrial[]): void;
}

/** Runs what a job lacks: `execute`, or what runs it elsewhere. */
export type RunBatch = (job: Job, options: RunOptions) => Promise<Ran>;

/**
 * Runs trials in batches until the `decide` of each experiment is decided or has its most trials. A decision depends on the
 * specifications alone: it looks at whole batches from the first trial on, whatever else is there. Prints nothing.
 *
 * @throws UsageError for a fault in what is asked for, or a value that the metric's range has no place for.
 */
export async function decide(
  request: Omit<JobRequest, 'decide'>,
  options: DecideOptions = {},
): Promise<Decided & { folder: string }> {
  checkRequest(request);
  const job = await jobOf({ onNote: options.onNote, ...request, decide: true });
  return { ...(await decideJob(job, options)), folder: job.folder };
}

/** The same for a job of the trials that may be needed. Closes its devices. */
export async function decideJob(
  job: Job,
  options: DecideOptions = {},
  runBatch: RunBatch = execute,
): Promise<Decided> {
  if (job.shard)
    throw new UsageError(
      'a shard decides nothing, since a decision looks at all trials of a batch; "mcover run --shard i/n --trials n" on each machine, "mcover merge", and then "mcover decide" with --out of the merged folder',
    );
  try {
    const studies = [...job.wanted].map(([experiment, trials]) => studyPlan(experiment, trials, job));
    let comparisons = await comparisonsIn(job.fresh ? new Map() : readJournals(job.folder), studies);
    // What is set aside is set aside once.
    for (let fresh = job.fresh; ; fresh = false) {
      const next = studies.map((study) => [study.experiment, nextOf(study, comparisons)] as const);
      const wanted = new Map(next.filter(([, trials]) => trials.length > 0));
      options.onLook?.(comparisons, [...wanted.values()].flat());
      if (wanted.size === 0) return { comparisons, failed: [], stopped: false };
      const before = comparisons;
      const { failed, stopped } = await runBatch({ ...job, wanted, fresh, devices: heldOpen(job) }, options);
      comparisons = await comparisonsIn(readJournals(job.folder), studies);
      if (failed.length > 0 || stopped) return { comparisons, failed, stopped };
      if (comparisons.every(({ n }, i) => n === before[i].n))
        throw new UsageError(
          'trials have ended without the metric that is to be decided; name another one under "decide"',
        );
    }
  } finally {
    await job.devices?.close();
  }
}

/** The devices of a job, which a batch does not close. */
function heldOpen({ devices }: Job): Job['devices'] {
  return devices && { ...devices, close: async () => {} };
}

/** What an experiment may take, and what it has to decide. */
interface StudyPlan {
  experiment: string;
  decision: Decision;
  /** Trials of each cell, in their order. */
  cells: ReadonlyMap<string, readonly PlannedTrial[]>;
  ids: ReadonlySet<string>;
}

function studyPlan(
  experiment: string,
  trials: readonly PlannedTrial[],
  { descriptions }: Pick<Job, 'descriptions'>,
): StudyPlan {
  const cells = new Map<string, PlannedTrial[]>();
  for (const trial of trials) {
    const id = cellId(trial.spec);
    const own = cells.get(id);
    if (own) own.push(trial);
    else cells.set(id, [trial]);
  }
  const decision = descriptions.get(experiment)!.decide!;
  return { experiment, decision, cells, ids: new Set(trials.map(({ id }) => id)) };
}

async function comparisonsIn(
  journals: ReadonlyMap<string, Journal>,
  studies: readonly StudyPlan[],
): Promise<Comparison[]> {
  // Loaded only here: it brings the plotting library.
  const { cellStudies } = await import('@mcover/report');
  return studies.flatMap(({ experiment, decision, ids }) => {
    const records = journals.get(experiment)?.records.filter(({ id }) => ids.has(id)) ?? [];
    const found = cellStudies(records, decision);
    const { low, high } = decision.range;
    const strange = found.find(({ outside }) => outside !== undefined);
    if (strange)
      throw new UsageError(
        `experiment "${experiment}": the ${decision.metric} of trial ${strange.outside} is not between ${low} and ${high}; give the range under "decide" that it truly has`,
      );
    return found.map((study) => ({ experiment, ...study }));
  });
}

/** The trials of an experiment up to the next look at its open comparisons. */
function nextOf(
  { experiment, decision, cells }: StudyPlan,
  comparisons: readonly Comparison[],
): PlannedTrial[] {
  const open = comparisons.filter((one) => one.experiment === experiment && one.finding === 'open');
  const trials = open.flatMap(({ a, b, n, looks }) => {
    const end = Math.min((looks.at(-1)?.n ?? 0) + decision.batch, decision.most);
    return [a, b].flatMap((id) => cells.get(id)!.slice(n, end));
  });
  return [...new Map(trials.map((trial) => [trial.id, trial])).values()];
}
