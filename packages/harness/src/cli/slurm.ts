import { plural } from '@mcover/record';
import { Command, type Command as CommandType } from 'commander';
import { UsageError } from '../error.ts';
import { jobOf, type Prospect, prospectOf } from '../job.ts';
import { defaultWorkers, mostWorkers } from '../lanes/threads.ts';
import { wallRange } from '../plan/estimate.ts';
import { shardOf } from '../plan/shard.ts';
import { slurmScript } from '../plan/slurm.ts';
import type { PlannedTrial } from '../plan/trials.ts';
import { addTrialOptions, filesAndSettings, settingsAre, type TrialOptions, wholeFrom } from './options.ts';
import { print, say } from './output.ts';
import { addQueueOption, publicAddress } from './queue-option.ts';

interface SlurmOptions extends TrialOptions {
  shards: number;
  cpus: number;
  missing?: true;
  queue?: string;
}

export function slurmCommand(): CommandType {
  const command = new Command('slurm')
    .description(
      'prints a script for a job array of Slurm, with time and memory from the plan: bash FILE submits it',
    )
    .argument('[files...]', `experiment files; without any, those of the paper; and ${settingsAre}`);
  return addQueueOption(addTrialOptions(command))
    .requiredOption(
      '--shards <n>',
      'parts, each a job of the array; with --queue, workers',
      wholeFrom(1, 10_000),
    )
    .option('--cpus <n>', 'threads of each part', wholeFrom(1, mostWorkers), defaultWorkers())
    .option('--missing', 'only the parts that --out lacks trials of, after a merge into it')
    .action(async (args: string[], { shards, cpus, missing, queue: _, ...options }: SlurmOptions) => {
      if (options.shard) throw new UsageError('--shard is what the script gives to each part; leave it out');
      const { files, set } = filesAndSettings(args);
      const named = files.length > 0 ? { files } : {};
      const job = await jobOf({ ...options, ...named, set, onNote: say });
      await job.devices?.close();
      const prospect = prospectOf(job);
      if (prospect.plan.pending.length === 0) return say('nothing is missing');
      const address = publicAddress(command);
      const isQueue = command.getOptionValue('queue') !== undefined;
      print(
        slurmScript({
          command: isQueue
            ? ['work', ...(address === undefined ? [] : ['--queue', address])]
            : [files.length > 0 ? 'run' : 'repro', ...args, ...wordsOf(command)],
          parts: shards,
          which: missing && partsOf(job.wanted, prospect, shards),
          threads: cpus,
          seconds: secondsOf(prospect, shards * cpus),
          kind: isQueue ? 'workers' : 'shards',
        }).trimEnd(),
      );
      say(`${plural(prospect.plan.pending.length, 'trial')} in ${plural(shards, 'part')}`);
    });
}

/** The options that a part is given as they were given here. */
function wordsOf(command: CommandType): string[] {
  const own = new Set(['shards', 'cpus', 'missing', 'queue', 'out', 'json', 'fresh']);
  return command.options.flatMap((option) => {
    const key = option.attributeName();
    const value = command.getOptionValue(key);
    if (own.has(key) || !['cli', 'env'].includes(command.getOptionValueSource(key) ?? '')) return [];
    return value === true ? [option.long!] : [option.long!, String(value)];
  });
}

/** Seconds of the slowest part: no two differ by more than the longest trial takes. */
function secondsOf({ plan: { pending }, pace, spread }: Prospect, threads: number): number {
  const longest = Math.max(...pending.map((one) => pace(one) * spread(one).high));
  return wallRange(pending, threads, pace, spread).high + longest;
}

/** The parts that have trials that are missing. */
function partsOf(
  wanted: ReadonlyMap<string, readonly PlannedTrial[]>,
  { plan }: Prospect,
  count: number,
): number[] {
  const pending = new Set(plan.pending.map(({ id }) => id));
  const isMissing = (index: number) =>
    [...shardOf(wanted, { index, count }).values()].some((trials) =>
      trials.some(({ id }) => pending.has(id)),
    );
  return Array.from({ length: count }, (_, i) => i + 1).filter(isMissing);
}
