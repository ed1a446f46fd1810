import { type Dimension, dimensionsOf, pathsOf, placeOf } from './dimension.ts';
import { gather } from './gather.ts';
import type { Group } from './group.ts';
import type { Notations } from './notation.ts';
import { hasAll, type Parameters, type Value, without } from './parameters.ts';
import { type Summary, summarize } from './summary.ts';
import type { Terms } from './terms.ts';

/** One group in its place: at `x` on its series, in the panel `facet`. */
export interface Point {
  label: string;
  group: Group;
  summary: Summary;
  /** The parameters that tell where it is: of a level without those of the axis and the panels. */
  place: Parameters;
  /** Absent without an axis, and where the place lacks the parameter of the axis. */
  x?: number;
  facet?: Value;
}

export interface Series {
  label: string;
  method: string;
  control: boolean;
  points: Point[];
}

/** How an experiment is to be looked at, found from what varies in it. */
export interface View {
  /** Path of the parameter along the x axis; without one, each series is a single group. */
  x?: string;
  /** Path of the parameter that tells the panels apart. */
  facet?: string;
  dimensions: Dimension[];
  series: Series[];
}

/** As many values make an axis, unless an author asks for it. */
const fewestForAxis = 3;
const fewestIfPreferred = 2;
const mostPanels = 9;

export function viewOf(groups: readonly Group[], { description, notations }: Terms): View {
  const dimensions = dimensionsOf(groups, notations);
  const hint = description.view ?? {};
  const x = hint.x === false ? undefined : axisOf(groups, dimensions, hint.x);
  const facet = x === undefined ? undefined : facetOf(groups, dimensions, x, notations, hint.facet);
  return {
    ...(x !== undefined && { x }),
    ...(facet !== undefined && { facet }),
    dimensions,
    series: seriesOf(groups, dimensions, notations, { ...hint, x, facet }),
  };
}

/** The numeric parameter with most values, three at least along a series; what every group has goes first. */
function axisOf(
  groups: readonly Group[],
  dimensions: readonly Dimension[],
  hint?: string,
): string | undefined {
  const candidates = dimensions.filter(({ path, numeric, size }) => {
    const fewest = path === hint ? fewestIfPreferred : fewestForAxis;
    if (!numeric || size < fewest) return false;
    const others = dimensions.map((d) => d.path).filter((other) => other !== path);
    const along = gather(
      groups.filter((group) => path in group.parameters),
      (group) => placeOf(group, others),
    );
    return [...along.values()].some((members) => members.length >= fewest);
  });
  return (candidates.find(({ path }) => path === hint) ?? candidates[0])?.path;
}

/** Where series would differ in two ways or more, the way with the fewest values makes panels instead. */
function facetOf(
  groups: readonly Group[],
  dimensions: readonly Dimension[],
  x: string,
  notations: Notations,
  hint?: string,
): string | undefined {
  const rest = dimensions.filter(({ path }) => path !== x);
  const ways =
    rest.filter(({ common }) => common).length +
    Number(new Set(groups.map((group) => group.name)).size > 1 || rest.some(({ common }) => !common));
  if (ways < 2) return undefined;
  const candidates = rest
    .filter(({ common, size }) => common && size <= mostPanels)
    .sort((a, b) => a.size - b.size || notations.compare(b.path, a.path));
  return (candidates.find(({ path }) => path === hint) ?? candidates[0])?.path;
}

/** What places points, and which ones are the same wherever they are. */
interface Placing {
  x: string | undefined;
  facet: string | undefined;
  level?: Parameters;
}

function seriesOf(
  groups: readonly Group[],
  dimensions: readonly Dimension[],
  notations: Notations,
  { x, facet, level }: Placing,
): Series[] {
  const placed = [x, facet].filter((path) => path !== undefined);
  const telling = dimensions.map(({ path }) => path).filter((path) => !placed.includes(path));
  const series = gather(groups, (group) => placeOf(group, telling));
  return [...series.values()].map((members) => {
    const label = labelOf(members, groups, placed, notations);
    const points = members.map((group) => {
      const { parameters } = group;
      const place = level && hasAll(parameters, level) ? without(parameters, placed) : parameters;
      const at = x === undefined ? undefined : place[x];
      const panel = facet === undefined ? undefined : place[facet];
      return {
        label,
        group,
        summary: summarize(group),
        place,
        ...(typeof at === 'number' && { x: at }),
        ...(panel !== undefined && { facet: panel }),
      };
    });
    const [{ method, control }] = members;
    return { label, method, control, points };
  });
}

/**
 * The method, where there are several, and the parameters that tell its series apart, with those that go
 * along with them: "directed ring, μ = 2, σ = 1.5" beside "uniform".
 */
function labelOf(
  members: readonly Group[],
  groups: readonly Group[],
  placed: readonly string[],
  notations: Notations,
): string {
  const [{ name, parameters }] = members;
  const ofMethod = groups.filter((group) => group.name === name);
  const differs = (list: readonly Group[], path: string) =>
    list.some((group) => group.parameters[path] !== parameters[path]);
  const parts = pathsOf(members, notations)
    .filter((path) => !placed.includes(path) && differs(ofMethod, path) && !differs(members, path))
    .map((path) => notations.write(path, parameters[path]));
  const several = ofMethod.length < groups.length;
  return [...(several || parts.length === 0 ? [name] : []), ...parts].join(', ');
}
