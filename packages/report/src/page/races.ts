import { plural, type TrialRecord, type TrialSpec } from '@mcover/record';
import { mean } from '../statistics/mean.ts';
import { sampleInterval } from '../statistics/sample-interval.ts';
import type { Experiment } from '../summary/experiment.ts';
import { gather, gatherCells } from '../summary/gather.ts';
import { roleOf } from '../summary/method.ts';
import { type Parameters, parametersOf } from '../summary/parameters.ts';
import type { CellRace } from '../summary/races.ts';
import { escaped, toMarkdown } from '../tables/markdown.ts';
import { writeError } from '../tables/number.ts';
import { type Column, type Entry, entry, type Table } from '../tables/table.ts';
import { blocks, captioned, folded } from './markdown.ts';

/** The part of a section that says which settings won. */
export interface RacePart {
  experiment: Experiment;
  /** Races that have begun, with the candidates that have trials: the winner, or the leader, first. */
  races: readonly (CellRace & { runners: readonly Runner[] })[];
}

/** A candidate in its race. */
interface Runner {
  name: string;
  /** What was chosen of it, in words; and with its matrices whole. */
  setting: string;
  wholeSetting: string;
  raced: readonly number[];
}

/** Nothing where nothing was tuned, or no race has begun. */
export function racePartOf(experiment: Experiment): RacePart | undefined {
  const begun = experiment.races.filter(({ n, heldOut }) => n + heldOut.length > 0);
  if (begun.length === 0) return undefined;
  const cells = gatherCells(experiment.records);
  const fixed = fixedPaths(begun, cells);
  const races = begun.map((race) => {
    const runners = inOrder(race).flatMap((place): Runner[] => {
      const { cell, chosen } = race.candidates[place];
      const [record] = cells.get(cell) ?? [];
      return record
        ? [{ ...named(record.spec, chosen, fixed.get(race.method)!, experiment), raced: race.raced[place] }]
        : [];
    });
    return { ...race, runners };
  });
  return { experiment, races };
}

/** By method: the parameters in which its winners differ, so that its entries can be told apart. */
function fixedPaths(
  races: readonly CellRace[],
  cells: ReadonlyMap<string, readonly TrialRecord[]>,
): Map<string, ReadonlySet<string>> {
  return new Map(
    [...gather(races, ({ method }) => method)].map(([method, alike]) => {
      const winners = alike.flatMap(({ candidates, left }): Parameters[] => {
        const [record] = cells.get(candidates[left[0]].cell) ?? [];
        return record ? [parametersOf(record.spec)] : [];
      });
      const paths = winners.flatMap(Object.keys);
      return [method, new Set(paths.filter((path) => winners.some((own) => own[path] !== winners[0][path])))];
    }),
  );
}

/** What a candidate is called, and what was chosen of it, or tells its entry from others of the method. */
function named(
  spec: TrialSpec,
  chosen: Readonly<Record<string, unknown>>,
  fixed: ReadonlySet<string>,
  experiment: Experiment,
): Omit<Runner, 'raced'> {
  const { notations } = experiment;
  const parameters = parametersOf(spec);
  const isChosen = (path: string) =>
    Object.keys(chosen).some((own) => path === own || path.startsWith(`${own}.`));
  const paths = Object.keys(parameters)
    .filter((path) => isChosen(path) || fixed.has(path))
    .sort(notations.compare);
  const write = (whole: boolean) =>
    paths.map((path) => notations.write(path, parameters[path], whole)).join(', ');
  return {
    name: roleOf(spec.method, parameters, experiment).name,
    setting: write(false),
    wholeSetting: write(true),
  };
}

/** Places of the candidates: those that are left, the leader first, and then the others by how far they came. */
function inOrder({ candidates, left, raced }: CellRace): number[] {
  const others = candidates.flatMap((_, place) => (left.includes(place) ? [] : [place]));
  return [...left, ...others.sort((a, b) => raced[b].length - raced[a].length || a - b)];
}

/** The winner of each race, by what it was chosen and by what it is judged. */
export function winnerTable({ experiment, races }: RacePart): Table {
  const { id, title } = experiment;
  const { unit } = experiment.description.tune!;
  const { label, write, flag } = measureOf(experiment);
  return {
    id: `${id}.tuned`,
    caption: `${title}: mean ${label} of the winner of each race`,
    columns: [
      method,
      setting,
      {
        title: 'held out [95 %] (n)',
        keys: ['held_out_mean', 'held_out_low', 'held_out_high', 'held_out_n'],
        align: 'right',
      },
      racing,
      { title: `${unit} spent`, keys: ['spent'], align: 'right' },
      { title: 'shown worse', keys: ['worse', 'candidates'], align: 'right' },
    ],
    rows: races.map(({ runners: [first], ...race }) => {
      const { candidates, worse, spent, n, heldOut } = race;
      return [
        entry(first.name),
        entry(first.setting, first.wholeSetting),
        race.untrained
          ? entry('none could be trained', '', '', '', heldOut.length)
          : judged(heldOut, write, flag),
        race.untrained ? undefined : meanOf(first.raced.slice(0, n), write),
        entry(unit === 'trials' ? String(spent) : spent.toExponential(2), spent),
        entry(`${worse} of ${candidates.length}`, worse, candidates.length),
      ];
    }),
  };
}

/** By what candidates are judged, and how it is written. */
function measureOf({ description }: Experiment) {
  const key = description.tune!.metric;
  const {
    label = key,
    decimals,
    flag = false,
  } = description.metrics?.find((metric) => metric.key === key) ?? {};
  return { label, flag, write: (value: number) => writeError(value, decimals) };
}

const method: Column = { title: 'method', keys: ['method'], align: 'left' };
const setting: Column = { title: 'setting', keys: ['setting'], align: 'left' };
const racing: Column = { title: 'racing (n)', keys: ['racing_mean', 'racing_n'], align: 'right' };

function meanOf(values: readonly number[], write: (value: number) => string): Entry | undefined {
  if (values.length === 0) return undefined;
  return entry(`${write(mean(values))} (${values.length})`, mean(values), values.length);
}

function judged(
  values: readonly number[],
  write: (value: number) => string,
  flag: boolean,
): Entry | undefined {
  if (values.length === 0) return undefined;
  const interval = sampleInterval(values, flag);
  const ends = interval ? ` [${write(interval.low)}, ${write(interval.high)}]` : '';
  return entry(
    `${write(mean(values))}${ends} (${values.length})`,
    mean(values),
    interval?.low ?? '',
    interval?.high ?? '',
    values.length,
  );
}

/** Every candidate with the trials that it had in its race. */
export function candidateTable({ experiment, races }: RacePart): Table {
  const { label, write } = measureOf(experiment);
  return {
    id: `${experiment.id}.candidates`,
    caption: `${experiment.title}: mean ${label} of the candidates of each race`,
    columns: [
      { title: 'race', keys: ['race'], align: 'right' },
      method,
      { title: 'in the race', keys: ['standing'], align: 'left' },
      racing,
      setting,
    ],
    rows: races.flatMap(({ runners, left, over }, race) =>
      runners.map(({ name, wholeSetting, raced }, place) => [
        entry(String(race + 1), race + 1),
        entry(name),
        entry(place >= left.length ? 'dropped out' : place > 0 ? 'left' : over ? 'winner' : 'leads'),
        meanOf(raced, write),
        // A line may end between the numbers of a matrix.
        entry(wholeSetting.replace(/,(?=[[\d-])/g, ', '), wholeSetting),
      ]),
    ),
  };
}

export function raceBlock(part: RacePart): string {
  const { experiment, races } = part;
  const { most } = experiment.description.tune!;
  const { ofWinners: judged, others } = experiment.judgement;
  const [winners, candidates] = [winnerTable(part), candidateTable(part)];
  const on = races.filter(({ over }) => !over).length;
  const diverged = races.reduce((sum, race) => sum + race.diverged.all, 0);
  const ofWinners = races.reduce((sum, race) => sum + race.diverged.leader, 0);
  return blocks([
    '### Tuned',
    captioned(winners.caption, toMarkdown(winners)),
    `Racing: the mean by which a setting was chosen, **too good by the choice**. Held out: the mean on trials that no race has seen, with ` +
      `${measureOf(experiment).flag ? "Wilson's" : "Student's"} interval; quote this one. Shown worse: candidates that dropped out since their mean is worse than the leader's; others ` +
      'went by their means alone.',
    diverged > 0
      ? `Training diverged in ${plural(diverged, 'trial')}${ofWinners > 0 ? `, **${ofWinners} of them of winners**` : ''}. That counts as the worst of the range.`
      : undefined,
    untrainedNote(part),
    on > 0
      ? `**${plural(on, 'race')} of ${races.length} ${on === 1 ? 'is' : 'are'} not over**: the same command goes on.`
      : undefined,
    judged
      ? `All that follows in this section is of the winners${on > 0 ? ' of the others' : ''}, on trials from number ${most} on, which no race has seen.`
      : 'What follows in this section is of all candidates, on the trials of their races.',
    others.trials > 0
      ? `Left out: ${plural(others.trials, 'trial')} of ${plural(others.settings, 'setting')} that ${others.trials === 1 ? 'is' : 'are'} no part of this tuning: other settings, another seed, or more trials than it has.`
      : undefined,
    folded(
      plural(candidates.rows.length, 'candidate'),
      captioned(candidates.caption, toMarkdown(candidates)),
    ),
    `CSV: [winners](tables/${winners.id}.csv), [candidates](tables/${candidates.id}.csv).`,
  ]);
}

/** Says of which entries no setting could be trained. */
function untrainedNote({ races }: RacePart): string | undefined {
  const none = races.flatMap(({ runners: [{ name, setting }], ...race }, place) =>
    race.untrained
      ? [
          `**No setting of ${escaped(name)} in race ${place + 1} could be trained**: training diverged in all ${plural(race.diverged.leader, 'trial')} of the best one, ${escaped(setting)}.`,
        ]
      : [],
  );
  return none.length > 0 ? none.join(' ') : undefined;
}
