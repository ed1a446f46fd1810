import { type Engine, finish, InputError, type Seed, type TrialResult } from '@mcover/core';
import { SeedSchema, validator } from '@mcover/record';
import { filled } from './filled.ts';
import type { Model, ScriptParams } from './model.ts';

/**
 * One trial of a model in a script, on a task that is given, to its end.
 *
 * @example
 * const seed = { root: 1, trial: 0 };
 * const task = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 100 }, seed);
 * runOn(builtIn.model('committee'), { N: 21, K: 3, epochs: 5 }, task, seed, referenceEngine).epochs <= 5; // true
 *
 * @param method its name, where the parameters do not tell: copies that nothing couples are "independent".
 * @throws InputError that names the parameter at fault.
 */
export function runOn<Task, Result extends TrialResult>(
  model: Model<Task, Result>,
  params: ScriptParams,
  task: Task,
  seed: Seed,
  engine: Engine,
  method?: string,
): Result {
  checkCall(seed, engine);
  return finish(model.begin({ ...filled(model, params, method), seed }, task, engine));
}

const seeds = validator<Seed>(SeedSchema);

/** What a script may have mixed up or left out, beside the parameters. @throws InputError */
export function checkCall(seed: Seed, engine: Engine): void {
  checkSeed(seed);
  checkEngine(engine);
}

/** @throws InputError where a seed is none. */
export function checkSeed(seed: Seed): void {
  if (seeds.fits(seed)) return;
  const [{ pointer, message }] = seeds.problems(seed);
  throw new InputError(`seed${pointer}`, `${message}; take one such as { root: 1, trial: 0 }`);
}

/** @throws InputError where an engine is none. */
export function checkEngine(engine: Engine): void {
  if (typeof engine?.annealer === 'function' && typeof engine.committee === 'function') return;
  throw new InputError(
    'engine',
    'is none; take wasmEngine of @mcover/wasm or referenceEngine of @mcover/core',
  );
}
