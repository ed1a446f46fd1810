import type { Engine } from '@mcover/core';
import { builtIn } from '@mcover/models';
import { type Journal, specId } from '@mcover/record';
import { type Pending, type Plan, planTrials } from './pending.ts';
import type { PlannedTrial } from './trials.ts';

/**
 * Trials that cannot go on in the arithmetic that they are named after, for an engine of another: there they are
 * other trials, of which some may have been run before.
 */
export function planAnew(
  pending: readonly Pending[],
  { name, arithmetic }: Pick<Engine, 'name' | 'arithmetic'>,
  journals: ReadonlyMap<string, Journal>,
): Plan {
  const wanted = new Map<string, PlannedTrial[]>();
  for (const { experiments, uses, spec: before } of pending) {
    const spec = { ...before, arithmetic };
    const engine = builtIn.engineFor(spec, name);
    const seconds = builtIn.seconds(spec, engine);
    for (const experiment of experiments) {
      const trials = wanted.get(experiment) ?? [];
      wanted.set(experiment, trials);
      trials.push({ experiment, experiments: [experiment], spec, id: specId(spec), engine, seconds, uses });
    }
  }
  return planTrials(wanted, journals);
}
