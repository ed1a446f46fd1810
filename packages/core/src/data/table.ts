import { InputError } from '../error.ts';
import { choose, largestBound } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';

/** Labelled rows of numbers, as a file of one's own holds them. */
export interface Table {
  /** Number of inputs N and of rows P. */
  readonly N: number;
  readonly P: number;
  /** Inputs in singles, one row after the other: x[row·N + i]. */
  readonly x: Float32Array;
  /** Class of each row, counted from 0. */
  readonly labels: Uint8Array;
}

/** Rows to learn from and, where they lie in a file of their own, those that a learner never sees. */
export interface TableSplit {
  readonly train: Table;
  readonly test?: Table | undefined;
}

/** Some rows of a table, by their places. */
export interface TableRows {
  readonly table: Table;
  readonly places: Int32Array;
}

/** Most rows of a table: beyond, no place is drawn exactly. */
export const mostRows = largestBound;

/** Rows of each class, by class. */
export function countRows({ labels }: Pick<Table, 'labels'>): number[] {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return Array.from(counts, (count) => count ?? 0);
}

/**
 * How many of the rows of a class a share sets aside: the nearest whole number, and never all of them.
 *
 * @example
 * [setAside(0.2, 40), setAside(0.5, 1)]; // [8, 0]
 */
export function setAside(share: number, count: number): number {
  return Math.min(Math.round(share * count), Math.max(0, count - 1));
}

/**
 * The rows to learn from and those to be judged by. With a `share`, that share of each class is set aside for the test,
 * drawn by the stream "split" of the seed, which is keyed by the share and the number of rows: all methods meet the same
 * rows, each trial others. Places are in the order of the file.
 *
 * @throws InputError at `share`, where there is neither a share nor a table for the test.
 */
export function splitTable(
  { train, test }: TableSplit,
  share: number | undefined,
  seed: Seed,
): Record<'train' | 'test', TableRows> {
  if (share === undefined) {
    if (!test) throw new InputError('share', 'missing, and there are no test rows either');
    return { train: wholeOf(train), test: wholeOf(test) };
  }
  const random = stream(seed, 'split', { P: train.P, share });
  const apart = new Uint8Array(train.P);
  countRows(train).forEach((count, label) => {
    const own = placesOf(train, [label]);
    for (const at of choose(random, setAside(share, count), own.length)) apart[own[at]] = 1;
  });
  const rows = (side: number) => ({
    table: train,
    places: Int32Array.from({ length: train.P }, (_, place) => place).filter(
      (place) => apart[place] === side,
    ),
  });
  return { train: rows(0), test: rows(1) };
}

function wholeOf(table: Table): TableRows {
  return { table, places: Int32Array.from({ length: table.P }, (_, place) => place) };
}

/** Places of the rows of some classes, in the order of the table. */
function placesOf({ labels }: Table, classes: readonly number[]): Int32Array {
  const places = new Int32Array(labels.length);
  let count = 0;
  labels.forEach((label, place) => {
    if (classes.includes(label)) places[count++] = place;
  });
  return places.subarray(0, count);
}

/** Those rows of some classes. */
export function rowsOfClasses({ table, places }: TableRows, classes: readonly number[]): TableRows {
  return { table, places: places.filter((place) => classes.includes(table.labels[place])) };
}

/**
 * P of some rows, drawn by the stream "subset", in the order of the table.
 *
 * @throws InputError at `P`, where there are not so many.
 */
export function drawRows(
  { table, places }: TableRows,
  { P, ...key }: Readonly<Record<string, number>>,
  seed: Seed,
): TableRows {
  if (!(Number.isInteger(P) && P >= 1 && P <= places.length))
    throw new InputError('P', `${P} training rows; there are ${places.length}`);
  const drawn = choose(stream(seed, 'subset', { P, ...key }), P, places.length).sort();
  return { table, places: drawn.map((at) => places[at]) };
}
