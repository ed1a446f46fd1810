import path from 'node:path';
import { plural } from '@mcover/record';
import { Command } from 'commander';
import { hundredthOf } from '../plan/sample.ts';
import { showProgress } from '../progress/index.ts';
import type { Progress } from '../progress/progress.ts';
import { type Verified, type VerifyOptions, verify } from '../verify.ts';
import { jsonOption, sample, timeLimitOption, wholeFrom, workersOption } from './options.ts';
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
      'checks each record of a folder by its schema, its sum and whether its result can be, its weights if any are kept, and that no trial is missing',
    )
    .argument('<dir>', 'folder of journals, such as results/quick')
    .option(
      '--rerun <k>',
      'also run k trials again, or a share of them such as 5%, drawn at random, and compare',
      sample,
    )
    .option('--seed <n>', 'which trials --rerun draws; take one that nobody could foresee', wholeFrom(0), 1)
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
  print(coverage(rerun, options.seed));
}

/** What was not looked at. */
function coverage({ of, misses }: NonNullable<Verified['rerun']>, seed: number): string {
  const wrong = hundredthOf(of);
  const hundredth = wrong > 1 ? `, all of ${wrong} (1 in 100) with ${misses.hundredth.toFixed(2)}` : '';
  return `drawn by seed ${seed} from ${plural(of, 'trial')}: one false record is missed with probability ${misses.one.toFixed(2)}${hundredth}`;
}
