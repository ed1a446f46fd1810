import path from 'node:path';
import type { Network } from '@mcover/core';
import type { Match } from '@mcover/landscape';
import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../error.ts';
import { prepareFolder, replaceFile } from '../journal/durable.ts';
import { type Comparison, compareNetworks } from '../landscape/compare.ts';
import { landscapeFigures, pairName, pathNames, shortNames } from '../landscape/figures.ts';
import { activations, type NetworkFile, readNetwork } from '../landscape/network-file.ts';
import { columnOf, jsonOption, wholeFrom } from './options.ts';
import { print, printJson, say, textTable } from './output.ts';

interface Options {
  data?: string;
  label?: string;
  activation?: Network['activation'];
  match: Match;
  steps: number;
  noise: number[];
  draws: number;
  out?: string;
  json?: boolean;
}

export function landscapeCommand(): Command {
  return new Command('landscape')
    .description('what lies between networks: distance, barrier, local energy; of trials, or from PyTorch')
    .argument('<files...>', 'two files of weights or more (safetensors), all of one shape')
    .option('--data <source>', 'patterns of the errors: mnist:10000, or a file (default: those of the trial)')
    .option('--label <column>', 'column of the labels in that file, by its name or its place from 0')
    .addOption(new Option('--activation <name>', 'of files that do not say it').choices(activations))
    .addOption(
      new Option('--match <by>', 'units are matched by incoming weights, or by outgoing ones as well')
        .choices(['incoming', 'both'])
        .default('incoming'),
    )
    .option('--steps <n>', 'steps of a path: 2, 4, 8, …', powerOfTwo, 32)
    .option('--noise <sizes>', 'sizes σ of the noise on weights, separated by commas', sizes, [0.1, 0.2, 0.3])
    .option('--draws <n>', 'how often noise is drawn', wholeFrom(2, 100_000), 50)
    .option('--out <dir>', 'folder of figures (SVG) and of all numbers (JSON)')
    .addOption(jsonOption())
    .action(compare);
}

async function compare(files: string[], { steps, activation, label, out, json, ...options }: Options) {
  if (files.length < 2) throw new UsageError(`${files[0]}: name a second file, to compare it with`);
  const networks: NetworkFile[] = [];
  for (const file of files) networks.push(await readNetwork(file, activation));
  const levels = Math.log2(steps);
  const comparison = await compareNetworks(networks, {
    ...options,
    label: columnOf(label),
    levels,
    onNote: say,
  });
  if (out !== undefined) await writeAll(path.resolve(out), comparison);
  if (json) printJson(plain(comparison));
  else print(textOf(comparison));
}

/** Typed arrays as lists. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, item) => (ArrayBuffer.isView(item) ? Array.from(item as never) : item)),
  );

async function writeAll(folder: string, comparison: Comparison): Promise<void> {
  prepareFolder(folder);
  const written = new Map(await landscapeFigures(comparison));
  written.set('landscape.json', `${JSON.stringify(plain(comparison), null, 1)}\n`);
  for (const [name, text] of written) replaceFile(path.join(folder, name), text);
  say(`${[...written.keys()].join(', ')} in ${folder}`);
}

const share = (value: number) => (Math.abs(value) < 5e-5 ? 0 : value).toFixed(4).replace('-', '−');
const length = (value: number | undefined) => value?.toFixed(3) ?? '–';

/** Each file, each pair and its paths, and what random weights come to. */
function textOf({ shape, patterns, solutions, pairs, nothingInCommon }: Comparison): string {
  const names = shortNames(solutions.map(({ file }) => file));
  const sigmas = solutions[0].energy.map(({ sigma }) => sigma);
  const alone = textTable(
    ['network', 'error', ...sigmas.map((sigma) => `rise at σ = ${sigma}`)],
    solutions.map(({ file, error, energy }) => [
      names.get(file)!,
      share(error),
      ...energy.map(
        ({ mean, standardError }) =>
          `${share(mean - error)}${standardError > 0 ? ` ± ${share(2 * standardError)}` : ''}`,
      ),
    ]),
  );
  const apart = textTable(
    ['distance', 'raw', 'normalised', 'aligned', 'cosines of units'],
    [
      ...pairs.map((pair) => [
        pairName(pair, names),
        ...[pair.distances.raw, pair.distances.normalised, pair.distances.aligned].map(length),
        pair.cosines.map((cosine) => cosine.toFixed(3)).join(' ') || '–',
      ]),
      ...(nothingInCommon
        ? [
            [
              'random weights',
              '–',
              ...[nothingInCommon.raw, nothingInCommon.aligned].map(length),
              Number.isFinite(nothingInCommon.cosine) ? nothingInCommon.cosine.toFixed(3) : '–',
            ],
          ]
        : []),
    ],
  );
  const barriers = textTable(
    ['path', '', 'highest error', 'excess'],
    pairs.flatMap((pair) =>
      (['linear', 'aligned', 'geodesic'] as const).flatMap((key) => {
        const way = pair.paths[key];
        return way ? [[pairName(pair, names), pathNames[key], share(way.highest), share(way.excess)]] : [];
      }),
    ),
    2,
  );
  return [`${shape}; errors on ${patterns} patterns`, alone, apart, barriers].join('\n\n');
}

function powerOfTwo(text: string): number {
  const value = wholeFrom(2, 1024)(text);
  if (Number.isInteger(Math.log2(value))) return value;
  throw new InvalidArgumentError('Allowed: 2, 4, 8, …, 1024.');
}

function sizes(text: string): number[] {
  const values = text.split(',').map((item) => (item.trim() === '' ? Number.NaN : Number(item)));
  if (values.every((value) => value >= 0 && value < Infinity)) return values;
  throw new InvalidArgumentError('Allowed: numbers from 0, separated by commas.');
}
