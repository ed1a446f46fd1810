import path from 'node:path';
import type { Table, TableSplit } from '@mcover/core';
import { countRows } from '@mcover/core/internals';
import type { FilesSource } from '@mcover/models';
import { classOrder } from '@mcover/models/internals';
import { validator } from '@mcover/record';
import { shown } from '../../config/experiment.ts';
import type { Use } from '../../config/plugins.ts';
import { UsageError } from '../../error.ts';
import { rowsWithColumn, rowsWithLabels } from './array.ts';
import { arrayOf, formatOf } from './array-file.ts';
import { readCsv } from './csv.ts';
import { parseNpy } from './npy.ts';
import { npzRows } from './npz.ts';
import { bytesAt, digestOf, fault, type Opened, quoted, wholeOf, withFile } from './open.ts';
import { type FilesRequest, filesSchema } from './request.ts';
import { type ColumnName, type FileRows, type Labels, listed } from './rows.ts';

/** Rows of files of one's own. */
export interface OwnData {
  /** In shared memory. */
  readonly table: TableSplit;
  /** As a specification has them, but for how inputs are taken. */
  readonly source: Omit<FilesSource, 'inputs'>;
  /** Names of the inputs, or their places where the files do not name them. */
  readonly columns: readonly string[];
  readonly named: boolean;
  /** Names of the classes 0, 1, … */
  readonly classes: readonly string[];
  readonly files: readonly Use[];
  /** How inputs are taken, where it was asked for. */
  readonly inputs: FilesSource['inputs'] | undefined;
}

type RowsFile = FilesRequest['train'];

/** The rows of one file, or of two, and the digests of their bytes. */
interface Part {
  readonly name: string;
  readonly rows: FileRows;
  readonly sha256: string;
  readonly labels?: string;
  readonly files: readonly Use[];
}

const fits = validator<FilesRequest>(filesSchema);

/**
 * Reads labelled rows: CSV, npy, npz and Parquet files, or inputs and labels apart as npy or IDX; what a file is shows in
 * its first bytes. Classes are in the order of numbers, if all labels are numbers, or else of their characters. `label` is
 * the column of the labels, by its name or its place from 0; of an npz the name of their array.
 *
 * @example
 * const data = await readData({ train: 'examples/leaves.csv', test: { share: 0.25 }, label: 'kind' });
 * [data.columns.length, data.classes]; // [4, ['maple', 'oak']]
 *
 * @param folder what paths are relative to; the folder of the process without it.
 * @throws UsageError that names the file, the line and what helps.
 */
export async function readData(request: FilesRequest, folder = ''): Promise<OwnData> {
  const [problem] = fits.problems(request);
  if (problem) throw new UsageError(`data${problem.pointer}: ${problem.message}`);
  const { train: asked, test: judge, label, inputs } = request;
  const train = await readPart(folder, asked, label);
  const apart = typeof judge === 'object' && 'share' in judge ? undefined : judge;
  const test = apart === undefined ? undefined : await readPart(folder, apart, label);
  const classes = classesOf(train);
  if (test) refuseOther(train, test, classes);
  const table = {
    train: tableOf(train.rows, classes),
    ...(test && { test: tableOf(test.rows, classes) }),
  };
  const counts = (of: Table) => Array.from(classes, (_, place) => countRows(of)[place] ?? 0);
  return {
    table,
    source: {
      name: 'files',
      trainFile: train.sha256,
      ...(train.labels !== undefined && { trainLabels: train.labels }),
      ...(test && { testFile: test.sha256 }),
      ...(test?.labels !== undefined && { testLabels: test.labels }),
      ...(typeof judge === 'object' && 'share' in judge && { share: judge.share }),
      ...(label !== undefined && { label }),
      columns: table.train.N,
      rows: counts(table.train),
      ...(table.test && { testRows: counts(table.test) }),
    },
    columns: train.rows.columns,
    named: train.rows.named,
    classes,
    files: [...train.files, ...(test?.files ?? [])],
    inputs,
  };
}

/**
 * Labelled rows of one file that are to be judged, and not learnt from: of any classes, one among them.
 *
 * @throws UsageError as `readData`.
 */
export async function readRows(
  file: string,
  label: ColumnName,
): Promise<Pick<OwnData, 'columns' | 'named' | 'classes'> & { table: Table }> {
  const { rows } = await readPart('', file, label);
  const { columns, named, labels } = rows;
  return { columns, named, classes: labels.classes, table: tableOf(rows, labels.classes) };
}

function readPart(folder: string, asked: RowsFile, label: ColumnName): Promise<Part> {
  if (typeof asked === 'string')
    return withFile(path.resolve(folder, asked), async (opened) => {
      const { sha256, ...rows } = await rowsOf(opened, label);
      return { name: opened.name, rows, sha256, files: [{ file: opened.file, sha256 }] };
    });
  return withFile(path.resolve(folder, asked.inputs), (inputs) =>
    withFile(path.resolve(folder, asked.labels), (labels) => {
      const [x, y] = [inputs, labels].map((opened) => {
        const bytes = wholeOf(opened);
        return { file: opened.file, array: arrayOf(opened.name, bytes), sha256: digestOf(bytes) };
      });
      const rows = rowsWithLabels(inputs.name, x.array, y.array);
      const files = [x, y].map(({ file, sha256 }) => ({ file, sha256 }));
      return { name: inputs.name, rows, sha256: x.sha256, labels: y.sha256, files };
    }),
  );
}

async function rowsOf(opened: Opened, label: ColumnName): Promise<FileRows & { sha256: string }> {
  const { name } = opened;
  const format = formatOf(bytesAt(opened, 0, new Uint8Array(8)));
  if (format === 'csv') return readCsv(opened, label);
  const bytes = wholeOf(opened);
  const sha256 = digestOf(bytes);
  if (format === 'npy') return { ...rowsWithColumn(name, parseNpy(name, bytes), label), sha256 };
  if (format === 'npz') return { ...npzRows(name, bytes, label), sha256 };
  if (format === 'parquet') {
    // Loaded where one is read: its decoders would hold up every command.
    const { parquetInThread } = await import('./parquet-thread.ts');
    return { ...(await parquetInThread({ name, bytes, label })), sha256 };
  }
  const remedy = 'name two files: { "inputs": "images", "labels": "labels" }';
  throw fault(name, `is an IDX or gzip file, whose labels lie in another one; ${remedy}`);
}

/** Names of the classes of the rows to learn from, in order. @throws UsageError where there is but one. */
function classesOf({ name, rows: { labels } }: Part): string[] {
  const { classes } = labels;
  if (classes.length < 2)
    throw fault(name, `all labels are ${listed(classes)}; two classes at least are needed`);
  return classOrder(classes);
}

/** @throws UsageError where rows of the test are not like those to learn from. */
function refuseOther(train: Part, test: Part, classes: readonly string[]): void {
  const [own, other] = [train.rows.columns, test.rows.columns];
  if (own.length !== other.length)
    throw fault(test.name, `${other.length} inputs in a row, but ${train.name} has ${own.length}`);
  const place = other.findIndex((column, i) => column !== own[i]);
  if (place >= 0 && train.rows.named && test.rows.named) {
    const names = `${quoted(other[place])} where ${train.name} has ${quoted(own[place])}`;
    throw fault(test.name, `input ${place + 1} is ${names}; give both the same columns in the same order`);
  }
  const strange = test.rows.labels.classes.filter((label) => !classes.includes(label));
  if (strange.length === 0) return;
  throw fault(test.name, `${listed(strange)} is no class of ${train.name}, which has ${listed(classes)}`);
}

/** The rows with their classes numbered anew. */
function tableOf({ columns, P, x, labels }: FileRows, classes: readonly string[]): Table {
  return { N: columns.length, P, x, labels: recoded(labels, classes) };
}

function recoded({ codes, classes: own }: Labels, classes: readonly string[]): Uint8Array {
  const places = own.map((label) => classes.indexOf(label));
  const labels = new Uint8Array(new SharedArrayBuffer(codes.length));
  for (let row = 0; row < codes.length; row++) labels[row] = places[codes[row]];
  return labels;
}

/** What is known of some data in a line: the note of a run. */
export function summaryOf({ source, columns, classes, files }: OwnData): string {
  const { rows, testRows, share } = source;
  const counts = (of: readonly number[]) => of.map((count, i) => `${quoted(classes[i])} ${count}`).join(', ');
  const few = classes.length > 8 ? `${classes.length} classes` : counts(rows);
  const total = rows.reduce((sum, count) => sum + count, 0);
  const judge = testRows ? `${testRows.reduce((a, b) => a + b, 0)} test rows` : `test share ${share}`;
  return `data ${shown(files[0].file)}: ${total} rows of ${columns.length} inputs, ${few}; ${judge}`;
}
