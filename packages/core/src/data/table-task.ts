import { InputError } from '../error.ts';
import type { Seed } from '../random/stream.ts';
import type { Classified, ClassTask } from './classified.ts';
import type { BinaryTask, Labelled } from './labelled.ts';
import { type InputScale, refuseOtherThanSigns, type Scaling, scaled, scalingOf } from './scaling.ts';
import { drawRows, rowsOfClasses, splitTable, type TableRows, type TableSplit } from './table.ts';

/** What a task is made of, beside the table. */
export interface TableTask {
  /** Training rows, drawn at random from those to learn from. */
  readonly P: number;
  /** Share of each class that is set aside for the test, where the test has no table of its own. */
  readonly share?: number | undefined;
  readonly inputs: InputScale;
}

/** With the scaling of the training rows, by which further rows are to be taken. */
export interface Scaled {
  readonly scaling: Scaling;
}

/**
 * The task of telling two classes of a table apart, the first labelled +1, the second −1: P of the training rows of the
 * two, all their test rows, inputs ±1.
 *
 * @example
 * const x = Float32Array.from({ length: 40 }, (_, i) => (i * i) % 7);
 * const train = { N: 2, P: 20, x, labels: Uint8Array.from({ length: 20 }, (_, i) => i % 2) };
 * const task = { classes: [1, 0], P: 16, share: 0.2, inputs: 'binarised' };
 * const { test, scaling } = tableTask({ train }, task, { root: 1, trial: 0 });
 * [test.P, scaling.centre.length]; // [4, 2]
 *
 * @throws InputError at `P`, `inputs`, `share` or `data`.
 */
export function tableTask(
  split: TableSplit,
  task: TableTask & { readonly classes: readonly number[] },
  seed: Seed,
): BinaryTask & Scaled {
  const { classes, P, share, inputs } = task;
  if (inputs === 'standardised')
    throw new InputError('inputs', '"standardised" gives real numbers; the model takes ±1: "binarised"');
  if (inputs === 'raw') for (const table of [split.train, split.test]) if (table) refuseOtherThanSigns(table);
  const [plus, minus] = classes;
  const { train, test } = splitTable(split, share, seed);
  const drawn = drawRows(rowsOfClasses(train, classes), { P, plus, minus }, seed);
  const scaling = scalingOf(drawn, inputs);
  return {
    train: labelledRows(drawn, scaling, plus),
    test: labelledRows(rowsOfClasses(test, classes), scaling, plus),
    scaling,
  };
}

/**
 * The task of telling all classes of a table apart: P of the training rows, all test rows. The rows stay where they are,
 * and are scaled when they are asked for.
 *
 * @throws InputError at `P` or `share`.
 */
export function tableClasses(split: TableSplit, task: TableTask, seed: Seed): ClassTask & Scaled {
  const { P, share, inputs } = task;
  const { train, test } = splitTable(split, share, seed);
  const drawn = drawRows(train, { P }, seed);
  const scaling = scalingOf(drawn, inputs);
  return { train: classifiedRows(drawn, scaling), test: classifiedRows(test, scaling), scaling };
}

/** Rows as patterns ±1 with the label +1 in the class `plus`, by a scaling that gives signs. */
export function labelledRows({ table, places }: TableRows, scaling: Scaling, plus: number): Labelled {
  const { N, x } = table;
  const P = places.length;
  const signs = new Int8Array(P * N);
  const y = new Int8Array(P);
  for (let mu = 0; mu < P; mu++) {
    const from = places[mu] * N;
    for (let i = 0; i < N; i++) signs[mu * N + i] = scaled(scaling, x[from + i], i);
    y[mu] = table.labels[places[mu]] === plus ? 1 : -1;
  }
  return { N, P, x: signs, y };
}

/** Rows as patterns of real numbers in several classes. */
export function classifiedRows({ table, places }: TableRows, scaling: Scaling): Classified {
  const { N, x } = table;
  return {
    N,
    P: places.length,
    labels: Uint8Array.from(places, (place) => table.labels[place]),
    inputs(mu, to, at) {
      const from = places[mu] * N;
      for (let i = 0; i < N; i++) to[at + i] = scaled(scaling, x[from + i], i);
    },
  };
}
