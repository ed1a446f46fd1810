import { type Description, plural } from '@mcover/record';
import type { Command } from 'commander';
import { type Comparison, type Decided, decideJob } from '../decide.ts';
import type { PlannedTrial } from '../plan/trials.ts';
import { noReport, printPlaces, type Report } from './make-report.ts';
import { measureLines } from './measure-lines.ts';
import { print, printJson, say, textTable } from './output.ts';
import { executeShown } from './shown.ts';
import { studyCommand } from './study.ts';

export function decideCommand(): Command {
  const onLook = (comparisons: readonly Comparison[], next: readonly PlannedTrial[]) =>
    say(standing(comparisons, next.length));
  return studyCommand('decide', {
    about: 'run trials until each comparison under "decide" is decided, then report',
    refuses: ['shard'],
    run: (job, options) => decideJob(job, { ...options, onLook }, executeShown),
    async tell(done, { folder, descriptions }, report, json) {
      if (done.comparisons.some(({ finding }) => finding === 'open')) process.exitCode = 1;
      const rows = await named(done, report);
      if (json) printJson({ folder, comparisons: rows.map(toJson), report: report?.files ?? [] });
      else await printDecided(rows, folder, descriptions, report);
    },
  });
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

function toJson({ experiment, a, b, labels, finding, side, looks, expected, diverged }: Named): object {
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
    diverged,
    looks,
  };
}

async function printDecided(
  rows: readonly Named[],
  folder: string,
  descriptions: ReadonlyMap<string, Description>,
  report: Report = noReport,
): Promise<void> {
  const { sayFinding, writeError, writeSigned } = await import('@mcover/report');
  const table = rows.map((one) => {
    const last = one.looks.at(-1);
    const write = (value: number) => writeError(value, one.decimals);
    return [
      one.experiment,
      ...one.labels,
      last ? `${writeSigned(last.mean, one.decimals)} [${write(last.low)}, ${write(last.high)}]` : '',
      String(last?.n ?? 0),
      sayFinding(one, descriptions.get(one.experiment)!.decide!.batch),
    ];
  });
  print(textTable(['experiment', 'A', 'B', 'A − B', 'n', 'A is'], table, 3));
  const experiments = [...new Set(rows.map(({ experiment }) => experiment))];
  print('');
  for (const line of measureLines(experiments, descriptions, ({ decide }) => decide?.metric)) print(line);
  for (const { experiment, labels, diverged } of rows)
    if (diverged > 0)
      print(
        `${experiment}: ${labels.join(', ')}: training diverged in ${plural(diverged, 'trial')}; each counts as the worst of the range.`,
      );
  printPlaces(folder, report);
}
