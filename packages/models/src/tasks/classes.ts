import { type ClassTask, hiddenManifoldClasses, type ImageSplit, InputError, type Seed } from '@mcover/core';
import { checkImageCount, imageClasses } from '@mcover/core/internals';
import {
  drawingSeconds,
  generatorOf,
  type ImageSource,
  imagesFor,
  limitsOf,
  refuseOtherInputs,
  refuseTooMany,
} from './source.ts';

/** A trial that tells all classes apart: widths of a network's layers, and training patterns P. */
interface ClassTrial {
  readonly params: { readonly widths: readonly number[]; readonly P: number };
  readonly data: ImageSource;
  readonly seed: Seed;
}

/** Classes of images, and of patterns that are drawn. */
const classes = 10;

/**
 * Whether the task of a trial can be made, without any file at hand.
 *
 * @throws InputError at `P` or at one of the `widths`.
 */
export function checkClassTask({ params: { widths, P }, data }: ClassTrial): void {
  const [N] = widths;
  const top = widths.length - 1;
  if (widths[top] < classes) {
    throw new InputError(`widths/${top}`, `${widths[top]} logits; ${classes} classes need as many`);
  }
  if (generatorOf(data)) refuseTooMany({ N, P }, Float32Array.BYTES_PER_ELEMENT);
  const limits = limitsOf(data);
  if (!limits) return;
  refuseOtherInputs('widths/0', N, limits);
  checkImageCount(
    P,
    limits.perClass.reduce((sum, count) => sum + count, 0),
  );
}

/** Test patterns of a trial. */
export function testCountOf({ data }: ClassTrial): number {
  return generatorOf(data)?.test ?? limitsOf(data)!.test;
}

/** Seconds that it takes to make the task; images stay as they are. */
export function classTaskSeconds({ params: { widths, P }, data }: ClassTrial): number {
  const generator = generatorOf(data);
  return generator ? drawingSeconds(generator, widths[0], P + generator.test) : 0;
}

/** The task of a trial; `images` is its data set, where it names one. @throws as `checkClassTask`. */
export function classTaskOf({ params, data, seed }: ClassTrial, images?: ImageSplit): ClassTask {
  const [N] = params.widths;
  const { P } = params;
  const generator = generatorOf(data);
  if (generator) {
    return hiddenManifoldClasses({ N, P, D: generator.D, test: generator.test, classes }, seed);
  }
  const split = imagesFor(data, images);
  refuseOtherInputs('widths/0', N, split.train);
  return imageClasses(split, P, limitsOf(data)!.brightness);
}
