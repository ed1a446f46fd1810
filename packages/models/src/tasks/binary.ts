import { type BinaryTask, hiddenManifoldTask, type ImageSplit, type Seed } from '@mcover/core';
import { checkImageTask, type ImageTask, imageTask } from '@mcover/core/internals';
import { Type } from '@sinclair/typebox';
import {
  drawingSeconds,
  generatorOf,
  type ImageSource,
  imagesFor,
  limitsOf,
  refuseOtherInputs,
  refuseTooMany,
} from './source.ts';

/** The binary task of two classes of images, and the size of the committee that learns it (Eq. 9; Appendix A.2). */
export const committeeShape = {
  classes: Type.Array(Type.Integer({ minimum: 0 }), {
    minItems: 2,
    maxItems: 2,
    default: [3, 4],
    description: 'classes of images, labelled +1 and −1; a hidden manifold has two of its own',
    symbol: 'classes',
    tacit: true,
    separator: ' and ',
    task: true,
  }),
  N: Type.Integer({ minimum: 1, default: 784, description: 'number of inputs', symbol: 'N', task: true }),
  P: Type.Integer({ minimum: 1, default: 500, description: 'training patterns', symbol: 'P', task: true }),
  K: Type.Integer({ minimum: 1, maximum: 255, default: 9, description: 'hidden units', symbol: 'K' }),
};

/** Parameters that say which binary task is made of the data: inputs N, classes, and training patterns P. */
interface BinaryTrial {
  readonly params: ImageTask & { readonly N: number };
  readonly data: ImageSource;
  readonly seed: Seed;
}

/**
 * Whether the task of a trial can be made, without any file at hand.
 *
 * @throws InputError at `N`, `P` or `classes`.
 */
export function checkBinaryTask({ params: { N, ...task }, data }: BinaryTrial): void {
  refuseTooMany({ N, P: task.P }, 1);
  const limits = limitsOf(data);
  if (!limits) return;
  refuseOtherInputs('N', N, limits);
  checkImageTask(task, limits.perClass);
}

/** Nanoseconds of one pixel that is binarised. */
const pixel = 5;

/** Test patterns of a trial, about: of a data set, those of two classes. */
export function testCountOf({ data }: Pick<BinaryTrial, 'data'>): number {
  return generatorOf(data)?.test ?? 2000;
}

/** Seconds that it takes to make the task. */
export function binaryTaskSeconds({ params: { N, P }, data }: BinaryTrial): number {
  const generator = generatorOf(data);
  const patterns = P + testCountOf({ data });
  return generator ? drawingSeconds(generator, N, patterns) : (patterns * N * pixel) / 1e9;
}

/** Nanoseconds of one product of the readout, and of a weight of a cover that is copied, added and compared. */
const readProduct = 1;
const copied = 40;

/** Seconds of one look at a hard committee of K hidden units: it reads the patterns of both halves of the task. */
export function committeeLookSeconds({
  params: { N, K, P, M = 1 },
  data,
}: BinaryTrial & { readonly params: { readonly K: number; readonly M?: number } }): number {
  return (N * K * ((P + testCountOf({ data })) * readProduct + M * copied)) / 1e9;
}

/** The task of a trial; `images` is its data set, where it names one. @throws as `checkBinaryTask`. */
export function binaryTaskOf({ params, data, seed }: BinaryTrial, images?: ImageSplit): BinaryTask {
  const { N, P } = params;
  const generator = generatorOf(data);
  if (generator) return hiddenManifoldTask({ N, P, D: generator.D, test: generator.test }, seed);
  const split = imagesFor(data, images);
  refuseOtherInputs('N', N, split.train);
  return imageTask(split, params, seed);
}
