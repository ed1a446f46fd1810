import { Command } from 'commander';
import { repositoryFiles } from '../config/catalogue.ts';
import { type Pace, wallSeconds } from '../plan/estimate.ts';
import type { ExperimentPlan, Plan } from '../plan/plan.ts';
import { clockTime } from '../progress/format.ts';
import { type Job, jobOf, planOf, shardName } from './job.ts';
import { addRunOptions, type RunOptions } from './options.ts';
import { plural, print, printJson, say, textTable } from './output.ts';

export function planCommand(): Command {
  const command = new Command('plan')
    .description('what would run, what is there already, and how long it takes; runs nothing')
    .argument('[files...]', 'experiment files; without any, those of the repository');
  return addRunOptions(command).action(async (files: string[], options: RunOptions) => {
    const named = files.length > 0;
    const job = await jobOf(named ? files : repositoryFiles(), named, options);
    const { plan, pace } = planOf(job);
    if (options.json) printJson(planJson(job, plan, pace));
    else printPlan(job, plan, pace);
  });
}

function secondsOf(row: ExperimentPlan, plan: Plan, job: Job, pace: Pace): number {
  const own = plan.tasks.filter((task) => task.experiment === row.experiment);
  return wallSeconds(own, job.workers, pace);
}

function planJson(job: Job, plan: Plan, pace: Pace): object {
  const { profile, folder, engine, workers } = job;
  const shard = job.shard && { shard: shardName(job.shard) };
  const experiments = plan.experiments.map((row) => ({ ...row, seconds: secondsOf(row, plan, job, pace) }));
  const seconds = wallSeconds(plan.tasks, workers, pace);
  return { profile, folder, engine, workers, ...shard, experiments, seconds };
}

function printPlan(job: Job, plan: Plan, pace: Pace): void {
  const rows = plan.experiments.map((row) => [
    row.experiment,
    ...[row.trials, row.there, row.copied, row.shared, row.toRun].map(String),
    clockTime(secondsOf(row, plan, job, pace)),
  ]);
  const { tasks } = plan;
  const total = [
    'all',
    '',
    '',
    '',
    '',
    String(tasks.length),
    clockTime(wallSeconds(tasks, job.workers, pace)),
  ];
  print(textTable(['experiment', 'trials', 'there', 'copied', 'shared', 'to run', 'time'], [...rows, total]));
  const part = job.shard ? `, shard ${shardName(job.shard)}` : '';
  print(
    `\nprofile ${job.profile}${part}, engine ${job.engine}, ${job.workers} threads, records in ${job.folder}`,
  );
  for (const { experiment, other, rejected } of plan.experiments) {
    const damaged = plural(rejected, 'damaged line');
    if (rejected > 0) say(`${experiment}: ${damaged} will be set aside, and the trials run again`);
    const foreign = plural(other, 'record');
    if (other > 0)
      say(`${experiment}: ${foreign} of other settings beside these; --fresh begins without them`);
  }
}
