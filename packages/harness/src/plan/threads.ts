import { builtIn } from '@mcover/models';
import { mostHelpers } from '@mcover/wasm';
import { canBeHelped } from '../lanes/engines.ts';
import type { PlannedTrial } from './trials.ts';

/** Seconds that a trial should take for other threads to help with it: they have to start first. */
const worthHelp = 2;

/** Most threads that can compute a trial, of so many. */
export function threadsFor({ spec, engine, seconds }: PlannedTrial, workers: number): number {
  // Nobody knows what a model or a rule of one's own does.
  const own = spec.uses !== undefined || spec.params.rule !== undefined;
  const isHelped = !own && seconds >= worthHelp && canBeHelped(engine) && builtIn.model(spec.model).shares;
  return isHelped ? Math.min(workers, mostHelpers + 1) : 1;
}
