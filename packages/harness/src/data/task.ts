import {
  type BinaryTask,
  checkImageTask,
  hiddenManifoldTask,
  type ImageSplit,
  type ImageTask,
  imageTask,
} from '@mcover/core';
import type { TrialSpec } from '@mcover/record';
import {
  drawingSeconds,
  generatorOf,
  imagesFor,
  refuseOtherInputs,
  refuseTooMany,
  shapeOf,
} from './source.ts';

/** Parameters that say which binary task is made of the data: inputs N, classes, and training patterns P. */
export interface BinaryTaskParams extends ImageTask {
  N: number;
}

const paramsOf = (spec: TrialSpec) => spec.params as unknown as BinaryTaskParams;

/**
 * Whether a specification's task can be made, without any file at hand.
 *
 * @throws InputError at `N`, `P` or `classes`.
 */
export function checkTask(spec: TrialSpec): void {
  const { N, ...task } = paramsOf(spec);
  refuseTooMany({ N, P: task.P }, 1);
  const shape = shapeOf(spec);
  if (!shape) return;
  refuseOtherInputs('N', N, shape);
  checkImageTask(task, shape.perClass);
}

/** Nanoseconds of one pixel that is binarised. */
const pixel = 5;

/** Seconds that it takes to make the task of a specification, as `Model.seconds` has them. */
export function taskSeconds(spec: TrialSpec): number {
  const { N, P } = paramsOf(spec);
  const generator = generatorOf(spec);
  if (generator) return drawingSeconds(generator, N, P + generator.test);
  return ((P + 2000) * N * pixel) / 1e9;
}

/** The binary task of a specification; `images` is its data set, where it names one. @throws as `checkTask`. */
export function taskOf(spec: TrialSpec, images?: ImageSplit): BinaryTask {
  const params = paramsOf(spec);
  const { N, P } = params;
  const generator = generatorOf(spec);
  if (generator) return hiddenManifoldTask({ N, P, D: generator.D, test: generator.test }, spec.seed);
  const split = imagesFor(spec, images);
  refuseOtherInputs('N', N, split.train);
  return imageTask(split, params, spec.seed);
}
