import { plural } from '@mcover/record';
import { Command } from 'commander';
import { type Comparison, type Decided, decideJob } from '../decide.ts';
import { type Job, jobOf } from '../job.ts';
import { makeReport, type Report } from './make-report.ts';
import { addRunOptions, experimentsAndSettings, type RunOptions, settingsAre } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';
import { executeShown, untilStopped } from './shown.ts';

export function decideCommand(): Command {
  const command = new Command('decide')
    .description('run trials until each comparison under "decide" is decided, then report')
    .argument('<files...>', `experiment files, or ids of those of the paper, and ${settingsAre}`);
  return addRunOptions(command).action(async (args: string[], { json, ...options }: RunOptions) => {
    const asked = experimentsAndSettings(args);
    return decideAndTell(await jobOf({ ...options, ...asked, study: 'decide', onNote: say }), json);
  });
}

async function decideAndTell(job: Job, json: boolean | undefined): Promise<void> {
  const done = await untilStopped(job, (signal) =>
    decideJob(
      job,
      { signal, onLook: (comparisons, next) => say(standing(comparisons, next.length)) },
      executeShown,
    ),
  );
  if (!done) return;
  const report = await makeReport(job.folder, job.report, job.profile);
  if (!report || done.comparisons.some(({ finding }) => finding === 'open')) process.exitCode = 1;
  const rows = await named(done, report);
  if (json) printJson({ folder: job.folder, comparisons: rows.map(toJson), report: report?.files ?? [] });
  else await printDecided(rows, job);
}

function standing(comparisons: readonly Comparison[], next: number): string {
  const open = comparisons.filter(({ finding }) => finding === 'open').length;
  const then = next > 0 ? `; next: ${plural(next, 'trial')}` : '';
  return `${comparisons.length - open} of ${plural(comparisons.length, 'comparison')} decided${then}`;
}

/** A comparison whose cells have the names of the report. */
interface Named extends Comparison {
  labels: readonly [a: string, b: string];
  decimals: number | undefined;
}

async function named({ comparisons }: Decided, report: Report | undefined): Promise<Named[]> {
  const { cellLabels } = await import('@mcover/report');
  return comparisons.map((one) => {
    const experiment = report?.experiments.find(({ id }) => id === one.experiment);
    const labels = experiment && cellLabels(experiment);
    const label = (id: string) => labels?.get(id) ?? id.slice(0, 10);
    return { ...one, labels: [label(one.a), label(one.b)], decimals: experiment?.metric?.decimals };
  });
}

function toJson({ experiment, a, b, labels, finding, side, looks, expected }: Named): object {
  const [first, second] = labels;
  const { n = 0, ...last } = looks.at(-1) ?? {};
  return {
    experiment,
    a: { cell: a, label: first },
    b: { cell: b, label: second },
    finding,
    side,
    n,
    ...last,
    expected,
    looks,
  };
}

async function printDecided(rows: readonly Named[], { folder }: Job): Promise<void> {
  const { sayFinding, writeError, writeSigned } = await import('@mcover/report');
  const table = rows.map((one) => {
    const last = one.looks.at(-1);
    const write = (value: number) => writeError(value, one.decimals);
    return [
      one.experiment,
      ...one.labels,
      last ? `${writeSigned(last.mean, one.decimals)} [${write(last.low)}, ${write(last.high)}]` : '',
      String(last?.n ?? 0),
      sayFinding(one),
    ];
  });
  print(textTable(['experiment', 'A', 'B', 'A − B', 'n', 'A is'], table, 3));
  print(`\nrecords  ${folder}`);
}
