import {
  type BinaryTask,
  checkImageTask,
  hiddenManifoldTask,
  type ImageSplit,
  type ImageTask,
  InputError,
  imageTask,
} from '@mcover/core';
import type { ImageSource, TrialSpec } from '@mcover/record';
import { type ImageShape, imageShapes } from './shape.ts';

/** Parameters that say which binary task is made of the data: inputs N, classes, and training patterns P. */
export interface BinaryTaskParams extends ImageTask {
  N: number;
}

const sourceOf = (spec: TrialSpec) => spec.data as ImageSource;
const paramsOf = (spec: TrialSpec) => spec.params as unknown as BinaryTaskParams;

/**
 * Whether a specification's task can be made, without any file at hand. Data that stand in for a data set obey
 * its limits, so that an experiment is as good or as bad with them as without.
 *
 * @throws InputError at `N`, `P` or `classes`.
 */
export function checkTask(spec: TrialSpec): void {
  const source = sourceOf(spec);
  refuseTooMany(paramsOf(spec));
  const name = source.name === 'hidden-manifold' ? source.insteadOf : source.name;
  if (name === undefined) return;
  const { N, ...task } = paramsOf(spec);
  refuseOtherInputs(N, imageShapes[name]);
  checkImageTask(task, imageShapes[name].perClass);
}

/** Most bytes of training patterns, N·P: a trial holds some copies of them at a time. */
const mostBytes = 2 ** 31;

function refuseTooMany({ N, P }: BinaryTaskParams): void {
  if (N * P <= mostBytes) return;
  const bytes = `N·P = ${N * P} bytes, over ${mostBytes}`;
  throw new InputError('P', `${P} patterns take ${bytes}; take fewer patterns P or inputs N`);
}

/** Nanoseconds of one product of a hidden coordinate and a feature, and of one pixel that is binarised. */
const product = 1.2;
const pixel = 5;

/** Seconds that it takes to make the task of a specification, as `Model.seconds` has them. */
export function taskSeconds(spec: TrialSpec): number {
  const source = sourceOf(spec);
  const { N, P } = paramsOf(spec);
  const { test, each } =
    source.name === 'hidden-manifold'
      ? { test: source.test, each: source.D * product }
      : { test: 2000, each: pixel };
  return ((P + test) * N * each) / 1e9;
}

/** The binary task of a specification; `images` is its data set, where it names one. @throws as `checkTask`. */
export function taskOf(spec: TrialSpec, images?: ImageSplit): BinaryTask {
  const source = sourceOf(spec);
  const params = paramsOf(spec);
  if (source.name === 'hidden-manifold') {
    return hiddenManifoldTask({ N: params.N, D: source.D, P: params.P, test: source.test }, spec.seed);
  }
  if (!images) throw new Error(`the images of ${source.name} were not handed to the trial`);
  refuseOtherInputs(params.N, images.train);
  return imageTask(images, params, spec.seed);
}

function refuseOtherInputs(N: number, { rows, columns }: Pick<ImageShape, 'rows' | 'columns'>): void {
  if (N === rows * columns) return;
  throw new InputError('N', `${N} inputs, but an image has ${rows} × ${columns} = ${rows * columns} pixels`);
}
