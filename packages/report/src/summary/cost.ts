import { type TimeToSolution, timeToSolution } from '../statistics/time-to-solution.ts';
import type { Covariate } from './covariate.ts';
import type { Terms } from './terms.ts';
import type { Point, View } from './view.ts';

/** The cells of an experiment by what a trial of them costs, where something else than the task varies it. */
export interface Cost {
  covariate: Covariate;
  /** Heads and curves of the panels: of each series its points, the cheapest first. */
  panels: ReadonlyMap<string, ReadonlyMap<string, readonly Priced[]>>;
}

export interface Priced {
  at: number;
  point: Point;
  mean: number;
  /** Where the trials say whether they are solved. */
  solution?: TimeToSolution;
}

/** One for each covariate of methods, where a series has cells of several costs on one task: a schedule, channels, covers. */
export function costsOf({ x, facet, series }: View, { covariates, flags, notations }: Terms): Cost[] {
  if (x === undefined || notations.isTask(x)) return [];
  const costs = covariates.filter(({ parameter }) => parameter === 'method');
  return costs.flatMap((covariate) => {
    const panels = new Map<string, Map<string, Priced[]>>();
    for (const { label, points } of series) {
      for (const point of points) {
        const [at, mean] = [point.group.covariates.get(covariate.key), point.summary.mean];
        if (at === undefined || mean === undefined) continue;
        const panel = facet === undefined ? '' : notations.write(facet, point.facet ?? '–');
        const curves = panels.get(panel) ?? panels.set(panel, new Map()).get(panel)!;
        const curve = curves.get(label) ?? curves.set(label, []).get(label)!;
        const share = flags[0] && point.summary.shares.get(flags[0].key);
        curve.push({ at, point, mean, ...(share && { solution: timeToSolution(at, share) }) });
      }
    }
    const curves = [...panels.values()].flatMap((of) => [...of.values()]);
    for (const curve of curves) curve.sort((a, b) => a.at - b.at);
    return curves.some((curve) => curve.length > 1) ? [{ covariate, panels }] : [];
  });
}
