import { type Cell, cellsOf } from '../cells/cell.ts';
import { pathsOf } from '../summary/dimension.ts';
import { gather } from '../summary/gather.ts';
import type { Described } from '../summary/terms.ts';

/**
 * One experiment as rliable reads it (Agarwal et al. 2021, https://github.com/google-research/rliable): a dictionary from
 * algorithm to an array of runs × tasks, in which more is better.
 */
export interface ScoreMatrices {
  metric: string;
  /** Scores are this times the metric: −1 where the lower number is the better one. */
  sign: 1 | -1;
  /** What the columns are: what the data of a trial depend on, "α = 1.2". */
  tasks: string[];
  scores: Record<string, number[][]>;
  /** What has no place in a full matrix: cells of tasks that some algorithm lacks, and trials beyond the fewest. */
  leftOut: { cells: number; trials: number };
}

/**
 * Score matrices by experiment. An algorithm is a method with those of its parameters that vary and that its data do not
 * depend on. A run is a row: the k-th trial of every task, in the order of the seeds.
 *
 * @example
 * rliableOf({ records: [], descriptions: new Map() }); // {}
 */
export function rliableOf(described: Described): Record<string, ScoreMatrices> {
  const experiments = gather(cellsOf(described), ({ experiment }) => experiment);
  return Object.fromEntries([...experiments].map(([id, cells]) => [id, matricesOf(cells)]));
}

function matricesOf(cells: readonly Cell[]): ScoreMatrices {
  const [{ terms }] = cells;
  const { metric, notations } = terms;
  const nameOf = ({ group }: Cell, paths: readonly string[]) =>
    paths.flatMap((path) =>
      path in group.parameters ? [notations.write(path, group.parameters[path], true)] : [],
    );
  const ofTasks = varying(cells).filter((path) => notations.isTask(path));
  const taskOf = (cell: Cell) => nameOf(cell, ofTasks).join(', ') || 'all';
  const algorithms = new Map(
    [...gather(cells, ({ group }) => group.name)].flatMap(([name, own]) => {
      const paths = varying(own).filter((path) => !notations.isTask(path));
      return [...gather(own, (cell) => [name, ...nameOf(cell, paths)].join(', '))];
    }),
  );
  const tables = [...algorithms].map(
    ([name, own]) => [name, new Map(own.map((cell) => [taskOf(cell), cell]))] as const,
  );
  const tasks = [...new Set(cells.map(taskOf))].filter((task) =>
    tables.every(([, table]) => (table.get(task)?.group.trials.length ?? 0) > 0),
  );
  const kept = tables.flatMap(([, table]) => tasks.map((task) => table.get(task)!));
  const runs = kept.reduce((fewest, { group }) => Math.min(fewest, group.trials.length), Infinity);
  const sign = metric?.better === 'higher' ? 1 : -1;
  const rows = (table: ReadonlyMap<string, Cell>) =>
    Array.from({ length: tasks.length > 0 ? runs : 0 }, (_, run) =>
      // Not −0.
      tasks.map((task) => sign * table.get(task)!.group.trials[run].value + 0),
    );
  return {
    metric: metric?.key ?? '',
    sign,
    tasks,
    scores: Object.fromEntries(tables.map(([name, table]) => [name, rows(table)])),
    leftOut: {
      cells: cells.length - kept.length,
      trials: kept.reduce((sum, { group }) => sum + group.trials.length - runs, 0),
    },
  };
}

/** The parameters in which some cells differ. */
function varying(cells: readonly Cell[]): string[] {
  const groups = cells.map(({ group }) => group);
  const paths = pathsOf(groups, cells[0].terms.notations);
  return paths.filter((path) =>
    groups.some((group) => group.parameters[path] !== groups[0].parameters[path]),
  );
}
