import path from 'node:path';
import { type Engine, type ImageSplit, InputError, type TrialResult } from '@mcover/core';
import type { Model } from '@mcover/models';
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
 * @throws UsageError where the specification is none of a model that is here, or no engine here computes it.
 */
export async function knownWeights(weights: Weights): Promise<KnownWeights> {
  const { file, spec } = weights;
  const refuse = (reason: string) => new UsageError(inOneLine(`${file}: ${reason}`));
  const registry = await registryWith(usesOf(weights));
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

function usesOf({ file, spec }: Weights): Use[] {
  if (spec.uses === undefined) return [];
  const folder = path.dirname(path.dirname(path.resolve(file)));
  for (const experiment of weightsFolder(folder) === path.dirname(path.resolve(file))
    ? journalNames(folder)
    : []) {
    try {
      return usesBeside(folder, experiment, spec);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  throw new UsageError(
    inOneLine(`${file}: it is of a model of files that no description beside the journals above it names`),
  );
}

/**
 * What the weights alone decide of a result, on the data of their trial or on others.
 *
 * @param images the data set that `data` names, if it names one.
 * @throws UsageError that names the file: a tensor does not fit, or the model has nothing to say on such data.
 */
export function judged(
  { file, model, resolved, engine, tensors }: KnownWeights,
  images: ImageSplit | undefined,
  data: TrialSpec['data'] = resolved.data,
): TrialResult {
  if (!model.judge) throw new UsageError(`${file}: the model ${model.name} judges no weights`);
  try {
    const spec = { ...resolved, data };
    return model.judge(spec, model.task(spec, images), tensors, engine) as TrialResult;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(inOneLine(`${file}: ${error.message}`));
  }
}
