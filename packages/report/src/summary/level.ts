import type { Series, View } from './view.ts';

/**
 * The series that are the same wherever they are, beside others: what varies has no effect on them, as a kernel on one
 * cover. They have no place, or the same trials at each; trials that all gave one value, as where all are solved, show no
 * such thing.
 */
export function levelsOf({ x, series }: View): ReadonlySet<Series> {
  if (x === undefined) return new Set();
  const levels = series.filter(isLevel);
  return new Set(levels.length < series.length ? levels : []);
}

function isLevel({ points }: Series): boolean {
  if (points.every(({ x, facet }) => x === undefined && facet === undefined)) return true;
  const [first, ...others] = points.map(({ group }) => group.trials.map(({ seed, value }) => [seed, value]));
  if (others.length === 0 || new Set(first.map(([, value]) => value)).size < 2) return false;
  return others.every((trials) => JSON.stringify(trials) === JSON.stringify(first));
}
