import type { Observed } from '@mcover/record';
import { courseOf, type Moment, thinned } from './course.ts';
import type { Experiment } from './experiment.ts';
import type { FollowedGroup, Inside } from './inside.ts';
import { compareValues } from './parameters.ts';
import type { Point } from './view.ts';

/** What is drawn of the inside of trials: a curve a panel, or a curve a place where there are several. */
export interface Drawn {
  panels: Panel[];
  /** Numbers that are drawn, and those that are not. */
  seen: Observed[];
  others: Observed[];
  /** Places and series that are left out, in words. */
  omitted: string[];
  /** Series of which too little was seen for a curve. */
  few: string[];
  /** Single trials that are drawn of each series of a panel, at most. */
  singles: number;
}

export interface Panel {
  /** Where the trials are, "α = 1.2"; empty where there is one place. */
  place: string;
  number: Observed;
  courses: Course[];
}

/** One number of the trials of a group. */
export interface Course {
  number: Observed;
  label: string;
  series: number;
  group: FollowedGroup;
  moments: Moment[];
}

/** Most numbers of one place, numbers of each of several, places, series of a panel, and single trials of a panel. */
const bounds = { numbers: 4, numbersOfPlaces: 2, places: 3, series: 6, singles: 40 };

/** Which panels there are, and what of each. */
export function drawnOf(experiment: Experiment, { axis, seen: all, groups }: Inside): Drawn {
  const { view } = experiment;
  const nameOf = (point: Point) => placeOf(point, experiment);
  const everywhere = groups.filter(({ point }) => view.x !== undefined && point.x === undefined);
  const placed = groups.filter((group) => !everywhere.includes(group)).map(({ point }) => point);
  placed.sort((a, b) => compareValues(a.facet, b.facet) || compareValues(a.x, b.x));
  const names = [...new Set(placed.map(nameOf))];
  const places = thinned(names.length > 0 ? names : [''], bounds.places);
  const labels = chosenSeries(groups);
  const seen = all.slice(0, places.length > 1 ? bounds.numbersOfPlaces : bounds.numbers);
  const panels = places.flatMap((place) => {
    const here = groups.filter(
      (group) =>
        labels.includes(group.series) && (everywhere.includes(group) || nameOf(group.point) === place),
    );
    return seen.map((number) => ({
      place,
      number,
      courses: here.flatMap((group) => coursesOf(group, number, axis)),
    }));
  });
  const most = Math.max(1, ...panels.map(({ courses }) => courses.length));
  const curved = new Set(panels.flatMap(({ courses }) => courses.map(({ series }) => series)));
  const few = groups.filter(({ series }) => labels.includes(series) && !curved.has(series));
  const omitted = [
    ...names.filter((name) => !places.includes(name)),
    ...new Set(groups.filter(({ series }) => !labels.includes(series)).map(({ point }) => point.label)),
  ];
  return {
    panels: panels.filter(({ courses }) => courses.length > 0),
    seen,
    others: all.slice(seen.length),
    omitted,
    few: [...new Set(few.map(({ point }) => point.label))],
    singles: Math.floor(bounds.singles / most),
  };
}

/** The series that are drawn: of many, controls are left out first, and neither the base method nor the one under study. */
function chosenSeries(groups: readonly FollowedGroup[]): number[] {
  const seriesOf = (control: boolean) => [
    ...new Set(groups.filter(({ point }) => point.group.control === control).map(({ series }) => series)),
  ];
  const [rivals, controls] = [seriesOf(false), seriesOf(true)];
  return rivals.length > bounds.series
    ? [...rivals.slice(0, bounds.series - 1), rivals[rivals.length - 1]]
    : [...rivals, ...controls].slice(0, bounds.series);
}

/** Where a group is along the axis and in the panels of the experiment's figure. */
export function placeOf({ group: { parameters } }: Point, { view, notations }: Experiment): string {
  return [view.x, view.facet]
    .flatMap((path) =>
      path !== undefined && path in parameters ? [notations.write(path, parameters[path])] : [],
    )
    .join(', ');
}

export function coursesOf(
  group: FollowedGroup,
  number: Observed,
  axis: Observed,
  label = group.point.label,
): Course[] {
  const moments = courseOf(
    group.followed.map(({ trace }) => trace),
    number.key,
    axis.key,
  );
  // One moment makes no curve.
  return moments.length > 1 ? [{ number, label, series: group.series, group, moments }] : [];
}
