import { plural } from '@mcover/record';
import { Command } from 'commander';
import { shardName } from '../job.ts';
import { wallRange, wallSeconds } from '../plan/estimate.ts';
import { fasterEngine, fasterText } from '../plan/faster.ts';
import { type Planned, plan } from '../plan.ts';
import { rangeText } from '../progress/format.ts';
import { type JobRequest, type Study, studies } from '../request.ts';
import { addRunOptions, filesAndSettings, type RunOptions, settingsAre } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';

export function planCommand(): Command {
  const command = new Command('plan')
    .description('what would run, what is there already, and how long it takes; runs nothing')
    .argument('[files...]', `experiment files; without any, those of the paper; and ${settingsAre}`);
  return addRunOptions(command).action(async (args: string[], { json, ...request }: RunOptions) => {
    const { files, set } = filesAndSettings(args);
    const named = files.length > 0 ? { files } : {};
    const asked = { ...request, ...named, set };
    const planned = await plan({ ...asked, onNote: say });
    const most = await mostOf(planned, asked);
    if (json)
      printJson({
        ...planJson(planned),
        ...Object.fromEntries([...most].map(([study, own]) => [study, planJson(own)])),
      });
    else {
      printPlan(planned);
      for (const [study, own] of most) printMost(study, own);
    }
  });
}

/** Trials of the plan, or of one experiment: seconds, and the range that they lie in. */
function timeOf({ job: { workers }, plan: { pending }, pace, spread }: Planned, experiment?: string) {
  const own = pending.filter((one) => experiment === undefined || one.experiment === experiment);
  return { seconds: wallSeconds(own, workers, pace), range: wallRange(own, workers, pace, spread) };
}

function planJson(planned: Planned): object {
  const { profile, folder, engine, workers, shard } = planned.job;
  const experiments = planned.plan.experiments.map((row) => ({ ...row, ...timeOf(planned, row.experiment) }));
  const faster = fasterEngine(planned.job, planned);
  return {
    profile,
    folder,
    engine,
    workers,
    ...(shard && { shard: shardName(shard) }),
    experiments,
    ...timeOf(planned),
    ...(faster && { faster }),
  };
}

/** What the studies that experiments ask for would run at most, in the place of a plain run. */
async function mostOf({ job }: Planned, asked: JobRequest): Promise<Map<Study, Planned>> {
  const described = [...job.descriptions.values()];
  const most = new Map<Study, Planned>();
  for (const study of studies) {
    const only = described.flatMap(({ experiment, resolved }) => (study in resolved ? [experiment] : []));
    if (only.length === 0) continue;
    // A study has no parts, and a tuning has trials of its own.
    const own = { shard: undefined, ...(study === 'tune' && { trials: undefined }) };
    most.set(study, await plan({ ...asked, ...own, only, study }));
  }
  return most;
}

function printMost(study: Study, most: Planned): void {
  const { pending, experiments } = most.plan;
  const trials = experiments.reduce((sum, { trials }) => sum + trials, 0);
  const time = pending.length > 0 ? `, ${rangeText(timeOf(most).range)}` : '';
  print(
    `"mcover ${study}" takes ${plural(trials, 'trial')} at most, ${pending.length} of them to run${time}`,
  );
}

/** What the columns of a plan mean. */
const legend = `there: in the journal already; copied: from another journal of the folder; shared: run once, for another
experiment of the plan; to run: what is left. time: from the fastest to the slowest that records here suggest (without the
extreme tenths), or half to twice what the models say where there are fewer than ten.`;

function printPlan(planned: Planned): void {
  const { job, plan } = planned;
  const rows = plan.experiments.map((row) => [
    row.experiment,
    ...[row.trials, row.there, row.copied, row.shared, row.toRun].map(String),
    row.toRun > 0 ? rangeText(timeOf(planned, row.experiment).range) : '',
  ]);
  const { pending } = plan;
  const time = pending.length > 0 ? rangeText(timeOf(planned).range) : '';
  const total = ['all', '', '', '', '', String(pending.length), time];
  print(textTable(['experiment', 'trials', 'there', 'copied', 'shared', 'to run', 'time'], [...rows, total]));
  print(`\n${legend}`);
  const part = job.shard ? `, shard ${shardName(job.shard)}` : '';
  print(
    `\nprofile ${job.profile}${part}, engine ${job.engine}, ${job.workers} threads, records in ${job.folder}`,
  );
  const faster = fasterEngine(job, planned);
  if (faster) say(fasterText(faster));
  for (const { experiment, other, rejected } of plan.experiments) {
    const damaged = plural(rejected, 'damaged line');
    if (rejected > 0) say(`${experiment}: ${damaged} will be set aside, and the trials run again`);
    const foreign = plural(other, 'record');
    const { resolved } = job.descriptions.get(experiment)!;
    const remark = studies.some((study) => study in resolved)
      ? 'other trials, such as a study takes'
      : 'other settings beside these; --fresh begins without them';
    if (other > 0) say(`${experiment}: ${foreign} of ${remark}`);
  }
}
