import { type BinaryTask, hiddenManifoldTask, InputError, type Loaded, type Seed } from '@mcover/core';
import {
  checkImageTask,
  type ImageTask,
  imageTask,
  refuseOtherThanSigns,
  tableTask,
} from '@mcover/core/internals';
import { Type } from '@mcover/record';
import type { Model } from '../model.ts';
import {
  areFiles,
  refuseOtherColumns,
  refuseTooFew,
  rowsOf,
  scalingSeconds,
  sumOf,
  tableFor,
} from './files.ts';
import {
  type DataSource,
  drawingSeconds,
  generatorOf,
  imagesFor,
  limitsOf,
  refuseLarge,
  refuseOtherInputs,
  refuseTooMany,
} from './source.ts';

/** The binary task of two classes (Appendix A.2). */
export const binaryShape = {
  classes: Type.Array(Type.Integer({ minimum: 0 }), {
    minItems: 2,
    maxItems: 2,
    default: [3, 4],
    description:
      'classes of images, or of files of one’s own, labelled +1 and −1; a hidden manifold has two of its own',
    symbol: 'classes',
    tacit: true,
    separator: ' and ',
    task: true,
  }),
  N: Type.Integer({ minimum: 1, default: 784, description: 'number of inputs', symbol: 'N', task: true }),
  P: Type.Integer({ minimum: 1, default: 500, description: 'training patterns', symbol: 'P', task: true }),
};

/** The task, and the size of the committee that learns it (Eq. 9). */
export const committeeShape = {
  ...binaryShape,
  K: Type.Integer({ minimum: 1, maximum: 255, default: 9, description: 'hidden units', symbol: 'K' }),
};

/** Parameters that say which binary task is made of the data: inputs N, classes, and training patterns P. */
interface BinaryTrial {
  readonly params: ImageTask & { readonly N: number };
  readonly data: DataSource;
  readonly seed: Seed;
}

interface CommitteeTrial extends BinaryTrial {
  readonly params: BinaryTrial['params'] & { readonly K: number; readonly M?: number };
}

/**
 * Whether the task of a trial can be made, without any file at hand.
 *
 * @throws InputError at `N`, `P`, `classes` or `data`.
 */
export function checkBinaryTask({ params: { N, ...task }, data }: BinaryTrial): void {
  refuseTooMany({ N, P: task.P }, 1);
  if (areFiles(data)) {
    refuseOtherColumns('N', N, data);
    const { train } = rowsOf(data);
    const place = task.classes.findIndex((label) => !train[label]);
    if (place >= 0) {
      const known = `the files have the classes 0…${train.length - 1}`;
      throw new InputError(`classes/${place}`, `no rows of class ${task.classes[place]}; ${known}`);
    }
    checkImageTask({ ...task, P: 1 }, train);
    refuseTooFew(task.P, data, task.classes);
    return;
  }
  const generator = generatorOf(data);
  if (generator) refuseLarge(generator, N, 1);
  const limits = limitsOf(data);
  if (!limits) return;
  refuseOtherInputs('N', N, limits);
  checkImageTask(task, limits.perClass);
}

/** Nanoseconds of one pixel that is binarised. */
const pixel = 5;

/** Patterns of a trial to learn from, and to be judged by; those of two classes of a data set are not known without it. */
export function countsOf({ params: { P, classes }, data }: Omit<BinaryTrial, 'seed'>) {
  const test = areFiles(data) ? sumOf(rowsOf(data).test, classes) : generatorOf(data)?.test;
  return { train: P, test };
}

/** Test patterns of a trial, about. */
function testCountOf(trial: Omit<BinaryTrial, 'seed'>): number {
  return countsOf(trial).test ?? 2000;
}

/** Seconds that it takes to make the task. */
export function binaryTaskSeconds(trial: BinaryTrial): number {
  const {
    params: { N, P },
    data,
  } = trial;
  if (areFiles(data)) return scalingSeconds(P, data);
  const generator = generatorOf(data);
  const patterns = P + testCountOf(trial);
  return generator ? drawingSeconds(generator, N, patterns) : (patterns * N * pixel) / 1e9;
}

/** Nanoseconds of a weight of a cover in a look: copied, added and compared. */
const weightSeen = 25;

/**
 * Seconds of one look at a hard committee of K hidden units, which reads the patterns of both halves of the task.
 *
 * @param product nanoseconds of one product of a weight and an input.
 */
export function committeeLookSeconds(trial: CommitteeTrial, product: number): number {
  const { N, K, P, M = 1 } = trial.params;
  return (N * K * ((P + testCountOf(trial)) * product + M * weightSeen)) / 1e9;
}

/** As `Model.complete`: of two classes the second is labelled +1, as 1 of 0 and 1, or yes of no and yes. */
export const completeBinary: NonNullable<Model['complete']> = (params, data, table) => {
  const { train } = rowsOf(data);
  const { classes = train.length === 2 ? [1, 0] : undefined } = params;
  if (classes === undefined) {
    const places = `two of their places 0…${train.length - 1}, as in [1, 0]`;
    throw new InputError('classes', `missing: the files have ${train.length} classes; name ${places}`);
  }
  if (data.inputs === 'raw')
    for (const part of [table.train, table.test]) if (part) refuseOtherThanSigns(part);
  const named = Array.isArray(classes) ? classes : [];
  return { N: data.columns, P: sumOf(train, named), ...params, classes };
};

/** The task of a trial; `loaded` is what was read of the files that it names. @throws as `checkBinaryTask`. */
export function binaryTaskOf({ params, data, seed }: BinaryTrial, loaded?: Loaded): BinaryTask {
  const { N, P } = params;
  if (areFiles(data)) {
    refuseOtherColumns('N', N, data);
    return tableTask(tableFor(loaded), { ...params, share: data.share, inputs: data.inputs }, seed);
  }
  const generator = generatorOf(data);
  if (generator) return hiddenManifoldTask({ N, P, D: generator.D, test: generator.test }, seed);
  const split = imagesFor(data, loaded);
  refuseOtherInputs('N', N, split.train);
  return imageTask(split, params, seed);
}
