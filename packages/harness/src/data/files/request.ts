import type { InputScale } from '@mcover/core';
import { inputScales } from '@mcover/core/internals';
import { choice, closed } from '@mcover/record';
import { type Static, Type } from '@sinclair/typebox';

const path = Type.String({ minLength: 1 });

const rowsFile = Type.Union(
  [path, Type.Object({ inputs: path, labels: path }, { ...closed, description: 'arrays apart: npy or IDX' })],
  { description: 'CSV, npy, npz, Parquet or IDX(.gz), relative to this file' },
);

const share = Type.Object(
  { share: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }) },
  { ...closed, description: 'of each class of the training rows, drawn anew in each trial' },
);

/** Files of one's own as an experiment or a script names them. */
export const filesSchema = Type.Object(
  {
    train: rowsFile,
    test: Type.Union([...rowsFile.anyOf, share], {
      description: 'rows to be judged by: a file, or a share of the training rows',
    }),
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
