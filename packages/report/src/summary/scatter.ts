import { type Correlation, spearmanOf } from '../statistics/spearman.ts';
import { type Covariate, isOf } from './covariate.ts';
import { pathsOf, placeOf } from './dimension.ts';
import { gather } from './gather.ts';
import type { Group } from './group.ts';
import type { Terms } from './terms.ts';
import type { Point, View } from './view.ts';

/** The cells of an experiment by a covariate. */
export interface Scatter {
  covariate: Covariate;
  families: Family[];
  /** Over all of them. */
  correlation: Correlation | undefined;
}

/** Cells that agree in all but the parameter that the covariate is a number of. */
export interface Family {
  label: string;
  cells: Placed[];
  correlation: Correlation | undefined;
}

interface Placed {
  at: number;
  point: Point;
  mean: number;
}

/** So many values of a covariate in one family make a picture. */
const fewest = 3;

/** One for each covariate of which the cells of a family have three values or more. Controls are left out. */
export function scattersOf({ series, dimensions }: View, groups: readonly Group[], terms: Terms): Scatter[] {
  const { covariates, notations } = terms;
  const points = series.flatMap((one) => one.points).filter(({ group }) => !group.control);
  return covariates.flatMap((covariate) => {
    const others = pathsOf(groups, notations).filter((path) => !isOf(covariate, path));
    const cells = points.flatMap((point): Placed[] => {
      const [at, mean] = [point.group.covariates.get(covariate.key), point.summary.mean];
      return at === undefined || mean === undefined ? [] : [{ at, point, mean }];
    });
    const members = [...gather(cells, ({ point }) => placeOf(point.group, others)).values()];
    if (!members.some((list) => new Set(list.map(({ at }) => at)).size >= fewest)) return [];
    const told = dimensions.map(({ path }) => path).filter((path) => !isOf(covariate, path));
    const several = new Set(cells.map(({ point }) => point.group.name)).size > 1;
    const labelOf = ({ name, parameters }: Group) => {
      const parts = told.flatMap((path) =>
        path in parameters ? [notations.write(path, parameters[path])] : [],
      );
      return [...(several || parts.length === 0 ? [name] : []), ...parts].join(', ');
    };
    return [
      {
        covariate,
        families: members.map((list) => ({
          label: labelOf(list[0].point.group),
          cells: list,
          correlation: correlationOf(list),
        })),
        correlation: correlationOf(cells),
      },
    ];
  });
}

function correlationOf(cells: readonly Placed[]): Correlation | undefined {
  return spearmanOf(
    cells.map(({ at }) => at),
    cells.map(({ mean }) => mean),
  );
}
