import type { Engine } from '@mcover/core';
import { type Journal, specId } from '@mcover/record';
import { engineNameFor, modelOf } from '../models/index.ts';
import { type Plan, planTrials, type Task } from './plan.ts';
import type { PlannedTrial } from './trials.ts';

/**
 * Trials that cannot go on in the arithmetic that they are named after, for an engine of another: there they are
 * other trials, of which some may have been run before.
 */
export function planAnew(
  tasks: readonly Task[],
  { name, arithmetic }: Pick<Engine, 'name' | 'arithmetic'>,
  journals: ReadonlyMap<string, Journal>,
): Plan {
  const wanted = new Map<string, PlannedTrial[]>();
  for (const task of tasks) {
    const spec = { ...task.spec, arithmetic };
    const seconds = modelOf(spec).seconds(spec, engineNameFor(spec, name));
    for (const experiment of task.experiments) {
      const trial = { experiment, spec, id: specId(spec), seconds };
      wanted.set(experiment, [...(wanted.get(experiment) ?? []), trial]);
    }
  }
  return planTrials(wanted, journals);
}
