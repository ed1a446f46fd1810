import type { Observed } from '@mcover/record';
import { mean } from '../statistics/mean.ts';
import { costAt, costOf } from './cost.ts';
import { stepAxis } from './course.ts';
import type { Covariate } from './covariate.ts';
import { type Drawn, drawnOf } from './curves.ts';
import type { Experiment } from './experiment.ts';
import type { FollowedGroup, Inside } from './inside.ts';

/** What the trials of an experiment had cost by each look, so that what they had by then can be compared at equal cost. */
export interface Spending {
  /** What is drawn against it: the number that the experiment is judged by. */
  metric: Observed;
  axis: Observed;
  /** Mean cost of the trials of a group after so many steps, for the groups of which it is known. */
  spentBy: ReadonlyMap<FollowedGroup, (step: number) => number>;
  /** Series that have groups of which a part of the trials has traces: what a step of these cost is not known. */
  partly: string[];
}

/**
 * Cost along the trials; nothing where trials cost the same or looks do not show the number that is judged. A step costs as much
 * as any other of its trial, and a trial that has ended costs nothing more. The cost of a group is a mean over its trials:
 * where a part of them has traces alone, the steps that it was spent on are not known.
 */
export function spendingOf(experiment: Experiment, { seen, groups }: Inside): Spending | undefined {
  const cost = costOf(experiment);
  const metric = seen.find(({ key }) => key === experiment.metric?.key);
  if (!cost || !metric) return undefined;
  const spentBy = new Map(
    groups.flatMap((group) => {
      const spent = spentOf(group, cost);
      return spent ? [[group, spent] as const] : [];
    }),
  );
  const partly = groups.filter(({ point, followed }) => followed.length < point.group.trials.length);
  return {
    metric,
    axis: { key: cost.key, label: `${cost.symbol} so far`, logarithmic: true },
    spentBy,
    partly: [...new Set(partly.map(({ point }) => point.label))],
  };
}

function spentOf({ point, followed }: FollowedGroup, cost: Covariate) {
  const whole = costAt(point, cost);
  const ends = followed.map(({ trace }) => trace.step.at(-1) ?? 0);
  const steps = mean(ends);
  if (whole === undefined || steps === 0 || followed.length < point.group.trials.length) return undefined;
  return (step: number) => (whole / steps) * mean(ends.map((end) => Math.min(step, end)));
}

/** The number that is judged, against what had been spent by then: means and bands alone. */
export function drawnBySpending(experiment: Experiment, { metric, spentBy }: Spending): Drawn {
  const steps = { key: stepAxis, label: stepAxis };
  const drawn = drawnOf(experiment, { axis: steps, seen: [metric], groups: [...spentBy.keys()] });
  const panels = drawn.panels.map((panel) => ({
    ...panel,
    courses: panel.courses.map((course) => ({
      ...course,
      moments: course.moments.map((moment) => ({ ...moment, x: spentBy.get(course.group)!(moment.step) })),
    })),
  }));
  return { ...drawn, panels, singles: 0 };
}
