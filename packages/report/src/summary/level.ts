import type { Series } from './view.ts';

/** Whether the trials of a series are the same wherever it is: what varies has no effect on it, as a kernel on one cover. */
export function isLevel({ points }: Series): boolean {
  const valuesOf = ({ group }: Series['points'][number]) =>
    JSON.stringify(group.trials.map(({ seed, value }) => [seed, value]));
  const [first, ...others] = points.map(valuesOf);
  return others.length > 0 && first !== '[]' && others.every((values) => values === first);
}
