import type { Decision, Journal } from '@mcover/record';
import type { CellStudy } from '@mcover/report';
import { type Ended, inBatches, type NextBatch, type RunBatch } from './batches.ts';
import { UsageError } from './error.ts';
import { type Job, jobOf } from './job.ts';
import { readJournals } from './journal/folder.ts';
import { type PlannedTrial, trialsByCell, trialsByExperiment } from './plan/trials.ts';
import { checkRequest, type JobRequest } from './request.ts';
import type { RunOptions } from './run.ts';

/** A comparison of an experiment, and how it stands. */
export interface Comparison extends CellStudy {
  experiment: string;
}

/** What came of the studies. */
export interface Decided extends Ended {
  comparisons: Comparison[];
}

/** How a decision is watched. */
export interface DecideOptions extends RunOptions {
  /** After each batch, and before the first one: how all comparisons stand, and the trials that are next. */
  onLook?(comparisons: readonly Comparison[], next: readonly PlannedTrial[]): void;
}

/**
 * Runs trials in batches until the `decide` of each experiment is decided or has its most trials. A decision depends on the
 * specifications alone: it looks at whole batches from the first trial on, whatever else is there. Prints nothing.
 *
 * @throws UsageError for a fault in what is asked for, or a value that the metric's range has no place for.
 */
export async function decide(
  request: Omit<JobRequest, 'study'>,
  options: DecideOptions = {},
): Promise<Decided & { folder: string }> {
  checkRequest(request);
  const job = await jobOf({ onNote: options.onNote, ...request, study: 'decide' });
  return { ...(await decideJob(job, options)), folder: job.folder };
}

/** The same for a job of the trials that may be needed. Closes its devices. */
export async function decideJob(
  job: Job,
  options: DecideOptions = {},
  runBatch?: RunBatch,
): Promise<Decided> {
  const studies = [...job.wanted].map(([experiment, trials]) => studyPlan(experiment, trials, job));
  const next: NextBatch = async (journals) => {
    const comparisons = await comparisonsIn(journals, studies);
    const found = studies.map((study) => [study.experiment, nextOf(study, comparisons)] as const);
    const wanted = new Map(found.filter(([, trials]) => trials.length > 0));
    options.onLook?.(comparisons, [...wanted.values()].flat());
    return wanted;
  };
  const ended = await inBatches(job, next, options, runBatch);
  return { ...ended, comparisons: await comparisonsIn(readJournals(job.folder), studies) };
}

/** The most trials that a decision may take, by the records that are there: those that led to one, and all of what is open. */
export async function mostDecided(
  job: Pick<Job, 'folder' | 'fresh' | 'wanted' | 'descriptions'>,
): Promise<Map<string, PlannedTrial[]>> {
  const journals = job.fresh ? new Map<string, Journal>() : readJournals(job.folder);
  const studies = [...job.wanted].map(([experiment, trials]) => studyPlan(experiment, trials, job));
  const comparisons = await comparisonsIn(journals, studies);
  const trials = studies.flatMap(({ experiment, decision, cells }) =>
    comparisons
      .filter((one) => one.experiment === experiment)
      .flatMap(({ a, b, finding, looks }) => {
        const end = finding === 'open' ? decision.most : looks.at(-1)!.n;
        return [a, b].flatMap((id) => cells.get(id)?.slice(0, end) ?? []);
      }),
  );
  return trialsByExperiment(trials);
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
  const decision = descriptions.get(experiment)!.decide!;
  return { experiment, decision, cells: trialsByCell(trials), ids: new Set(trials.map(({ id }) => id)) };
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
