import path from 'node:path';
import { plural } from '@mcover/record';
import { Command } from 'commander';
import { showProgress } from '../progress/index.ts';
import type { Progress } from '../progress/progress.ts';
import { type VerifyOptions, verify } from '../verify.ts';
import { jsonOption, timeLimitOption, wholeFrom, workersOption } from './options.ts';
import { print, printJson, say } from './output.ts';
import { onInterruption } from './signals.ts';

interface Options extends Pick<VerifyOptions, 'rerun' | 'timeLimit'> {
  seed: number;
  workers: number;
  json?: boolean;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'checks each record of a folder by its schema and its sum, its weights if any are kept, and that no trial is missing',
    )
    .argument('<dir>', 'folder of journals, such as results/quick')
    .option('--rerun <k>', 'also run k trials again, drawn at random, and compare', wholeFrom(1))
    .option('--seed <n>', 'which trials --rerun draws', wholeFrom(0), 1)
    .addOption(workersOption())
    .addOption(timeLimitOption())
    .addOption(jsonOption())
    .action((dir: string, options: Options) => show(path.resolve(dir), options));
}

async function show(folder: string, { json, ...options }: Options): Promise<void> {
  const interruption = onInterruption();
  let progress: Progress | undefined;
  const { verdicts, weights, rerun, stopped } = await verify(folder, {
    ...options,
    signal: interruption.signal,
    onStart(pending) {
      const seconds = pending.reduce((sum, one) => sum + one.seconds, 0) / options.workers;
      progress = showProgress(pending, seconds);
    },
    onProgress: (one) => progress?.advance(one),
  }).finally(async () => {
    await progress?.close();
    interruption.release();
  });
  const faults = [...verdicts, ...weights].flatMap((verdict) => verdict.faults);
  for (const fault of faults) say(fault);
  for (const { file, stale } of weights)
    if (stale) say(`${file}: stale: no record here is of its trial; it may be removed`);
  if (stopped) {
    say('stopped before all trials were run again');
    process.exitCode = interruption.code() ?? 1;
    return;
  }
  if (faults.length > 0) process.exitCode = 1;
  const ofWeights = weights.length > 0 && { weights };
  if (json)
    return printJson({ ok: faults.length === 0, journals: verdicts, ...ofWeights, ...(rerun && { rerun }) });
  for (const { file, records, faults } of verdicts) {
    print(`${file}: ${plural(records, 'record')}, ${plural(faults.length, 'fault')}`);
  }
  if (weights.length > 0) {
    const wrong = weights.filter((verdict) => verdict.faults.length > 0).length;
    print(
      `${plural(weights.length, 'file')} of weights: ${wrong > 0 ? `${wrong} with faults; remove a file that is damaged, and "mcover weights DIR" makes it again` : 'all good'}`,
    );
  }
  if (!rerun) return;
  const outcome = rerun.differ > 0 ? `${rerun.differ} not as recorded` : 'all agree';
  print(`${plural(rerun.trials, 'trial')} run again: ${outcome}`);
}
