import type { TrialResult } from '@mcover/core';
import { dataSets, digestOf, findDataSet } from '@mcover/models';
import { Command } from 'commander';
import { dataFolder } from '../data/folder.ts';
import type { NamedData } from '../data/resolve.ts';
import { loadData } from '../data/share.ts';
import { UsageError } from '../error.ts';
import { readWeights } from '../journal/weights.ts';
import { judged, knownWeights } from '../weights/known.ts';
import { jsonOption } from './options.ts';
import { print, printJson, textTable } from './output.ts';

interface Options {
  data?: string;
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

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('the errors of kept weights, on the data of their trial or on others')
    .argument('<files...>', 'files of weights, such as results/quick/weights/<id>.safetensors')
    .option('--data <source>', `other data: ${dataSets.map(({ name }) => name).join(', ')}`)
    .addOption(jsonOption())
    .action(async (files: string[], { data, json }: Options) => {
      const other = data === undefined ? undefined : namedSet(data);
      const found: Evaluation[] = [];
      for (const file of files) found.push(await evaluate(file, other));
      if (json) printJson(found);
      else print(tableOf(found));
    });
}

function namedSet(name: string): NamedData {
  const set = findDataSet(name);
  if (set) return { name: set.name, sha256: digestOf(set) };
  const known = dataSets.map((one) => one.name).join(', ');
  throw new UsageError(`--data: no data set ${JSON.stringify(name)}; known: ${known}`);
}

async function evaluate(file: string, other: NamedData | undefined): Promise<Evaluation> {
  const known = await knownWeights(readWeights(file));
  const { id, spec } = known;
  const data = other ?? spec.data;
  const images = loadData([{ data }], dataFolder()).get(data.name);
  const result = judged(known, images, data);
  return { file, id, model: spec.model, method: spec.method, data: data.name, result };
}

/** A row for each file; models of different kinds have columns of their own. */
function tableOf(found: readonly Evaluation[]): string {
  const keys = [...new Set(found.flatMap(({ result }) => Object.keys(result)))];
  const rows = found.map(({ id, model, method, data, result }) => [
    id.slice(0, 12),
    model,
    method,
    data,
    ...keys.map((key) => String(result[key] ?? '')),
  ]);
  return textTable(['trial', 'model', 'method', 'data', ...keys], rows);
}
