import { canonical, type TrialRecord, type TrialSpec } from '@mcover/record';
import { repositoryFiles } from '../config/catalogue.ts';
import { type Cell, cellsOf } from '../config/cells.ts';
import { readExperiment, withProfile } from '../config/experiment.ts';

/**
 * What a journal lacks. Where one root seed was used, with the same data and in the same arithmetic, every cell
 * has the same trials 0, 1, …: those that the records show, and the `planned` ones. A run that was stopped
 * leaves cells with fewer. Failed trials count as there.
 */
export function gaps(records: readonly TrialRecord[], planned: readonly Cell[]): string[] {
  const groups = new Map<string, { cells: Map<string, Set<number>>; trials: number }>();
  for (const { spec } of records) {
    const { trial } = spec.seed;
    const name = groupOf(spec);
    const group = groups.get(name) ?? {
      cells: new Map(planned.map((cell) => [keyOf(cell), new Set()])),
      trials: 0,
    };
    groups.set(name, group);
    group.trials = Math.max(group.trials, trial + 1);
    const key = keyOf(spec);
    group.cells.set(key, (group.cells.get(key) ?? new Set<number>()).add(trial));
  }
  return [...groups].flatMap(([name, { cells, trials }]) =>
    [...cells]
      .filter(([, seen]) => seen.size < trials)
      .map(([cell, seen]) => `${trials - seen.size} of ${trials} trials of ${cell} (${name}) are missing`),
  );
}

/** Trials that one run makes together: another engine or other data begin anew. */
function groupOf({ seed, data, arithmetic }: TrialSpec): string {
  return [`seed ${seed.root}`, canonical(data), ...(arithmetic ? [arithmetic] : [])].join(', ');
}

function keyOf({ method, params }: Cell): string {
  return `${method} ${canonical(params)}`;
}

/** The cells of the repository's experiments in one profile, by experiment. */
export function plannedCells(profile: string): Map<string, Cell[]> {
  const experiments = repositoryFiles().map(readExperiment);
  const sized = experiments.filter(({ profiles }) => profiles.includes(profile));
  return new Map(sized.map((experiment) => [experiment.id, cellsOf(withProfile(experiment, profile))]));
}
