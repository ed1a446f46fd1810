import { plural } from '@mcover/record';
import { Command } from 'commander';
import { shardName } from '../job.ts';
import { type Pace, wallSeconds } from '../plan/estimate.ts';
import type { Plan, Standing } from '../plan/pending.ts';
import { type Planned, plan } from '../plan.ts';
import { clockTime } from '../progress/format.ts';
import { addRunOptions, type RunOptions } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';

type Job = Planned['job'];

export function planCommand(): Command {
  const command = new Command('plan')
    .description('what would run, what is there already, and how long it takes; runs nothing')
    .argument('[files...]', 'experiment files; without any, those of the paper');
  return addRunOptions(command).action(async (files: string[], { json, ...request }: RunOptions) => {
    const named = files.length > 0 ? { files } : {};
    const { job, plan: found, pace } = await plan({ ...request, ...named, onNote: say });
    if (json) printJson(planJson(job, found, pace));
    else printPlan(job, found, pace);
  });
}

function secondsOf(row: Standing, { pending }: Plan, { workers }: Job, pace: Pace): number {
  const own = pending.filter(({ experiment }) => experiment === row.experiment);
  return wallSeconds(own, workers, pace);
}

function planJson(job: Job, plan: Plan, pace: Pace): object {
  const { profile, folder, engine, workers } = job;
  const shard = job.shard && { shard: shardName(job.shard) };
  const experiments = plan.experiments.map((row) => ({ ...row, seconds: secondsOf(row, plan, job, pace) }));
  const seconds = wallSeconds(plan.pending, workers, pace);
  return { profile, folder, engine, workers, ...shard, experiments, seconds };
}

function printPlan(job: Job, plan: Plan, pace: Pace): void {
  const rows = plan.experiments.map((row) => [
    row.experiment,
    ...[row.trials, row.there, row.copied, row.shared, row.toRun].map(String),
    clockTime(secondsOf(row, plan, job, pace)),
  ]);
  const { pending } = plan;
  const time = clockTime(wallSeconds(pending, job.workers, pace));
  const total = ['all', '', '', '', '', String(pending.length), time];
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
