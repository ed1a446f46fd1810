import { compareTrials, type Difference } from '../statistics/compare.ts';
import { holm } from '../statistics/holm.ts';
import { sameTask } from '../summary/comparison.ts';
import type { Cell } from './cell.ts';

/** Two cells, and what tells them apart. */
export interface Compared extends Difference {
  a: Cell;
  b: Cell;
  /** Both had the same task: equal seeds then mean equal data. */
  sameTask: boolean;
  /** p adjusted by Holm over all comparisons that were asked for. */
  adjusted: number;
}

export interface Comparisons {
  compared: Compared[];
  /** Cells that have no counterpart on the other side. */
  alone: Cell[];
  /** Cells that have one, but too few finished trials for a comparison, which takes two. */
  tooFew: Cell[];
}

/**
 * Each cell of one side against each of the other that is of the same experiment and method, and agrees in every
 * parameter that both have. What is `free` may differ: the parameters that were asked about, `method` or `experiment`.
 *
 * @example
 * compareCells([], []); // { compared: [], alone: [], tooFew: [] }
 */
export function compareCells(
  as: readonly Cell[],
  bs: readonly Cell[],
  free: ReadonlySet<string> = new Set(),
): Comparisons {
  const pairs = as.flatMap((a) => bs.filter((b) => alike(a, b, free)).map((b) => ({ a, b })));
  const met = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  const all = [...as, ...bs];
  const few = ({ group }: Cell) => group.trials.length < 2;
  const compared = pairs
    .filter(({ a, b }) => !few(a) && !few(b))
    .map(({ a, b }) => ({
      a,
      b,
      sameTask: sameTask(a.group, b.group, a.terms.notations),
      ...compareTrials(a.group.trials, b.group.trials, a.terms.metric?.better),
    }));
  const adjusted = holm(compared.map(({ p }) => p));
  return {
    compared: compared.map((one, i) => ({ ...one, adjusted: adjusted[i] })),
    alone: all.filter((cell) => !met.has(cell)),
    tooFew: all.filter((cell) => met.has(cell) && few(cell)),
  };
}

/** Other metrics have no difference. */
function alike(a: Cell, b: Cell, free: ReadonlySet<string>): boolean {
  if (a.terms.metric?.key !== b.terms.metric?.key) return false;
  if (a.experiment !== b.experiment && !free.has('experiment')) return false;
  if (a.group.method !== b.group.method && !free.has('method')) return false;
  const [x, y] = [a.group.parameters, b.group.parameters];
  return Object.keys(x).every((path) => free.has(path) || !(path in y) || x[path] === y[path]);
}
