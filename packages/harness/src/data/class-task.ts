import {
  type ClassTask,
  checkImageCount,
  hiddenManifoldClasses,
  type ImageSplit,
  InputError,
  imageClasses,
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

/** Parameters that say which task of all classes is made of the data. */
export interface ClassTaskParams {
  /** Widths of a network's layers, from the inputs to the logits. */
  widths: readonly number[];
  /** Training patterns. */
  P: number;
}

const paramsOf = (spec: TrialSpec) => spec.params as unknown as ClassTaskParams;

/** Classes of images, and of patterns that are drawn. */
const classes = 10;

/**
 * Whether a specification's task can be made, without any file at hand.
 *
 * @throws InputError at `P` or at one of the `widths`.
 */
export function checkClassTask(spec: TrialSpec): void {
  const { widths, P } = paramsOf(spec);
  const [N] = widths;
  const top = widths.length - 1;
  if (widths[top] < classes) {
    throw new InputError(`widths/${top}`, `${widths[top]} logits; ${classes} classes need as many`);
  }
  if (generatorOf(spec)) refuseTooMany({ N, P }, Float32Array.BYTES_PER_ELEMENT);
  const shape = shapeOf(spec);
  if (!shape) return;
  refuseOtherInputs('widths/0', N, shape);
  checkImageCount(
    P,
    shape.perClass.reduce((sum, count) => sum + count, 0),
  );
}

/** Test patterns of a specification. */
export function testCountOf(spec: TrialSpec): number {
  return generatorOf(spec)?.test ?? shapeOf(spec)!.test;
}

/** Seconds that it takes to make the task; images stay as they are. */
export function classTaskSeconds(spec: TrialSpec): number {
  const { widths, P } = paramsOf(spec);
  const generator = generatorOf(spec);
  return generator ? drawingSeconds(generator, widths[0], P + generator.test) : 0;
}

/** The task of a specification; `images` is its data set, where it names one. @throws as `checkClassTask`. */
export function classTaskOf(spec: TrialSpec, images?: ImageSplit): ClassTask {
  const {
    widths: [N],
    P,
  } = paramsOf(spec);
  const generator = generatorOf(spec);
  if (generator) {
    return hiddenManifoldClasses({ N, P, D: generator.D, test: generator.test, classes }, spec.seed);
  }
  const split = imagesFor(spec, images);
  refuseOtherInputs('widths/0', N, split.train);
  return imageClasses(split, P, shapeOf(spec)!.brightness);
}
