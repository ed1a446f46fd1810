import {
  type BinaryTask,
  type ClassTask,
  InputError,
  type InputScale,
  type Table,
  type TableSplit,
} from '@mcover/core';
import { countRows, mostRows } from '@mcover/core/internals';
import { sha256 } from '@mcover/record';
import type { FilesSource } from '../tasks/files.ts';

/** What a caller calls a class. */
export type Label = number | string | boolean;

/** Rows of inputs: an array for each, or one typed array with one row after the other. */
export type Matrix =
  | readonly ArrayLike<number>[]
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array;

/** Rows of inputs, and the label of each. */
export interface LabelledRows {
  readonly X: Matrix;
  readonly y: ArrayLike<Label>;
}

/** Labelled rows in memory. */
export interface GivenRows extends LabelledRows {
  /** Rows of the test, or the share of each class that is set aside for it: 0.2 without it. */
  readonly test?: LabelledRows | { readonly share: number };
  /** How inputs are taken; the model's first way without it. */
  readonly inputs?: InputScale;
}

/** Rows as a trial learns from them; `readData` of the harness gives such a value. */
export interface LearntRows {
  readonly table: TableSplit;
  /** As a specification has them, but for how inputs are taken. */
  readonly source: Omit<FilesSource, 'inputs'>;
  /** Names of the classes 0, 1, … */
  readonly classes: readonly Label[];
  readonly inputs?: InputScale | undefined;
}

/** Most classes: one is kept in a byte. */
const mostClasses = 256;

/**
 * Names of classes in the order in which they are numbered: that of numbers, if all are, or else of their characters.
 *
 * @example
 * classOrder(['10', '9', '9']); // ['9', '10']
 * classOrder([true, false]); // [false, true]
 */
export function classOrder<L extends Label>(labels: Iterable<L>): L[] {
  const classes = [...new Map([...labels].map((label) => [String(label), label]))];
  const numbers = classes.every(([name]) => name.trim() !== '' && Number.isFinite(Number(name)));
  classes.sort(([a], [b]) => (numbers && Number(a) - Number(b)) || (a < b ? -1 : 1));
  return classes.map(([, label]) => label);
}

/** Rows in memory as a table. @throws InputError that names the row at fault. */
export function tableOfRows({ X, y, test = { share: 0.2 }, inputs }: GivenRows): LearntRows {
  const classes = classOrder(labelsOf('y', y));
  if (classes.length < 2) throw new InputError('y', 'all labels are alike; two classes at least are needed');
  if (classes.length > mostClasses)
    throw new InputError('y', `${classes.length} classes; the most are ${mostClasses}`);
  const places = new Map(classes.map((label, place) => [String(label), place]));
  const made = (path: string, rows: LabelledRows): Table => {
    const labels = labelsOf(`${path}y`, rows.y);
    const { N, P, x } = readMatrix(`${path}X`, rows.X, { P: labels.length });
    const codes = bytes(P);
    labels.forEach((label, row) => {
      const place = places.get(String(label));
      if (place === undefined)
        throw new InputError(`${path}y`, `row ${row + 1} is of a class that no training row has`);
      codes[row] = place;
    });
    return { N, P, x, labels: codes };
  };
  const train = made('', { X, y });
  if ('share' in test) return { ...learnt(train, undefined, classes, test.share), inputs };
  const judge = made('test/', test);
  if (judge.N !== train.N)
    throw new InputError('test/X', `${judge.N} inputs in a row, but the training rows have ${train.N}`);
  return { ...learnt(train, judge, classes), inputs };
}

/** A task in memory as the table of its rows, which are then taken as they are: the trial learns from the same numbers. */
export function tableOfTask({ train, test }: BinaryTask | ClassTask): LearntRows {
  const tables = [train, test].map((rows): Table => {
    const { N, P } = rows;
    const x = singles(N * P);
    const labels = bytes(P);
    if ('y' in rows) {
      x.set(rows.x);
      labels.set(rows.y.map((y) => (y > 0 ? 1 : 0)));
    } else {
      for (let mu = 0; mu < P; mu++) rows.inputs(mu, x, mu * N);
      labels.set(rows.labels);
    }
    return { N, P, x, labels };
  });
  const count = Math.max(...tables.map((table) => countRows(table).length));
  const classes = 'y' in train ? [-1, 1] : Array.from({ length: count }, (_, place) => place);
  return { ...learnt(tables[0], tables[1], classes), inputs: 'raw' };
}

/**
 * Rows in singles, of N inputs where N is known, or else P of them.
 *
 * @throws InputError at `path`, where there are none, they differ in length, or a number is not finite.
 */
export function readMatrix(path: string, X: Matrix, size: { N: number } | { P: number }) {
  if (!ArrayBuffer.isView(X) && !Array.isArray(X))
    throw new InputError(path, 'no rows: give an array of rows, or a typed array');
  const flat = ArrayBuffer.isView(X);
  const P = 'P' in size ? size.P : flat ? X.length / size.N : X.length;
  const N = 'N' in size ? size.N : flat ? X.length / size.P : (X[0]?.length ?? 0);
  if (!flat && X.length !== P) throw new InputError(path, `${X.length} rows, but ${P} labels`);
  if (!(Number.isInteger(N) && Number.isInteger(P) && N > 0 && P > 0))
    throw new InputError(
      path,
      `${X.length} numbers are no ${'N' in size ? `rows of ${N}` : `${P} equal rows`}`,
    );
  if (P > mostRows) throw new InputError(path, `${P} rows; the most are ${mostRows}`);
  const x = singles(N * P);
  for (let row = 0; row < P; row++) {
    const values = flat ? X.subarray(row * N, row * N + N) : X[row];
    if (values?.length !== N)
      throw new InputError(path, `row ${row + 1} has ${values?.length} inputs instead of ${N}`);
    for (let i = 0; i < N; i++) {
      const value = Math.fround(values[i]);
      if (!(typeof values[i] === 'number' && Number.isFinite(value)))
        throw new InputError(path, `input ${i + 1} of row ${row + 1} is ${values[i]}, no finite number`);
      x[row * N + i] = value;
    }
  }
  return { N, P, x };
}

function labelsOf(path: string, y: ArrayLike<Label>): Label[] {
  if (typeof y !== 'object' || !Number.isInteger(y?.length))
    throw new InputError(path, 'no labels: give an array with one for each row');
  return Array.from(y, (label, row) => {
    if (['string', 'boolean'].includes(typeof label) || Number.isFinite(label)) return label;
    throw new InputError(
      path,
      `the label of row ${row + 1} is ${label}; take a text, a finite number or a boolean`,
    );
  });
}

/** Tables with what a specification says of them: of rows in memory the digest of their inputs and classes. */
function learnt(
  train: Table,
  test: Table | undefined,
  classes: readonly Label[],
  share?: number,
): LearntRows {
  const counts = (table: Table) => Array.from(classes, (_, place) => countRows(table)[place] ?? 0);
  return {
    table: { train, ...(test && { test }) },
    source: {
      name: 'files',
      trainFile: digestOf(train),
      ...(test && { testFile: digestOf(test) }),
      ...(share !== undefined && { share }),
      columns: train.N,
      rows: counts(train),
      ...(test && { testRows: counts(test) }),
    },
    classes,
  };
}

function digestOf({ x, labels }: Table): string {
  const inputs = new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
  return sha256(sha256(inputs) + sha256(labels));
}

/** Threads see the same rows, where there may be any: no copy is sent to them. */
const memory = (length: number): ArrayBufferLike =>
  typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(length) : new SharedArrayBuffer(length);
const singles = (count: number) => new Float32Array(memory(Float32Array.BYTES_PER_ELEMENT * count));
const bytes = (count: number) => new Uint8Array(memory(count));
