import { type ClassTask, hiddenManifoldClasses, InputError, type Loaded, type Seed } from '@mcover/core';
import { checkImageCount, imageClasses, tableClasses } from '@mcover/core/internals';
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

/** A trial that tells all classes apart: widths of a network's layers, and training patterns P. */
interface ClassTrial {
  readonly params: { readonly widths: readonly number[]; readonly P: number };
  readonly data: DataSource;
  readonly seed: Seed;
}

/** Classes of images, and of patterns that are drawn. */
const drawnClasses = 10;

/**
 * Whether the task of a trial can be made, without any file at hand.
 *
 * @throws InputError at `P`, `data` or at one of the `widths`.
 */
export function checkClassTask({ params: { widths, P }, data }: ClassTrial): void {
  const [N] = widths;
  const top = widths.length - 1;
  const classes = areFiles(data) ? data.rows.length : drawnClasses;
  if (widths[top] < classes) {
    throw new InputError(`widths/${top}`, `${widths[top]} logits; ${classes} classes need as many`);
  }
  if (areFiles(data)) {
    refuseOtherColumns('widths/0', N, data);
    refuseTooFew(P, data);
    return;
  }
  const generator = generatorOf(data);
  if (generator) {
    refuseTooMany({ N, P }, Float32Array.BYTES_PER_ELEMENT);
    refuseLarge(generator, N, Float32Array.BYTES_PER_ELEMENT);
  }
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
  if (areFiles(data)) return sumOf(rowsOf(data).test);
  return generatorOf(data)?.test ?? limitsOf(data)!.test;
}

/** Seconds that it takes to make the task; images stay as they are. */
export function classTaskSeconds({ params: { widths, P }, data }: ClassTrial): number {
  if (areFiles(data)) return scalingSeconds(P, data);
  const generator = generatorOf(data);
  return generator ? drawingSeconds(generator, widths[0], P + generator.test) : 0;
}

/** In the place of the first and the last width: what the files say. */
const fromFiles = ['inputs', 'classes'] as const;

/** As `Model.complete`: the first width may be "inputs", the last one "classes". */
export const completeClasses =
  (by: readonly number[]): NonNullable<Model['complete']> =>
  (params, data) => {
    const [inputs, classes] = fromFiles;
    const { widths = [inputs, ...by.slice(1, -1), classes] } = params;
    const known = (width: unknown, layer: number, all: readonly unknown[]) => {
      if (layer === 0 && width === inputs) return data.columns;
      if (layer === all.length - 1 && width === classes) return data.rows.length;
      return width;
    };
    return {
      P: sumOf(rowsOf(data).train),
      ...params,
      widths: Array.isArray(widths) ? widths.map(known) : widths,
    };
  };

/** The task of a trial; `loaded` is what was read of the files that it names. @throws as `checkClassTask`. */
export function classTaskOf({ params, data, seed }: ClassTrial, loaded?: Loaded): ClassTask {
  const [N] = params.widths;
  const { P } = params;
  if (areFiles(data)) {
    refuseOtherColumns('widths/0', N, data);
    return tableClasses(tableFor(loaded), { P, share: data.share, inputs: data.inputs }, seed);
  }
  const generator = generatorOf(data);
  if (generator) {
    return hiddenManifoldClasses({ N, P, D: generator.D, test: generator.test, classes: drawnClasses }, seed);
  }
  const split = imagesFor(data, loaded);
  refuseOtherInputs('widths/0', N, split.train);
  return imageClasses(split, P, limitsOf(data)!.brightness);
}
