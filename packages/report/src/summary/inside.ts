import type { Observed, TraceRecord } from '@mcover/record';
import { columnOf, placesOf, stepAxis } from './course.ts';
import type { Experiment } from './experiment.ts';
import type { Trial } from './group.ts';
import type { Point } from './view.ts';

/** A finished trial and what was seen of it. */
export interface Followed {
  trial: Trial;
  trace: TraceRecord;
}

/** The followed trials of one group, and its place among the series of the experiment. */
export interface FollowedGroup {
  point: Point;
  series: number;
  followed: Followed[];
}

/** What was seen inside the trials of an experiment. */
export interface Inside {
  /** What the numbers are drawn against. */
  axis: Observed;
  /** The numbers, in the order of telling. */
  seen: Observed[];
  /** In the order of the view; those that have traces. */
  groups: FollowedGroup[];
}

/** What traces show of the trials of an experiment; nothing where none is of one of them. */
export function insideOf(experiment: Experiment, traces: readonly TraceRecord[]): Inside | undefined {
  const own = new Map(
    traces.filter((trace) => trace.experiment === experiment.id).map((trace) => [trace.id, trace]),
  );
  const groups = experiment.view.series.flatMap(({ points }, series) =>
    points.flatMap((point): FollowedGroup[] => {
      const followed = point.group.trials.flatMap((trial) => {
        const trace = own.get(trial.id);
        return trace ? [{ trial, trace }] : [];
      });
      return followed.length > 0 ? [{ point, series, followed }] : [];
    }),
  );
  if (groups.length === 0) return undefined;
  return { ...numbersOf(experiment, groups), groups };
}

/** The numbers that some trace has: as they are described, then the others by name, which label themselves. */
function numbersOf(
  { description }: Experiment,
  groups: readonly FollowedGroup[],
): Pick<Inside, 'axis' | 'seen'> {
  const traces = groups.flatMap(({ followed }) => followed.map(({ trace }) => trace));
  const keys = new Set(
    traces.flatMap((trace) =>
      Object.keys(trace.observed).filter((key) => columnOf(trace, key).some((number) => number !== null)),
    ),
  );
  const described = (description.observed ?? []).filter(({ key }) => keys.has(key));
  const others = [...keys].filter((key) => !described.some((one) => one.key === key)).sort();
  const [first] = description.observed ?? [];
  const axis =
    first && groups.every((group) => runsAlong(group, first.key)) ? first : { key: stepAxis, label: 'step' };
  const all = [...described, ...others.map((key) => ({ key, label: key }))];
  return { axis, seen: all.filter(({ key }) => key !== axis.key) };
}

/** Whether a number only rises or only falls from step to step, the same in all trials of a group. */
function runsAlong({ followed }: FollowedGroup, key: string): boolean {
  const traces = followed.map(({ trace }) => trace);
  const places = placesOf(traces, key);
  const way = Math.sign([...places.values()].at(-1)! - [...places.values()][0]);
  return traces.every((trace) => {
    const column = columnOf(trace, key);
    return trace.step.every((step, look) => {
      const [before, now] = [column[look - 1] ?? column[look], column[look]];
      return typeof now === 'number' && now === places.get(step) && (now - before!) * way >= 0;
    });
  });
}
