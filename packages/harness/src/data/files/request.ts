import type { InputScale } from '@mcover/core';
import { inputScales } from '@mcover/core/internals';
import { choice, closed, type Static, type TSchema, Type } from '@mcover/record';

/** One of two schemas, told apart by a key of objects, so that an error speaks of the one that is meant. */
export function withKey<T extends TSchema, E extends TSchema>(
  key: string,
  then: T,
  otherwise: E,
  options: object = {},
) {
  return Type.Unsafe<Static<T> | Static<E>>({
    ...options,
    if: { type: 'object', properties: { [key]: {} }, required: [key] },
    then,
    else: otherwise,
  });
}

const path = Type.String({ minLength: 1, description: 'a file, relative to this one' });

const apart = Type.Object(
  { inputs: path, labels: path },
  { ...closed, description: 'inputs and labels apart: npy or IDX(.gz)' },
);

const share = Type.Object(
  { share: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }) },
  { ...closed, description: 'of each class of the training rows, drawn anew in each trial' },
);

const rows = withKey('inputs', apart, path, { description: 'CSV, npy, npz, Parquet or IDX' });

/** Files of one's own as an experiment or a script names them. */
export const filesSchema = Type.Object(
  {
    train: rows,
    test: withKey('share', share, rows, { description: 'what is judged by: a file, or a share of the rows' }),
    label: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), Type.Integer({ minimum: 0 })], {
        description:
          'column of the labels by its name or, from 0, its place; of an npz, the name of its array',
      }),
    ),
    inputs: Type.Optional(choice<InputScale>(inputScales, { description: 'how inputs are taken' })),
  },
  { ...closed, description: 'files of your own' },
);

export type FilesRequest = Static<typeof filesSchema>;
