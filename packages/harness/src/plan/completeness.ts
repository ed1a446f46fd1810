import { canonical, type TrialRecord, type TrialSpec } from '@mcover/record';
import { paperFiles } from '../config/catalogue.ts';
import { type Cell, cellsOf } from '../config/cells.ts';
import { type Experiment, readExperiment, withProfile } from '../config/experiment.ts';
import { member, plain } from '../config/located.ts';

/** What is known of an experiment besides its records; of one that is not the paper's, nothing. */
export interface Expected {
  cells: readonly Cell[];
  /** Trials of each cell. */
  trials: number;
}

/**
 * What a journal lacks. Where one root seed was used, with the same data and in the same arithmetic, every cell
 * has the same trials 0, 1, …: those that the records show. A run that was stopped leaves cells with fewer. Of
 * such groups the longest has the `planned` trials at least; further seeds or engines may have been tried
 * shortly. Failed trials count as there.
 */
export function gaps(records: readonly TrialRecord[], planned: Expected): string[] {
  const groups = new Map<string, { cells: Map<string, Set<number>>; trials: number }>();
  for (const { spec } of records) {
    const { trial } = spec.seed;
    const name = groupOf(spec);
    const group = groups.get(name) ?? {
      cells: new Map(planned.cells.map((cell) => [keyOf(cell), new Set()])),
      trials: 0,
    };
    groups.set(name, group);
    group.trials = Math.max(group.trials, trial + 1);
    const key = keyOf(spec);
    group.cells.set(key, (group.cells.get(key) ?? new Set<number>()).add(trial));
  }
  const [longest] = [...groups.values()].sort((a, b) => b.trials - a.trials);
  if (longest) longest.trials = Math.max(longest.trials, planned.trials);
  return [...groups].flatMap(([name, { cells, trials }]) =>
    [...cells]
      .filter(([, seen]) => seen.size < trials)
      .map(([cell, seen]) => `${trials - seen.size} of ${trials} trials of ${cell} (${name}) are missing`),
  );
}

/**
 * Trials that one run makes together: another engine or other data begin anew. What a GPU does not take, or had to
 * leave, threads make in singles.
 */
function groupOf({ seed, data, arithmetic }: TrialSpec): string {
  const made = arithmetic === 'gpu' ? 'f32' : arithmetic;
  const copy = seed.copy === undefined ? [] : [`copy ${seed.copy}`];
  return [`seed ${seed.root}`, ...copy, canonical(data), ...(made ? [made] : [])].join(', ');
}

function keyOf({ method, params }: Cell): string {
  return `${method} ${canonical(params)}`;
}

/** The paper's experiments that have a profile, by id. */
export function paperExperiments(profile: string): Map<string, Experiment> {
  const experiments = paperFiles().map(readExperiment);
  const sized = experiments.filter(({ profiles }) => profiles.includes(profile));
  return new Map(sized.map((experiment) => [experiment.id, experiment]));
}

/** The cells and trials of an experiment in one profile. */
export function expectedOf(experiment: Experiment, profile: string): Expected {
  const node = withProfile(experiment, profile);
  return {
    cells: cellsOf(node).map(({ cell }) => cell),
    trials: plain(member(node, 'trials')!) as number,
  };
}
