import type { ImageSplit } from '@mcover/core';
import { openWebGpuTrainers } from '@mcover/gpu';
import { dataFolder } from '../data/folder.ts';
import { loadData } from '../data/share.ts';
import { patience, wallSeconds } from '../plan/estimate.ts';
import type { ExperimentPlan, Plan, Task } from '../plan/plan.ts';
import { clockTime } from '../progress/format.ts';
import { showProgress } from '../progress/index.ts';
import { prepareFolder } from '../run/durable.ts';
import { type Journals, openJournals } from '../run/journals.ts';
import { lockFolder } from '../run/lock.ts';
import { environment } from '../run/provenance.ts';
import { type FailedTrial, runTasks } from '../run/run.ts';
import { writeTurboKey } from '../run/turbo-key.ts';
import { type Job, type Prospect, planOf, shardName } from './job.ts';
import { runOnGpu } from './on-gpu.ts';
import { plural, say } from './output.ts';
import { onInterruption } from './signals.ts';

/** What came of a job, besides its records. */
export interface Executed {
  experiments: ExperimentPlan[];
  failed: FailedTrial[];
  /** Exit code of the signal that stopped the run, if one did. */
  interrupted: number | undefined;
}

/**
 * Runs what a job lacks, as the only writer of its folder. Damaged lines are set aside first; a record is kept as
 * soon as its trial has ended. `foreseen` as in `Addition`.
 */
export async function execute(job: Job, foreseen: boolean): Promise<Executed> {
  prepareFolder(job.folder);
  const release = lockFolder(job.folder);
  try {
    return await executeAlone(job, foreseen);
  } finally {
    release();
  }
}

async function executeAlone(job: Job, foreseen: boolean): Promise<Executed> {
  const prospect = planOf(job);
  const { plan } = prospect;
  // Before any journal is touched: damaged data end the command with nothing half done.
  const data = loadData(
    plan.tasks.map((task) => task.spec),
    dataFolder(),
  );
  const journals = openJournals(job.folder, [...job.wanted.keys()], job.fresh);
  try {
    for (const { file, lines, asked } of journals.mended) {
      const next = asked ? 'the trials run again' : 'a run of that experiment makes the trials again';
      say(`${plural(lines, 'damaged line')} of ${file} set aside in ${file}.rejected; ${next}`);
    }
    tellTurbo(job, prospect, foreseen);
    for (const record of plan.copies) journals.write(record);
    announce(job, plan, wallSeconds(plan.tasks, job.workers, prospect.pace));
    const { failed, interrupted } = await runPlan(job, prospect, journals, data);
    return { experiments: plan.experiments, failed, interrupted };
  } finally {
    journals.close();
  }
}

function tellTurbo(job: Job, { plan: { tasks, copies }, there }: Prospect, foreseen: boolean): void {
  if (tasks.length + copies.length === 0) return;
  const kept = [...there].filter(([experiment]) => !(job.fresh && job.wanted.has(experiment)));
  writeTurboKey(job.folder, {
    there: kept.flatMap(([, journal]) => journal.records),
    coming: [
      ...copies.map(({ experiment, id }) => `${experiment} ${id}`),
      ...tasks.flatMap(({ experiments, id }) => experiments.map((experiment) => `${experiment} ${id}`)),
    ],
    foreseen,
  });
}

function announce(job: Job, { tasks, experiments }: Plan, expected: number): void {
  const there = experiments.reduce((sum, row) => sum + row.there + row.copied, 0);
  const time = tasks.length > 0 ? `, about ${clockTime(expected)}` : '';
  const run = `${plural(tasks.length, 'trial')} to run on ${plural(job.workers, 'thread')}${time}`;
  const part = job.shard ? `, shard ${shardName(job.shard)}` : '';
  say(`profile ${job.profile}${part}, engine ${job.engine}: ${there} there, ${run}`);
}

async function runPlan(
  job: Job,
  { plan: { tasks }, pace, counted }: Prospect,
  journals: Journals,
  data: ReadonlyMap<string, ImageSplit>,
) {
  if (tasks.length === 0) return { failed: [], interrupted: undefined };
  const interruption = onInterruption();
  const progress = showProgress(tasks, wallSeconds(tasks, job.workers, pace));
  const setup = {
    ...{ environment: environment(), signal: interruption.signal },
    ...{ progress, write: journals.write },
  };
  const timeLimit = (task: Task) => job.timeLimit ?? patience(pace(task));
  try {
    const gpu = { data, there: counted, open: openWebGpuTrainers };
    const { left, failed } = job.gpu
      ? await runOnGpu(job, tasks, { ...setup, ...gpu })
      : { left: tasks, failed: [] };
    const { engine, workers } = job;
    const others = await runTasks({ ...setup, tasks: left, data, engine, workers, timeLimit });
    return { failed: [...failed, ...others], interrupted: interruption.code() };
  } finally {
    await progress.close();
    interruption.release();
  }
}
