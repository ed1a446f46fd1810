import fs from 'node:fs';
import type { TrialResult } from '@mcover/core';
import { areFiles, dataSets, digestOf, findDataSet } from '@mcover/models';
import { Command } from 'commander';
import { dataFolder } from '../data/folder.ts';
import { dataKey, loadData } from '../data/share.ts';
import { inOneLine, UsageError } from '../error.ts';
import { readWeights } from '../journal/weights.ts';
import { dataAgain } from '../plan/again.ts';
import { inExperiments, judged, knownWeights } from '../weights/known.ts';
import { errorOnFile } from '../weights/rows.ts';
import { columnOf, jsonOption } from './options.ts';
import { print, printJson, textTable } from './output.ts';

interface Options {
  data?: string;
  label?: string;
  json?: boolean;
}

/** What the weights of a file give on some data. */
interface Evaluation {
  file: string;
  id: string;
  model: string;
  method: string;
  data: string;
  result: TrialResult;
}

const names = dataSets.map(({ name }) => name).join(', ');

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('the errors of kept weights, on the data of their trial or on others')
    .argument('<files...>', 'files of weights, such as results/quick/weights/<id>.safetensors')
    .option('--data <source>', `other data: ${names}, or a file (CSV, npy, npz, Parquet)`)
    .option('--label <column>', 'column of the labels in that file, by its name or its place from 0')
    .addOption(jsonOption())
    .action(async (files: string[], { data, label, json }: Options) => {
      const found: Evaluation[] = [];
      for (const file of files) found.push(await evaluate(file, data, columnOf(label)));
      if (json) printJson(found);
      else print(tableOf(found));
    });
}

async function evaluate(
  file: string,
  source: string | undefined,
  label: string | number | undefined,
): Promise<Evaluation> {
  const known = await knownWeights(readWeights(file));
  const { id, spec } = known;
  const of = { file, id, model: spec.model, method: spec.method, data: source ?? spec.data.name };
  const set = source === undefined ? undefined : findDataSet(source);
  if (set) {
    const data = { name: set.name, sha256: digestOf(set) };
    return { ...of, result: judged(known, loadData([{ data }], dataFolder()).get(set.name), data) };
  }
  if (source !== undefined) {
    if (!fs.existsSync(source))
      throw new UsageError(inOneLine(`--data: no data set or file "${source}"; data sets: ${names}`));
    return { ...of, result: await errorOnFile(known, source, label) };
  }
  const loaded = areFiles(spec.data)
    ? await inExperiments(file, (folder, experiment) => dataAgain(folder, [{ experiment, spec }]))
    : loadData([spec], dataFolder());
  return { ...of, result: judged(known, loaded.get(dataKey(spec.data))) };
}

/** A row for each file; models of different kinds have columns of their own. */
function tableOf(found: readonly Evaluation[]): string {
  const keys = [...new Set(found.flatMap(({ result }) => Object.keys(result)))];
  const rows = found.map(({ id, model, method, data, result }) => [
    id.slice(0, 12),
    model,
    method,
    inOneLine(data),
    ...keys.map((key) => String(result[key] ?? '')),
  ]);
  return textTable(['trial', 'model', 'method', 'data', ...keys], rows);
}
