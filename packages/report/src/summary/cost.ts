import type { Interval } from '../statistics/interval.ts';
import type { Covariate } from './covariate.ts';
import type { Experiment } from './experiment.ts';
import type { Share } from './summary.ts';
import type { Point } from './view.ts';

/** What a trial costs, where a covariate says so and the cells do not all cost the same. */
export function costOf({
  covariates,
  groups,
}: Pick<Experiment, 'covariates' | 'groups'>): Covariate | undefined {
  return covariates.find(
    ({ cost, key }) => cost && new Set(groups.flatMap(({ covariates: of }) => of.get(key) ?? [])).size > 1,
  );
}

export const costAt = ({ group }: Point, { key }: Covariate): number | undefined => group.covariates.get(key);

/**
 * The cost until some trial has a flag with 99 %, c·ln .01/ln(1 − p) for a share p of trials that cost c each, and one
 * trial's at least (Rønnow et al. 2014, https://doi.org/10.1126/science.1252319); ends from those of the share's interval.
 */
export function timeToSolution(cost: number, { count, n, interval }: Share): Interval & { value: number } {
  const at = (p: number) => cost * Math.max(1, Math.log(0.01) / Math.log1p(-p));
  return { value: at(count / n), low: at(interval.high), high: at(interval.low) };
}
