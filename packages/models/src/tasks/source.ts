import { type ImageSplit, InputError, type Loaded } from '@mcover/core';
import { choice, closed, DigestSchema, type Static, Type, taggedUnion } from '@mcover/record';
import { type FilesSource, filesTaken } from './files.ts';
import { type DataSet, dataSets, findDataSet } from './sets.ts';

/** What models learn from: a data set of images, the generator that can stand in for one, or files of one's own. */

/** A data set is named with the digest over its files: other bytes are other data, and other trials. */
const images = dataSets.map(({ name }) =>
  Type.Object(
    {
      name: Type.Literal(name, { symbol: 'data', task: true }),
      sha256: { ...DigestSchema, symbol: 'SHA-256', task: true, tacit: true },
    },
    { ...closed, description: 'labelled images, from files' },
  ),
);

const hiddenManifold = Type.Object(
  {
    name: Type.Literal('hidden-manifold', { symbol: 'data', task: true }),
    D: Type.Integer({
      minimum: 1,
      description: 'dimensions D of the manifold',
      symbol: 'D',
      tacit: true,
      task: true,
    }),
    test: Type.Integer({
      minimum: 1,
      description: 'test patterns',
      symbol: 'test patterns',
      tacit: true,
      task: true,
    }),
    insteadOf: Type.Optional(
      choice(
        dataSets.map(({ name }) => name),
        {
          description: 'the data set that was missing: SYNTHETIC data stand in for it',
          symbol: 'instead of',
          tacit: true,
          task: true,
        },
      ),
    ),
  },
  { ...closed, description: 'patterns drawn from the hidden manifold model' },
);

export type HiddenManifold = Static<typeof hiddenManifold>;
export type ImageSource = { name: string; sha256: string } | HiddenManifold;

export type DataSource = ImageSource | FilesSource;

export const imageSource = Type.Unsafe<ImageSource>(taggedUnion('name', [...images, hiddenManifold]));

/** What models of inputs ±1 learn from. */
export const signSource = Type.Unsafe<DataSource>(
  taggedUnion('name', [...images, hiddenManifold, filesTaken(['binarised', 'raw'])]),
);

/** What models of real inputs learn from. */
export const realSource = Type.Unsafe<DataSource>(
  taggedUnion('name', [...images, hiddenManifold, filesTaken(['standardised', 'binarised', 'raw'])]),
);

/** The generator of a source whose data are drawn. */
export function generatorOf(source: ImageSource): HiddenManifold | undefined {
  return 'D' in source ? source : undefined;
}

/**
 * The data set that a source names, or that its generated data stand in for: those obey its limits, so that an
 * experiment is as good or as bad with them as without. Data drawn for their own sake have none.
 */
export function limitsOf(source: ImageSource): DataSet | undefined {
  const name = 'D' in source ? source.insteadOf : source.name;
  return name === undefined ? undefined : findDataSet(name);
}

/** The images of the data set that a source names. */
export function imagesFor(source: ImageSource, loaded: Loaded | undefined): ImageSplit {
  if (loaded && 'pixels' in loaded.train) return loaded as ImageSplit;
  throw new Error(`the images of ${source.name} were not handed to the trial`);
}

/** @throws InputError at `path`, where images do not have N pixels. */
export function refuseOtherInputs(
  path: string,
  N: number,
  { rows, columns }: Pick<DataSet, 'rows' | 'columns'>,
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

/** @throws InputError where the test patterns, at so many bytes an input, or the features take too much memory. */
export function refuseLarge({ test, D }: HiddenManifold, N: number, each: number): void {
  const sizes = [
    ['test', test, each * N * test],
    ['D', D, Float64Array.BYTES_PER_ELEMENT * N * D],
  ] as const;
  for (const [key, count, bytes] of sizes) {
    if (bytes <= mostBytes) continue;
    throw new InputError(
      `data/${key}`,
      `${count} takes ${bytes} bytes, over ${mostBytes}; take less, or fewer inputs N`,
    );
  }
}

/** Seconds to draw some patterns of N inputs: a product for each input and dimension of the manifold. */
export function drawingSeconds({ D }: HiddenManifold, N: number, patterns: number): number {
  return (patterns * N * D * 1.2) / 1e9;
}
