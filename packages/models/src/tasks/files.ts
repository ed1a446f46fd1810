import { InputError, type InputScale, type Loaded, type TableSplit } from '@mcover/core';
import { setAside } from '@mcover/core/internals';
import { choice, closed, DigestSchema, type Static, type TObject, type TSchema, Type } from '@mcover/record';

/**
 * Files of one's own, as a specification has them: by what they hold, never by where they lie. What a file says of
 * itself, its sizes, stands here as well, so that a specification can be checked and read without it.
 */
const tacit = { tacit: true, task: true };

const digest = (of: string) =>
  Type.String({ ...DigestSchema, ...tacit, description: `SHA-256 of ${of}`, symbol: of });

const counts = (symbol: string) =>
  Type.Array(Type.Integer({ minimum: 0 }), {
    ...tacit,
    minItems: 2,
    maxItems: 256,
    symbol,
    separator: ' + ',
  });

const properties = {
  name: Type.Literal('files', { symbol: 'data', task: true }),
  trainFile: digest('training file'),
  trainLabels: Type.Optional(digest('file of training labels')),
  testFile: Type.Optional(digest('test file')),
  testLabels: Type.Optional(digest('file of test labels')),
  share: Type.Optional(
    Type.Number({
      ...tacit,
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      description: 'share of each class that is set aside for the test, other rows in each trial',
      symbol: 'test share',
    }),
  ),
  label: Type.Optional(
    Type.Union([Type.String({ minLength: 1 }), Type.Integer()], {
      ...tacit,
      description: 'column of the labels, by its name or its place',
      symbol: 'label',
    }),
  ),
  columns: Type.Integer({ ...tacit, minimum: 1, description: 'inputs of a row', symbol: 'inputs' }),
  rows: counts('rows of each class'),
  testRows: Type.Optional(counts('test rows of each class')),
};

/** Files of one's own for a model that takes its inputs in these ways, the first where none is asked for. */
export function filesTaken(scales: readonly InputScale[]) {
  const inputs = choice(scales, { ...tacit, description: 'how inputs are taken', symbol: 'scaling' });
  return Type.Object({ ...properties, inputs }, { ...closed, description: 'rows of files of one’s own' });
}

export type FilesSource = Static<ReturnType<typeof filesTaken>>;

/**
 * Whether data are files of one's own.
 *
 * @example
 * areFiles({ name: 'mnist' }); // false
 */
export function areFiles<D extends { readonly name: string }>(data: D): data is D & FilesSource {
  return data.name === 'files';
}

/**
 * The ways in which a model takes the inputs of files of one's own; nothing where it takes no files.
 *
 * @example
 * scalesOf(builtIn.model('committee').data); // ['binarised', 'raw']
 * scalesOf(builtIn.model('perceptron').data); // undefined
 */
export function scalesOf(data: TSchema): readonly InputScale[] | undefined {
  const members: readonly TObject[] = data.oneOf ?? [data];
  const files = members.find(({ properties: { name } }) => name?.const === 'files');
  return files?.properties.inputs.enum;
}

/** Rows of each class to learn from, and to be judged by. */
export function rowsOf({ rows, testRows, share }: FilesSource): Record<'train' | 'test', number[]> {
  const test = share === undefined ? (testRows ?? []) : rows.map((count) => setAside(share, count));
  return { train: share === undefined ? [...rows] : rows.map((count, label) => count - test[label]), test };
}

/** Number of rows of some classes. */
export function sumOf(counts: readonly number[], classes: readonly number[] = [...counts.keys()]): number {
  return classes.reduce((sum, label) => sum + (counts[label] ?? 0), 0);
}

/** @throws InputError at `path`, where a model of N inputs is to learn from rows that have others. */
export function refuseOtherColumns(path: string, N: number, { columns }: FilesSource): void {
  if (N === columns) return;
  throw new InputError(
    path,
    `${N} inputs, but a row of the files has ${columns}; leave it out or say ${columns}`,
  );
}

/** @throws InputError at `P`, where there are fewer rows, or no rows for the test. */
export function refuseTooFew(P: number, source: FilesSource, classes?: readonly number[]): void {
  const { train, test } = rowsOf(source);
  const held = sumOf(train, classes);
  if (P > held) throw new InputError('P', `${P} training rows; the files have ${held}`);
  if (sumOf(test, classes) > 0) return;
  throw new InputError('data', 'no row is left for the test; take a larger share, or a file for it');
}

/** The rows of files that a specification names. */
export function tableFor(loaded: Loaded | undefined): TableSplit {
  if (loaded && 'x' in loaded.train) return loaded as TableSplit;
  throw new Error('the rows of the files were not handed to the trial');
}

/** Nanoseconds of one input that is scaled: a median sorts its column. */
const scaling = { standardised: 6, binarised: 80, raw: 2 };

/** Seconds that it takes to make a task of P training rows. */
export function scalingSeconds(P: number, source: FilesSource): number {
  return ((P + sumOf(rowsOf(source).test)) * source.columns * scaling[source.inputs]) / 1e9;
}
