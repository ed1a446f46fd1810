import { type ImageSplit, InputError } from '@mcover/core';
import type { HiddenManifold, ImageSource, TrialSpec } from '@mcover/record';
import { type ImageShape, imageShapes } from './shape.ts';

/** What a model of images learns from. */
export const sourceOf = (spec: TrialSpec) => spec.data as ImageSource;

/** The generator of a specification whose data are drawn. */
export function generatorOf(spec: TrialSpec): HiddenManifold | undefined {
  const source = sourceOf(spec);
  return source.name === 'hidden-manifold' ? source : undefined;
}

/**
 * The data set that a specification names, or that its generated data stand in for: those obey its limits, so that
 * an experiment is as good or as bad with them as without. Data drawn for their own sake have none.
 */
export function shapeOf(spec: TrialSpec): ImageShape | undefined {
  const source = sourceOf(spec);
  const name = source.name === 'hidden-manifold' ? source.insteadOf : source.name;
  return name && imageShapes[name];
}

/** The images of the data set that a specification names. */
export function imagesFor(spec: TrialSpec, images: ImageSplit | undefined): ImageSplit {
  if (images) return images;
  throw new Error(`the images of ${spec.data.name} were not handed to the trial`);
}

/** @throws InputError at `path`, where images do not have N pixels. */
export function refuseOtherInputs(
  path: string,
  N: number,
  { rows, columns }: Pick<ImageShape, 'rows' | 'columns'>,
): void {
  if (N === rows * columns) return;
  throw new InputError(path, `${N} inputs, but an image has ${rows} × ${columns} = ${rows * columns} pixels`);
}

/** Most bytes of training patterns: a trial holds some copies of them at a time. */
const mostBytes = 2 ** 31;

/** @throws InputError at `P`, where the patterns take too much memory, at so many bytes an input. */
export function refuseTooMany({ N, P }: { N: number; P: number }, each: number): void {
  if (each * N * P <= mostBytes) return;
  const bytes = `${each === 1 ? '' : `${each}·`}N·P = ${each * N * P} bytes, over ${mostBytes}`;
  throw new InputError('P', `${P} patterns take ${bytes}; take fewer patterns P or inputs N`);
}

/** Seconds to draw some patterns of N inputs: a product for each input and dimension of the manifold. */
export function drawingSeconds({ D }: HiddenManifold, N: number, patterns: number): number {
  return (patterns * N * D * 1.2) / 1e9;
}
