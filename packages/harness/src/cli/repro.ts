import { Command } from 'commander';
import { repositoryFiles } from '../config/catalogue.ts';
import { journalFile } from '../plan/folder.ts';
import { type Executed, execute } from './execute.ts';
import { type Job, jobOf, shardName } from './job.ts';
import { makeReport } from './make-report.ts';
import { addRunOptions, type RunOptions } from './options.ts';
import { plural, print, printJson, say, textTable } from './output.ts';

export function reproCommand(): Command {
  const command = new Command('repro').description(
    "the paper's experiments: run what is missing, then report",
  );
  return addRunOptions(command).action(async (options: RunOptions) => {
    const job = await jobOf(repositoryFiles(), false, options);
    return reproduce(job, { json: options.json, foreseen: byTurboAlone(command) });
  });
}

export function runCommand(): Command {
  const command = new Command('run')
    .description('the same for experiment files of your own')
    .argument('<files...>', 'experiment files');
  return addRunOptions(command).action(async (files: string[], options: RunOptions) =>
    reproduce(await jobOf(files, true, options), { json: options.json, foreseen: false }),
  );
}

/** Whether turbo called, with no option but what the environment says: its key of the run then says all of it. */
function byTurboAlone(command: Command): boolean {
  const given = command.options.filter((o) => command.getOptionValueSource(o.attributeName()) === 'cli');
  return process.env.TURBO_HASH !== undefined && given.length === 0;
}

interface Manner {
  json: boolean | undefined;
  /** As in `Addition`. */
  foreseen: boolean;
}

async function reproduce(job: Job, { json, foreseen }: Manner): Promise<void> {
  const done = await execute(job, foreseen);
  if (done.interrupted !== undefined) {
    say(`stopped; finished trials are in ${job.folder}, and the same command goes on from there`);
    process.exitCode = done.interrupted;
    return;
  }
  for (const { task, failure } of done.failed) {
    const { method, seed } = task.spec;
    const name = `${task.experiments.join(', ')}: ${method}, trial ${seed.trial} (${task.id.slice(0, 12)})`;
    say(`failed: ${name}: ${failure.kind}: ${failure.message}`);
  }
  const report = job.shard ? [] : await makeReport(job.folder, job.report, job.profile);
  if (done.failed.length > 0)
    say(`${plural(done.failed.length, 'trial')} failed; the next start tries again`);
  if (done.failed.length > 0 || !report) process.exitCode = 1;
  if (json) printJson(outcome(job, done, report));
  else printOutcome(job, done, report);
}

function outcome(job: Job, { experiments, failed }: Executed, report: string[] | undefined): object {
  return {
    profile: job.profile,
    engine: job.engine,
    ...(job.shard && { shard: shardName(job.shard) }),
    experiments: experiments.map(({ experiment, trials, there, copied, shared, toRun }) => {
      const journal = journalFile(job.folder, experiment);
      return { experiment, journal, trials, there, copied, shared, ran: toRun };
    }),
    failed: failed.map(({ task, failure }) => ({ id: task.id, experiments: task.experiments, ...failure })),
    report: report ?? [],
  };
}

function printOutcome(job: Job, { experiments, failed }: Executed, report: string[] | undefined): void {
  const rows = experiments.map(({ experiment, trials }) => {
    const missing = failed.filter(({ task }) => task.experiments.includes(experiment)).length;
    return [experiment, `${trials - missing}/${trials}`];
  });
  print(textTable(['experiment', 'trials'], rows));
  print(`\nrecords  ${job.folder}`);
  const page = report?.find((file) => file.endsWith('REPORT.md'));
  if (page) print(`report   ${page}`);
  if (job.shard) print(`shard    ${shardName(job.shard)}; "mcover merge DIR… --out DIR" joins all of them`);
}
