import { InputError, type Loaded, type Scaled, type Table } from '@mcover/core';
import { type Scaling, scaled } from '@mcover/core/internals';
import { areFiles } from '@mcover/models';
import type { TrialSpec } from '@mcover/record';
import { type OwnData, readRows } from '../data/files/read.ts';
import { inOneLine, UsageError } from '../error.ts';
import { ownAgain } from '../plan/again.ts';
import { inExperiments, type KnownWeights } from './known.ts';

type Rows = Awaited<ReturnType<typeof readRows>>;

/**
 * Share of the labelled rows of a file that weights misclassify. Where their trial learnt from files, the rows are scaled
 * as its training rows were, and classes go by their names there; otherwise the inputs are taken as they are, and the
 * labels are the numbers of the classes. Of a model of two classes, rows of others are left out.
 *
 * @param label column of the labels; that of the trial's files without it.
 * @throws UsageError where the rows are not like those that the model knows.
 */
export async function errorOnFile(
  known: KnownWeights,
  file: string,
  label?: string | number,
): Promise<{ error: number; rows: number }> {
  const { model, resolved, engine, tensors } = known;
  if (!model.classes) throw new UsageError(`${known.file}: the model ${model.name} tells no classes`);
  const { data } = resolved;
  const learnt = areFiles(data)
    ? await inExperiments(known.file, (folder, experiment) => ownAgain(folder, experiment, data))
    : undefined;
  const column = label ?? (areFiles(data) ? data.label : undefined);
  const given = await readRows(file, column);
  if (learnt) refuseOtherColumns(given, learnt, file);
  const meant = meaningOf(given, learnt, file);
  const rows = scaledRows(given.table, learnt && scalingOf(known, learnt.table));
  try {
    const classes = model.classes(resolved, tensors, rows, engine);
    const pair = classes instanceof Int8Array ? pairOf(resolved) : undefined;
    const told = (row: number) => (pair ? pair[classes[row] > 0 ? 0 : 1] : classes[row]);
    const judged = [...classes.keys()].filter((row) => !pair || pair.includes(meant(row)));
    if (judged.length === 0)
      throw new UsageError(`${file}: no row is of the classes ${pair?.join(' and ')}, which the model tells`);
    return {
      error: judged.filter((row) => told(row) !== meant(row)).length / judged.length,
      rows: judged.length,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(inOneLine(`${file}: ${error.message}`));
  }
}

/** The classes of the labels +1 and −1: a teacher's labels, and those of drawn patterns, are the signs themselves. */
function pairOf({ params: { classes }, data }: TrialSpec): readonly number[] {
  return Array.isArray(classes) && !('D' in data) ? classes : [1, -1];
}

/** The class of each row of a file, as the weights count them. */
function meaningOf(given: Rows, learnt: OwnData | undefined, file: string): (row: number) => number {
  const refuse = (name: string, why: string) =>
    new UsageError(inOneLine(`${file}: the label "${name.slice(0, 40)}" ${why}`));
  const places = given.classes.map((name) => {
    const place = learnt ? learnt.classes.indexOf(name) : Number(name);
    if (learnt && place < 0)
      throw refuse(name, `is no class of the trial, which knows ${learnt.classes.join(', ')}`);
    if (!Number.isInteger(place)) throw refuse(name, 'is no number of a class');
    return place;
  });
  return (row) => places[given.table.labels[row]];
}

/** @throws UsageError where the files have not as many inputs, or both name them, and not alike. */
function refuseOtherColumns(given: Rows, learnt: OwnData, file: string): void {
  const [own, other] = [given.columns.length, learnt.columns.length];
  if (own !== other)
    throw new UsageError(inOneLine(`${file}: ${own} inputs in a row, and ${other} in the file of the trial`));
  const place = given.columns.findIndex((column, at) => column !== learnt.columns[at]);
  if (place < 0 || !given.named || !learnt.named) return;
  const [here, there] = [given, learnt].map(({ columns }) => JSON.stringify(columns[place]?.slice(0, 40)));
  throw new UsageError(
    inOneLine(`${file}: input ${place + 1} is ${here}, and ${there} in the file of the trial`),
  );
}

/** How the training rows of a trial were scaled. */
function scalingOf({ model, resolved }: KnownWeights, table: Loaded): Scaling | undefined {
  return (model.task(resolved, table) as Partial<Scaled>).scaling;
}

function scaledRows({ N, P, x }: Table, scaling: Scaling | undefined): Pick<Table, 'N' | 'P' | 'x'> {
  if (!scaling) return { N, P, x };
  return { N, P, x: x.map((value, at) => scaled(scaling, value, at % N)) };
}
