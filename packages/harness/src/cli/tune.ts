import { plural } from '@mcover/record';
import type { Command } from 'commander';
import type { PlannedTrial } from '../plan/trials.ts';
import { type Tuned, tuneJob } from '../tune.ts';
import { noReport, printPlaces, type Report } from './make-report.ts';
import { print, printJson, say, textTable } from './output.ts';
import { executeShown } from './shown.ts';
import { studyCommand } from './study.ts';

export function tuneCommand(): Command {
  const onLook = (races: readonly Tuned[], next: readonly PlannedTrial[]) => {
    for (const [entry, race] of races.entries()) say(`${entry + 1}. ${standing(race)}`);
    if (next.length > 0) say(`next: ${plural(next.length, 'trial')}`);
  };
  return studyCommand('tune', {
    about: 'find the best setting of each method under "tune", judge it on other trials, then report',
    run: (job, options) => tuneJob(job, { ...options, onLook }, executeShown),
    async tell({ races }, { folder }, report, json) {
      if (!json) await printTuned(races, folder, report);
      else printJson({ folder, races: await Promise.all(races.map(toJson)), report: report?.files ?? [] });
    },
  });
}

function standing({ experiment, method, candidates, left, over, spent, budget, unit }: Tuned): string {
  const share = `${Math.round((100 * spent) / budget)} % of ${unit === 'trials' ? budget : budget.toExponential(2)} ${unit}`;
  return `${experiment}: ${method}: ${left} of ${plural(candidates, 'candidate')} left, ${share} spent${over ? ', over' : ''}`;
}

/** Mean, its interval where there are two values or more, and their number. */
async function statisticsOf(values: readonly number[]) {
  const { mean, tInterval } = await import('@mcover/report');
  return {
    n: values.length,
    ...(values.length > 0 && { mean: mean(values) }),
    ...tInterval(values),
  };
}

async function toJson({ racing, heldOut, ...race }: Tuned): Promise<object> {
  return { ...race, racing: await statisticsOf(racing), heldOut: await statisticsOf(heldOut) };
}

async function printTuned(races: readonly Tuned[], folder: string, report: Report = noReport): Promise<void> {
  const { writeError } = await import('@mcover/report');
  const rows = await Promise.all(
    races.map(async ({ experiment, method, chosen, candidates, worse, spent, unit, racing, heldOut }) => {
      const [chosenBy, judged] = [await statisticsOf(racing), await statisticsOf(heldOut)];
      const write = (value: number | undefined) => (value === undefined ? '–' : writeError(value));
      return [
        experiment,
        method,
        settingOf(chosen),
        `${worse} of ${candidates}`,
        `${unit === 'trials' ? spent : spent.toExponential(2)} ${unit}`,
        `${write(chosenBy.mean)} (${chosenBy.n})`,
        `${write(judged.mean)} [${write(judged.low)}, ${write(judged.high)}] (${judged.n})`,
      ];
    }),
  );
  const heads = [
    'experiment',
    'method',
    'best setting',
    'shown worse',
    'spent',
    'racing (n)',
    'held out [95 %] (n)',
  ];
  print(textTable(heads, rows, 3));
  print(
    '\nRacing: the mean by which a setting was chosen, too good by the choice. Held out: on trials that no race has seen.',
  );
  for (const [entry, { method, diverged }] of races.entries())
    if (diverged.all > 0)
      print(
        `${entry + 1}. ${method}: training diverged in ${plural(diverged.all, 'trial')}, ${diverged.leader} of them of the best setting; each counts as the worst of the range.`,
      );
  printPlaces(folder, report);
}

/** As the command line takes it. */
function settingOf(chosen: Readonly<Record<string, unknown>>): string {
  return Object.entries(chosen)
    .map(([path, value]) => `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
