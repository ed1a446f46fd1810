import { significance } from '../statistics/interval.ts';
import type { Experiment } from './experiment.ts';
import { levelsOf } from './level.ts';
import type { Point, Series } from './view.ts';

/** A sweep of two parameters beside a series on which they have no effect: the difference from it at each place. */
export interface Heat {
  level: Series;
  maps: HeatMap[];
}

export interface HeatMap {
  label: string;
  cells: HeatCell[];
}

export interface HeatCell {
  point: Point;
  /** Of the means. */
  difference: number;
  /** Whether it is significant after Holm's correction over the experiment. */
  significant: boolean;
}

/** Nothing where the view has no panels, or no series to be measured against. */
export function heatOf({ view, comparisons }: Experiment): Heat | undefined {
  const [level] = levelsOf(view);
  if (view.facet === undefined || !level) return undefined;
  const references = new Set(level.points);
  const byPoint = new Map(
    comparisons.flatMap(({ subject, reference, difference, adjusted }) =>
      references.has(reference)
        ? [[subject, { difference, significant: adjusted < significance }] as const]
        : [],
    ),
  );
  const others = view.series.filter((series) => series !== level);
  const maps = others.flatMap(({ label, points }) => {
    const cells = points.flatMap((point) => {
      const compared = byPoint.get(point);
      return compared ? [{ point, ...compared }] : [];
    });
    return cells.length > 0 ? [{ label, cells }] : [];
  });
  return maps.length > 0 ? { level, maps } : undefined;
}
