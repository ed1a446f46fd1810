import type { Metric, Observed } from '@mcover/record';
import type { Moment } from './course.ts';
import { type Course, coursesOf, placeOf } from './curves.ts';
import type { Experiment } from './experiment.ts';
import type { FollowedGroup, Inside } from './inside.ts';

/** Most groups whose trials are shown apart. */
const mostParted = 3;

/** The trials of some groups, apart by whether a flag is true of them. */
export interface Parting {
  flag: Metric;
  numbers: Observed[];
  groups: PartedGroup[];
  /** Groups that have trials of both kinds, and are left out. */
  omitted: string[];
}

interface PartedGroup {
  label: string;
  /** Those of which it is true, and the others. */
  kinds: (FollowedGroup & { label: string })[];
  courses: Course[];
}

/** The groups whose trials are of both kinds most evenly; nothing where no group has both. */
export function partingOf(
  flag: Metric,
  experiment: Experiment,
  { axis, seen, groups }: Inside,
): Parting | undefined {
  // The first one is what is minimized, and tells kinds apart least.
  const numbers = seen.filter(({ key }) => key !== flag.key).slice(1, 3);
  const mixed = groups.flatMap((group) => {
    const kinds = [flag.label, `not ${flag.label}`].map((label, i) => ({
      ...group,
      label,
      followed: group.followed.filter(({ trial }) => trial.flags.get(flag.key) === (i === 0)),
    }));
    const fewer = Math.min(...kinds.map(({ followed }) => followed.length));
    const label = [group.point.label, placeOf(group.point, experiment)].filter(Boolean).join(', ');
    return fewer > 0 ? [{ label, kinds, fewer }] : [];
  });
  const curved = mixed.flatMap(({ fewer, label, kinds }) => {
    const courses = kinds.flatMap((kind) =>
      numbers.flatMap((number) => coursesOf(kind, number, axis, kind.label)),
    );
    return courses.length > 0 ? [{ fewer, label, kinds, courses }] : [];
  });
  const most = [...curved].sort((a, b) => b.fewer - a.fewer).slice(0, mostParted);
  if (most.length === 0) return undefined;
  return {
    flag,
    numbers,
    groups: curved.filter((group) => most.includes(group)),
    omitted: curved.filter((group) => !most.includes(group)).map(({ label }) => label),
  };
}

/** From where on two kinds of trials are apart to the end in a number: each of the one is above each of the other. */
export interface Apart {
  x: number;
  /** Whether those of the first kind have the larger numbers. */
  above: boolean;
}

/** Nothing where the two are not apart at the end. */
export function apartFrom(one: readonly Moment[], other: readonly Moment[]): Apart | undefined {
  const byStep = new Map(other.map((moment) => [moment.step, moment]));
  let apart: Apart | undefined;
  for (const moment of [...one].reverse()) {
    const against = byStep.get(moment.step);
    if (!against) continue;
    const above = moment.least > against.most;
    if (!above && !(moment.most < against.least)) break;
    if (apart && apart.above !== above) break;
    apart = { x: moment.x, above };
  }
  return apart;
}
