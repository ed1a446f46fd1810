import { plural, type Tuning } from '@mcover/record';
import type { Command } from 'commander';
import { beginning } from '../error.ts';
import type { Job } from '../job.ts';
import type { PlannedTrial } from '../plan/trials.ts';
import { type Tuned, tuneJob } from '../tune.ts';
import { entryNames, longestValue } from './entry-names.ts';
import { noReport, printPlaces, type Report } from './make-report.ts';
import { measureLines } from './measure-lines.ts';
import { print, printJson, say, textTable } from './output.ts';
import { executeShown } from './shown.ts';
import { studyCommand } from './study.ts';

export function tuneCommand(): Command {
  return studyCommand('tune', {
    about: 'find the best setting of each method under "tune", judge it on other trials, then report',
    refuses: ['shard', 'trials'],
    async run(job, options) {
      const names = await entryNames(job);
      const onLook = (races: readonly Tuned[], next: readonly PlannedTrial[]) => {
        for (const [entry, race] of races.entries()) say(standing(race, names[entry], tuningIn(job, race)));
        if (next.length > 0) say(`next: ${plural(next.length, 'trial')}`);
      };
      return tuneJob(job, { ...options, onLook }, executeShown);
    },
    async tell({ races }, job, report, json) {
      if (!json) return printTuned(races, job, report);
      const names = await entryNames(job);
      const told = await Promise.all(
        races.map(async (race, entry) => ({
          entry: names[entry],
          ...(await toJson(race, isFlag(job, race))),
        })),
      );
      printJson({ folder: job.folder, races: told, report: report?.files ?? [] });
    },
  });
}

const tuningIn = ({ descriptions }: Pick<Job, 'descriptions'>, { experiment }: Tuned) =>
  descriptions.get(experiment)!.tune!;

const isFlag = ({ descriptions }: Pick<Job, 'descriptions'>, { experiment, metric }: Tuned) =>
  descriptions.get(experiment)!.metrics.some(({ key, flag }) => key === metric && flag);

function standing(race: Tuned, name: string, { batch, most, entries }: Tuning): string {
  const { experiment, candidates, left, over, spent, budget, unit, racing, cell } = race;
  if (candidates === 1) return `${experiment}: ${name}: one candidate, no race`;
  const share = `${Math.round((100 * spent) / budget)} % of ${unit === 'trials' ? budget : budget.toExponential(2)} ${unit}`;
  const { cost } = entries.flatMap((entry) => entry.candidates).find((one) => one.cell === cell)!;
  const byMost = left > 1 && racing.length + batch > most && spent + batch * left * cost <= budget;
  const end = over ? `, over${byMost ? `: "most" allows ${most} trials of a candidate` : ''}` : '';
  return `${experiment}: ${name}: ${left} of ${plural(candidates, 'candidate')} left, ${share} spent${end}`;
}

/** Mean, its interval where there is one, and their number. */
async function statisticsOf(values: readonly number[], flag: boolean) {
  const { mean, sampleInterval } = await import('@mcover/report');
  return {
    n: values.length,
    ...(values.length > 0 && { mean: mean(values) }),
    ...sampleInterval(values, flag),
  };
}

async function toJson({ racing, heldOut, ...race }: Tuned, flag: boolean): Promise<object> {
  return { ...race, racing: await statisticsOf(racing, flag), heldOut: await statisticsOf(heldOut, flag) };
}

async function printTuned(races: readonly Tuned[], job: Job, report: Report = noReport): Promise<void> {
  const names = await entryNames(job);
  const { writeError } = await import('@mcover/report');
  const rows = await Promise.all(
    races.map(async (race, entry) => {
      const { experiment, chosen, candidates, worse, spent, unit, racing, heldOut, untrained } = race;
      const flag = isFlag(job, race);
      const [chosenBy, judged] = [await statisticsOf(racing, flag), await statisticsOf(heldOut, flag)];
      const write = (value: number | undefined) => (value === undefined ? '–' : writeError(value));
      return [
        experiment,
        names[entry],
        untrained ? 'none could be trained' : beginning(settingOf(chosen), longestSetting),
        candidates === 1 ? 'one candidate, no race' : `${worse} of ${candidates}`,
        `${unit === 'trials' ? spent : spent.toExponential(2)} ${unit}`,
        `${write(chosenBy.mean)} (${chosenBy.n})`,
        untrained || judged.low === undefined
          ? `${write(judged.mean)} (${judged.n})`
          : `${write(judged.mean)} [${write(judged.low)}, ${write(judged.high)}] (${judged.n})`,
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
  const cut = races.flatMap(({ experiment, chosen, untrained }, entry) => {
    const setting = settingOf(chosen);
    const isCut = !untrained && setting.length > longestSetting;
    return isCut ? [`${experiment}: ${names[entry]}: best setting ${setting}`] : [];
  });
  if (cut.length > 0) print(`\n${cut.join('\n')}`);
  print(
    '\nRacing: the mean by which a setting was chosen, too good by the choice. Held out: on trials that no race has seen.',
  );
  const experiments = [...new Set(races.map(({ experiment }) => experiment))];
  for (const line of measureLines(experiments, job.descriptions, ({ tune }) => tune?.metric)) print(line);
  for (const [entry, race] of races.entries()) {
    const { experiment, diverged, untrained } = race;
    const all = plural(diverged.all, 'trial');
    const best = untrained
      ? 'none could be trained'
      : `${diverged.leader} of them of the best setting; each counts as the worst of the range`;
    if (diverged.all > 0) print(`${experiment}: ${names[entry]}: training diverged in ${all}, ${best}.`);
  }
  printPlaces(job.folder, report);
}

/** Characters of a setting in the table: a longer one stands below it. */
const longestSetting = 60;

/** As the command line takes it, where it is short. */
function settingOf(chosen: Readonly<Record<string, unknown>>): string {
  return Object.entries(chosen)
    .map(([path, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${path}=${beginning(text, longestValue)}`;
    })
    .join(' ');
}
