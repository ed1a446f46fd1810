import { openWebGpuTrainers } from '@mcover/gpu';
import type { TrialRecord } from '@mcover/record';
import { dataFolder } from '../data/folder.ts';
import { loadData } from '../data/share.ts';
import { UsageError } from '../error.ts';
import { patience } from '../plan/estimate.ts';
import { showProgress } from '../progress/index.ts';
import { difference } from '../run/agreement.ts';
import { gpuName } from '../run/engines.ts';
import { environment } from '../run/provenance.ts';
import { type Again, drawTrials } from '../run/rerun.ts';
import { type FailedTrial, runTasks } from '../run/run.ts';
import { runTrainings, type TrainingSetup } from '../run/trainings.ts';
import { onInterruption } from './signals.ts';

export interface RerunOptions {
  /** Trials to run again. */
  rerun: number;
  seed: number;
  workers: number;
  timeLimit?: number;
}

/** What came of running some trials again. */
export interface Rerun {
  trials: number;
  /** A line for each record that is not what its trial gives. */
  faults: { experiment: string; text: string }[];
  /** As in `Executed`. */
  interrupted: number | undefined;
}

/** Runs some of the trials of good records again, and compares. */
export async function rerun(records: readonly TrialRecord[], options: RerunOptions): Promise<Rerun> {
  const again = drawTrials(records, options.rerun, options.seed);
  const before = new Map(records.map((record) => [keyOf(record), record]));
  const faults: Rerun['faults'] = [];
  const note = (experiment: string, id: string, text: string) =>
    faults.push({ experiment, text: `trial ${id.slice(0, 12)} ${text}` });
  const compare = ({ experiment, id, spec, result }: TrialRecord, old: TrialRecord) => {
    const apart = result && difference(spec, old.result!, result);
    if (apart) note(experiment, id, `gives another result when it is run again: recorded ${apart} now`);
  };
  const interruption = onInterruption();
  try {
    for (const group of again) {
      const failed = await runGroup(group, options, interruption.signal, (record) =>
        compare(record, before.get(keyOf(record))!),
      );
      for (const { task, failure } of failed)
        for (const experiment of task.experiments)
          note(experiment, task.id, `fails when it is run again: ${failure.kind}: ${failure.message}`);
    }
  } finally {
    interruption.release();
  }
  const trials = again.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return { trials, faults, interrupted: interruption.code() };
}

const keyOf = ({ experiment, id }: TrialRecord) => `${experiment} ${id}`;

async function runGroup(
  { engine, tasks }: Again,
  { workers, timeLimit }: RerunOptions,
  signal: AbortSignal,
  write: (record: TrialRecord) => void,
) {
  const data = loadData(
    tasks.map((task) => task.spec),
    dataFolder(),
  );
  const seconds = tasks.reduce((sum, task) => sum + task.seconds, 0) / workers;
  const progress = showProgress(tasks, seconds);
  try {
    const setup = { tasks, data, environment: environment(), signal, progress, write };
    if (engine === gpuName) return await trainAgain(setup);
    return await runTasks({
      ...{ ...setup, engine, workers },
      timeLimit: (task) => timeLimit ?? patience(task.seconds),
    });
  } finally {
    await progress.close();
  }
}

/** @throws UsageError when the device cannot go on: no other has its arithmetic. */
async function trainAgain(setup: Omit<TrainingSetup, 'open'>): Promise<FailedTrial[]> {
  const { failed, fault } = await runTrainings({ ...setup, open: openWebGpuTrainers });
  if (!fault || setup.signal.aborted) return failed;
  throw new UsageError(
    `${fault.message}; run "mcover verify --rerun" where there is a GPU, or without these records`,
  );
}
