import { plural } from '@mcover/record';
import { Command } from 'commander';
import { type Job, jobOf, type Prospect, shardName } from '../job.ts';
import { journalFile } from '../journal/folder.ts';
import { wallSeconds } from '../plan/estimate.ts';
import { clockTime } from '../progress/format.ts';
import { showProgress } from '../progress/index.ts';
import type { Progress } from '../progress/progress.ts';
import { execute, type Ran } from '../run.ts';
import { makeReport } from './make-report.ts';
import { addRunOptions, type RunOptions } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';
import { onInterruption } from './signals.ts';

export function reproCommand(): Command {
  const command = new Command('repro').description(
    "the paper's experiments: run what is missing, then report",
  );
  return addRunOptions(command).action(async (options: RunOptions) => {
    const job = await jobOf({ ...options, onNote: say });
    return reproduce(job, { json: options.json, foreseen: byTurboAlone(command) });
  });
}

export function runCommand(): Command {
  const command = new Command('run')
    .description('the same for experiment files of your own')
    .argument('<files...>', 'experiment files');
  return addRunOptions(command).action(async (files: string[], options: RunOptions) =>
    reproduce(await jobOf({ ...options, files, onNote: say }), { json: options.json, foreseen: false }),
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
  const interruption = onInterruption();
  let progress: Progress | undefined;
  const done = await execute(job, {
    foreseen,
    signal: interruption.signal,
    onNote: say,
    onStart(prospect) {
      const { pending } = prospect.plan;
      const expected = wallSeconds(pending, job.workers, prospect.pace);
      announce(job, prospect, expected);
      if (pending.length > 0) progress = showProgress(pending, expected);
    },
    onMove: (one, share) => progress?.move(one, share),
    onProgress: (one) => progress?.advance(one),
  }).finally(async () => {
    await progress?.close();
    interruption.release();
  });
  if (done.stopped) {
    say(`stopped; finished trials are in ${job.folder}, and the same command goes on from there`);
    process.exitCode = interruption.code() ?? 1;
    return;
  }
  for (const { pending, failure } of done.failed) {
    const { method, seed } = pending.spec;
    const name = `${pending.experiments.join(', ')}: ${method}, trial ${seed.trial} (${pending.id.slice(0, 12)})`;
    say(`failed: ${name}: ${failure.kind}: ${failure.message}`);
  }
  const report = job.shard ? [] : await makeReport(job.folder, job.report, job.profile);
  if (done.failed.length > 0)
    say(`${plural(done.failed.length, 'trial')} failed; the next start tries again`);
  if (done.failed.length > 0 || !report) process.exitCode = 1;
  if (json) printJson(outcome(job, done, report));
  else printOutcome(job, done, report);
}

function announce(job: Job, { plan: { pending, experiments } }: Prospect, expected: number): void {
  const there = experiments.reduce((sum, row) => sum + row.there + row.copied, 0);
  const time = pending.length > 0 ? `, about ${clockTime(expected)}` : '';
  const run = `${plural(pending.length, 'trial')} to run on ${plural(job.workers, 'thread')}${time}`;
  const part = job.shard ? `, shard ${shardName(job.shard)}` : '';
  say(`profile ${job.profile}${part}, engine ${job.engine}: ${there} there, ${run}`);
}

function outcome(job: Job, { experiments, failed }: Ran, report: string[] | undefined): object {
  return {
    profile: job.profile,
    engine: job.engine,
    ...(job.shard && { shard: shardName(job.shard) }),
    experiments: experiments.map(({ experiment, trials, there, copied, shared, toRun }) => {
      const journal = journalFile(job.folder, experiment);
      return { experiment, journal, trials, there, copied, shared, ran: toRun };
    }),
    failed: failed.map(({ pending, failure }) => ({
      id: pending.id,
      experiments: pending.experiments,
      ...failure,
    })),
    report: report ?? [],
  };
}

function printOutcome(job: Job, { experiments, failed }: Ran, report: string[] | undefined): void {
  const rows = experiments.map(({ experiment, trials }) => {
    const missing = failed.filter(({ pending }) => pending.experiments.includes(experiment)).length;
    return [experiment, `${trials - missing}/${trials}`];
  });
  print(textTable(['experiment', 'trials'], rows));
  print(`\nrecords  ${job.folder}`);
  const page = report?.find((file) => file.endsWith('REPORT.md'));
  if (page) print(`report   ${page}`);
  if (job.shard) print(`shard    ${shardName(job.shard)}; "mcover merge DIR… --out DIR" joins all of them`);
}
