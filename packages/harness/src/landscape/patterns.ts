import fs from 'node:fs';
import type { BinaryTask, Classified, ClassTask, Labelled } from '@mcover/core';
import { imageClasses, inputsOf } from '@mcover/core/internals';
import { areFiles, digestOf, findDataSet } from '@mcover/models';
import { readRows } from '../data/files/read.ts';
import { dataFolder } from '../data/folder.ts';
import { dataKey, loadData } from '../data/share.ts';
import { inOneLine, isInputError, messageOf, UsageError } from '../error.ts';
import { dataAgain } from '../plan/again.ts';
import { inExperiments } from '../weights/known.ts';
import type { NetworkFile } from './network-file.ts';

/**
 * What the trial of a file learnt from; nothing where the file is of none.
 *
 * @throws UsageError where its data are not here.
 */
export async function ownPatterns({ file, known }: NetworkFile): Promise<Classified | Labelled | undefined> {
  if (!known) return undefined;
  const { spec, resolved, model } = known;
  const loaded = areFiles(spec.data)
    ? await inExperiments(file, (folder, experiment) => dataAgain(folder, [{ experiment, spec }]))
    : loadData([spec], dataFolder());
  return (model.task(resolved, loaded.get(dataKey(spec.data))) as ClassTask | BinaryTask).train;
}

/** Whether two learnt from the same patterns. */
export function arePatternsAlike(one: Classified | Labelled, other: Classified | Labelled): boolean {
  if (one.N !== other.N || one.P !== other.P) return false;
  const labels = (of: Classified | Labelled) => ('labels' in of ? of.labels : of.y);
  if (labels(one).some((label, mu) => label !== labels(other)[mu])) return false;
  const [x, y] = [new Float64Array(one.N), new Float64Array(one.N)];
  for (let mu = 0; mu < one.P; mu++) {
    for (const [of, to] of [[one, x] as const, [other, y] as const]) {
      if ('inputs' in of) of.inputs(mu, to, 0);
      else to.set(of.x.subarray(mu * of.N, (mu + 1) * of.N));
    }
    if (x.some((value, i) => value !== y[i])) return false;
  }
  return true;
}

/**
 * Patterns that are asked for: the first of the training images of a data set, `mnist:10000`, or the rows of a file, whose
 * labels are numbers of classes and whose inputs are taken as they are.
 *
 * @throws UsageError where there are none, or they do not fit a network of so many inputs and classes.
 */
export async function patternsFrom(
  source: string,
  label: string | number | undefined,
  widths: readonly number[],
): Promise<Classified> {
  const refuse = (reason: string) => new UsageError(inOneLine(`--data ${source}: ${reason}`));
  const [, name = '', count] = /^([^:]*)(?::(\d+))?$/.exec(source) ?? [];
  const set = findDataSet(name);
  const patterns = set ? imagesOf(set, count) : await rowsOf(source, label);
  const [N, classes] = [widths[0], widths[widths.length - 1]];
  if (patterns.N !== N) throw refuse(`${patterns.N} inputs in a pattern, and the networks take ${N}`);
  const most = patterns.labels.reduce((most, label) => Math.max(most, label), 0);
  if (most >= classes) throw refuse(`a label ${most}, and the networks tell the classes 0 to ${classes - 1}`);
  return patterns;
}

function imagesOf(set: NonNullable<ReturnType<typeof findDataSet>>, count: string | undefined): Classified {
  const split = loadData([{ data: { name: set.name, sha256: digestOf(set) } }], dataFolder()).get(set.name)!;
  try {
    return imageClasses(split, Number(count ?? split.train.count), set.brightness).train;
  } catch (error) {
    if (!isInputError(error)) throw error;
    throw new UsageError(`--data: ${messageOf(error)}`);
  }
}

async function rowsOf(file: string, label: string | number | undefined): Promise<Classified> {
  if (!fs.existsSync(file))
    throw new UsageError(inOneLine(`--data: no data set or file "${file}"; data sets: mnist, fashion-mnist`));
  const { table, classes } = await readRows(file, label);
  const numbers = classes.map(Number);
  const strange = numbers.findIndex((number) => !(Number.isInteger(number) && number >= 0 && number < 256));
  if (strange >= 0)
    throw new UsageError(
      inOneLine(`${file}: the label "${classes[strange].slice(0, 40)}" is no number of a class from 0`),
    );
  const labels = Uint8Array.from(table.labels, (code) => numbers[code]);
  return { ...inputsOf(table), labels };
}
