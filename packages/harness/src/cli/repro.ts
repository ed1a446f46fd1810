import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { plural } from '@mcover/record';
import { Command } from 'commander';
import { UsageError } from '../error.ts';
import { type Job, jobOf, type Prospect, shardName } from '../job.ts';
import { journalFile } from '../journal/folder.ts';
import { readingOf } from '../journal/reading.ts';
import { wallRange } from '../plan/estimate.ts';
import { fasterEngine, fasterText } from '../plan/faster.ts';
import { rangeText } from '../progress/format.ts';
import type { Ran } from '../run.ts';
import type { Elsewhere } from './elsewhere.ts';
import { makeReport, type Report } from './make-report.ts';
import { addRunOptions, filesAndSettings, type RunOptions, settingsAlone, settingsAre } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';
import { executeShown, untilStopped } from './shown.ts';

export function reproCommand(): Command {
  const command = new Command('repro').description(
    "the paper's experiments: run what is missing, then report",
  );
  command.argument('[settings...]', settingsAre);
  addRunOptions(command).option(
    '--offline',
    'download no data set that is missing (MCOVER_OFFLINE=1 says the same)',
  );
  return command.action(async (set: string[], { offline, ...options }: RunOptions & { offline?: true }) => {
    const fetch = !(offline || isOffline(process.env));
    const job = await jobOf({ ...options, fetch, set: settingsAlone(set), onNote: say });
    return reproduce(job, { json: options.json, foreseen: byTurboAlone(command) });
  });
}

export function runCommand(): Command {
  const command = new Command('run')
    .description('the same for experiment files of your own')
    .argument('<files...>', `experiment files, and ${settingsAre}`);
  return addRunOptions(command).action(async (args: string[], options: RunOptions) => {
    const { files, set } = filesAndSettings(args);
    if (files.length === 0)
      throw new UsageError('no experiment file is named, only settings; name one before them');
    const job = await jobOf({ ...options, files, set, onNote: say });
    return reproduce(job, { json: options.json, foreseen: false });
  });
}

/** Whether the environment forbids downloads; 0 and an empty text do not. */
function isOffline({ MCOVER_OFFLINE: said = '' }: NodeJS.ProcessEnv): boolean {
  return !['', '0', 'false'].includes(said);
}

/** Whether turbo called, with nothing but what the environment says: its key of the run then says all of it. */
function byTurboAlone(command: Command): boolean {
  const given = command.options.filter((o) => command.getOptionValueSource(o.attributeName()) === 'cli');
  return process.env.TURBO_HASH !== undefined && given.length + command.args.length === 0;
}

interface Manner {
  json: boolean | undefined;
  /** As in `Addition`. */
  foreseen: boolean;
  /** What computes in the place of this machine. */
  elsewhere?: Elsewhere;
}

export async function reproduce(job: Job, { json, foreseen, elsewhere }: Manner): Promise<void> {
  const done = await untilStopped(
    job,
    (signal) =>
      executeShown(job, {
        foreseen,
        lane: elsewhere?.lane,
        signal,
        onStart: (prospect) => announce(job, prospect, elsewhere?.shown),
      }),
    elsewhere?.shown,
  );
  if (!done) return;
  const report = job.shard ? nothing : await makeReport(job.folder, job.report, job.profile);
  if (!report) process.exitCode = 1;
  if (json) printJson(await outcome(job, done, report?.files));
  else await printOutcome(job, done, report ?? nothing);
}

/** What there is of a report where none is made: a shard has a part of the trials. */
const nothing: Report = { files: [], experiments: [] };

function announce(job: Job, prospect: Prospect, elsewhere: string | undefined): void {
  const { plan, pace, spread } = prospect;
  const { pending, experiments } = plan;
  const there = experiments.reduce((sum, row) => sum + row.there + row.copied, 0);
  const range = wallRange(pending, job.workers, pace, spread);
  const time = pending.length > 0 ? `, ${rangeText(range)}` : '';
  const threads = plural(job.workers, 'thread');
  const where = elsewhere ? `by the machines of ${elsewhere}; on ${threads}` : `on ${threads}`;
  const run = `${plural(pending.length, 'trial')} to run ${where}${time}`;
  const part = job.shard ? `, shard ${shardName(job.shard)}` : '';
  say(`profile ${job.profile}${part}, engine ${job.engine}: ${there} there, ${run}`);
  const faster = elsewhere === undefined ? fasterEngine(job, prospect) : undefined;
  if (faster) say(fasterText(faster));
}

async function outcome(
  job: Job,
  { experiments, failed }: Ran,
  report: string[] | undefined,
): Promise<object> {
  const cells = await cellsOfJob(job);
  return {
    profile: job.profile,
    engine: job.engine,
    ...(job.shard && { shard: shardName(job.shard) }),
    experiments: experiments.map(({ experiment, trials, there, copied, shared, toRun }) => {
      const journal = journalFile(job.folder, experiment);
      const own = cells.filter((cell) => cell.experiment === experiment).map(({ json }) => json);
      return { experiment, journal, trials, there, copied, shared, ran: toRun, cells: own };
    }),
    failed: failed.map(({ pending, failure }) => ({
      id: pending.id,
      experiments: pending.experiments,
      ...failure,
    })),
    report: report ?? [],
  };
}

/** What is there now of the trials that were asked for: means, intervals and shares. */
async function cellsOfJob({ folder, wanted }: Job): Promise<{ experiment: string; json: object }[]> {
  const { cellJson, cellsOf, readResults } = await import('@mcover/report');
  const { records, descriptions } = readResults(folder, readingOf(folder));
  const ids = new Map([...wanted].map(([id, trials]) => [id, new Set(trials.map((trial) => trial.id))]));
  const asked = records.filter(({ experiment, id }) => ids.get(experiment)?.has(id));
  const cells = cellsOf({ records: asked, descriptions });
  return cells.map((cell) => ({ experiment: cell.experiment, json: cellJson(cell) }));
}

async function printOutcome(job: Job, { experiments, failed }: Ran, report: Report): Promise<void> {
  const rows = experiments.map(({ experiment, trials }) => {
    const missing = failed.filter(({ pending }) => pending.experiments.includes(experiment)).length;
    return [experiment, `${trials - missing}/${trials}`];
  });
  print(textTable(['experiment', 'trials'], rows));
  const asked = report.experiments.filter(({ id }) => job.wanted.has(id));
  if (asked.length > 0) {
    const { outcomeText } = await import('@mcover/report');
    print(`\n${outcomeText(asked).trimEnd()}`);
  }
  print(`\nrecords  ${job.folder}`);
  const fileOf = (name: string) => report.files.find((file) => path.basename(file) === name);
  const [text, page] = [fileOf('REPORT.md'), fileOf('index.html')];
  if (text) print(`report   ${text}`);
  if (page) print(`page     ${pathToFileURL(page)}`);
  if (job.shard) print(`shard    ${shardName(job.shard)}; "mcover merge DIR… --out DIR" joins all of them`);
}
