import type { Covariate } from './covariate.ts';
import type { Experiment } from './experiment.ts';
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
