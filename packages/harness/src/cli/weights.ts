import path from 'node:path';
import { plural } from '@mcover/record';
import { Command, InvalidArgumentError } from 'commander';
import { inOneLine } from '../error.ts';
import { showProgress } from '../progress/index.ts';
import type { Progress } from '../progress/progress.ts';
import { makeWeights, type WeightsRequest } from '../weights/make.ts';
import { list, timeLimitOption, workersOption } from './options.ts';
import { print, say } from './output.ts';
import { onInterruption } from './signals.ts';

interface Options extends WeightsRequest {
  workers: number;
  timeLimit?: number;
}

export function weightsCommand(): Command {
  return new Command('weights')
    .description('makes files of the weights of trials that are recorded, by running them again')
    .argument('<dir>', 'folder of journals, such as results/quick')
    .option('--only <ids>', 'only these experiments or trials, separated by commas', list)
    .option('--method <name>', 'only trials of this method')
    .option('--trials <a..b>', 'only these trials of each cell, counted from 0', range)
    .option('--covers', 'the weights of all covers as well')
    .option('--out <dir>', 'folder of the files (default: weights beside the journals)')
    .addOption(workersOption())
    .addOption(timeLimitOption())
    .action((dir: string, options: Options) => make(path.resolve(dir), options));
}

async function make(results: string, { workers, timeLimit, out, ...request }: Options): Promise<void> {
  const interruption = onInterruption();
  let progress: Progress | undefined;
  const { folder, made, there, faults, stopped } = await makeWeights(
    results,
    { ...request, ...(out !== undefined && { out: path.resolve(out) }) },
    {
      workers,
      ...(timeLimit !== undefined && { timeLimit }),
      signal: interruption.signal,
      onStart(pending) {
        const seconds = pending.reduce((sum, one) => sum + one.seconds, 0) / workers;
        progress = showProgress(pending, seconds);
      },
      onMove: (one, share) => progress?.move(one, share),
      onProgress: (one) => progress?.advance(one),
    },
  ).finally(async () => {
    await progress?.close();
    interruption.release();
  });
  for (const fault of faults) say(inOneLine(`${fault}; no weights are kept of it`));
  const before = there > 0 ? `, ${there} there already` : '';
  print(`${plural(made, 'file')} of weights made in ${folder}${before}`);
  if (faults.length > 0) process.exitCode = 1;
  if (!stopped) return;
  say('stopped before all trials were run again; start again, and it goes on');
  process.exitCode = interruption.code() ?? 1;
}

function range(text: string): readonly [number, number] {
  const [, first, last = first] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text) ?? [];
  if (first !== undefined && Number(first) <= Number(last)) return [Number(first), Number(last)];
  throw new InvalidArgumentError('Allowed: a..b with whole numbers 0 ≤ a ≤ b, such as 0..9.');
}
