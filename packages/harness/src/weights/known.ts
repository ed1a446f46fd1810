import path from 'node:path';
import { type Engine, InputError, type Loaded, type TrialResult } from '@mcover/core';
import type { Model, Registry } from '@mcover/models';
import { specProblems, type TrialSpec } from '@mcover/record';
import { registryWith, type Use } from '../config/plugins.ts';
import { inOneLine, messageOf, UsageError } from '../error.ts';
import { journalNames } from '../journal/folder.ts';
import { type Weights, weightsFolder } from '../journal/weights.ts';
import { engineOf } from '../lanes/engines.ts';
import { engineFor, usesBeside } from '../plan/again.ts';

/** Weights, with the model that they are of, and the engine that read them out when their trial ended. */
export interface KnownWeights extends Weights {
  readonly model: Model;
  /** The specification, its own kernel and rule in their places. */
  readonly resolved: TrialSpec;
  readonly engine: Engine;
}

/**
 * The weights of a file with their model. Modules of one's own are found by the descriptions in the folder of journals
 * above it.
 *
 * @param own the models that there are, where a script brings its own.
 * @throws UsageError where the specification is none of a model that is here, or no engine here computes it.
 */
export async function knownWeights(weights: Weights, own?: Registry): Promise<KnownWeights> {
  const { file, spec } = weights;
  const refuse = (reason: string) => new UsageError(inOneLine(`${file}: ${reason}`));
  const registry = own ?? (await registryWith(await usesOf(weights)));
  const [problem] = specProblems(spec, registry);
  if (problem) throw refuse(`its specification: ${problem.pointer || '/'}: ${problem.message}`);
  try {
    // The readout of a network of a GPU was the processor's.
    const engine = engineOf(spec.arithmetic === 'gpu' ? 'auto' : engineFor(spec, registry));
    registry.check(spec, engine.name);
    return { ...weights, model: registry.model(spec.model), resolved: registry.resolved(spec), engine };
  } catch (error) {
    throw refuse(messageOf(error));
  }
}

function usesOf({ file, spec }: Weights): Promise<Use[]> | Use[] {
  if (spec.uses === undefined) return [];
  return inExperiments(file, (folder, experiment) => usesBeside(folder, experiment, spec));
}

/**
 * What the first experiment gives that has a journal in the folder above a file of weights, and can give it.
 *
 * @throws UsageError where none can.
 */
export async function inExperiments<T>(
  file: string,
  give: (folder: string, experiment: string) => T | Promise<T>,
): Promise<T> {
  const own = path.dirname(path.resolve(file));
  const folder = path.dirname(own);
  for (const experiment of weightsFolder(folder) === own ? journalNames(folder) : []) {
    try {
      return await give(folder, experiment);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  throw new UsageError(
    inOneLine(
      `${file}: it is made of files that no description beside the journals above it names as they are`,
    ),
  );
}

/**
 * What the weights alone decide of a result, on the data of their trial or on others.
 *
 * @param loaded what was read of the files that `data` names, if it names some.
 * @throws UsageError that names the file: a tensor does not fit, or the model has nothing to say on such data.
 */
export function judged(
  { file, model, resolved, engine, tensors }: KnownWeights,
  loaded: Loaded | undefined,
  data: TrialSpec['data'] = resolved.data,
): TrialResult {
  if (!model.judge) throw new UsageError(`${file}: the model ${model.name} judges no weights`);
  try {
    const spec = { ...resolved, data };
    return model.judge(spec, model.task(spec, loaded), tensors, engine) as TrialResult;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(inOneLine(`${file}: ${error.message}`));
  }
}
