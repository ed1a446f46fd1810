import { existsSync } from 'node:fs';
import { isName } from '@mcover/record';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isOverride } from '../config/override.ts';
import { UsageError } from '../error.ts';
import { defaultWorkers, mostWorkers } from '../lanes/threads.ts';
import { type KeptWeights, keptWeights } from '../lanes/worker.ts';
import type { Sample } from '../plan/sample.ts';
import type { Shard } from '../plan/shard.ts';
import { minute } from '../request.ts';

/** What is to be had, whoever computes it. */
export interface TrialOptions {
  profile: string;
  only?: string[];
  engine: string;
  seed: number;
  copy?: number;
  trials?: number;
  shard?: Shard;
  timeLimit?: number;
  out?: string;
  fresh?: boolean;
  requireData?: boolean;
  json?: boolean;
}

/** Options of `plan`, `repro` and `run`. */
export interface RunOptions extends TrialOptions {
  workers: number;
  trace?: number | 'default';
  saveWeights?: KeptWeights;
  checkpoint: number;
}

export function addRunOptions(command: Command): Command {
  return addTrialOptions(command)
    .addOption(workersOption())
    .addOption(traceOption())
    .addOption(weightsOption())
    .addOption(checkpointOption());
}

export function addTrialOptions(command: Command): Command {
  return command
    .addOption(profileOption())
    .option(
      '--only <ids>',
      'only these experiments, or those that begin so, separated by commas: table3,fig5',
      list,
    )
    .option('--engine <name>', 'what computes the trials', 'auto')
    .option('--seed <n>', 'root of all random streams', wholeFrom(0), 1)
    .option('--copy <n>', 'other solutions on the data of the same trials', wholeFrom(1))
    .option('--trials <n>', "trials of each cell, instead of the profile's number", wholeFrom(1))
    .option('--shard <i/n>', 'only the i-th of n parts, for n machines; "mcover merge" joins them', shard)
    .addOption(timeLimitOption())
    .option(
      '--out <dir>',
      'folder of results/ and report/ (default: the working directory, with own/ in both for files that you name)',
    )
    .option('--fresh', 'set the records that are there aside and run all again')
    .option('--require-data', 'a data set that is missing is an error: no SYNTHETIC data stand in for it')
    .addOption(jsonOption());
}

/** How the help of a command speaks of settings. */
export const settingsAre = 'settings that come over them: N=2001, kernel.sigma=1,2,3 (a sweep)';

/** Arguments of `run` and `plan`: a file of a name like a setting goes first. */
export function filesAndSettings(args: readonly string[]): { files: string[]; set: string[] } {
  const isSetting = (text: string) => isOverride(text) && !existsSync(text);
  return { files: args.filter((text) => !isSetting(text)), set: args.filter(isSetting) };
}

/** The same where ids of the paper's experiments may stand for files. @throws UsageError where there is none. */
export function experimentsAndSettings(args: readonly string[]) {
  const { files, set } = filesAndSettings(args);
  if (files.length === 0) throw new UsageError('no experiment is named, only settings; name one before them');
  const ids = files.every((name) => isName(name) && !existsSync(name));
  return { ...(ids ? { only: files } : { files }), set };
}

/** @throws UsageError for an argument that is none. */
export function settingsAlone(args: readonly string[]): string[] {
  for (const text of args.filter((text) => !isOverride(text)))
    throw new UsageError(
      `${JSON.stringify(text)} is no setting such as N=2001; experiments are named by --only, files by "mcover run"`,
    );
  return [...args];
}

function traceOption(): Option {
  const what =
    'look into each trial every n steps, and keep what is seen (default: 50 times a trial, fewer where that takes over 8 % of it)';
  const read = wholeFrom(1);
  return new Option('--trace [n]', what).preset('default').argParser((n) => (n === 'default' ? n : read(n)));
}

function weightsOption(): Option {
  const what = 'keep the weights of each trial beside its record: collapsed, or covers as well';
  return new Option('--save-weights [which]', what).choices(keptWeights).preset('collapsed');
}

function checkpointOption(): Option {
  const what = 'how often a long trial is put down, to go on from there after a kill; 0: never';
  return new Option('--checkpoint <seconds>', what).default(minute).argParser((text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
    throw new InvalidArgumentError('Allowed: numbers of seconds from 0.');
  });
}

export function profileOption(): Option {
  const what = 'size of the experiments: smoke, quick, paper';
  return new Option('--profile <name>', what).env('MCOVER_PROFILE').default('quick').argParser(profileName);
}

export function jsonOption(): Option {
  return new Option('--json', 'machine-readable output on stdout');
}

export function workersOption(): Option {
  const read = wholeFrom(1, mostWorkers);
  return new Option('--workers <n>', `threads, at most ${mostWorkers}`)
    .default(defaultWorkers())
    .argParser(read);
}

export function timeLimitOption(): Option {
  const what = 'most that a trial may take (default: ten minutes and thirty times what it should)';
  return new Option('--time-limit <seconds>', what).argParser(wholeFrom(1));
}

/** A column that is meant by its name, or by its place from 0. */
export const columnOf = (label: string | undefined) =>
  label !== undefined && /^\d+$/.test(label) ? Number(label) : label;

/** A profile names a folder of results and of a report: it must not lead out of theirs. */
function profileName(text: string): string {
  if (isName(text)) return text;
  throw new InvalidArgumentError('Allowed: small letters, digits and hyphens.');
}

/** Of an option that may be repeated. */
export function several(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

export function list(text: string): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length > 0) return items;
  throw new InvalidArgumentError('Allowed: ids of experiments, separated by commas.');
}

function shard(text: string): Shard {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count && count <= mostShards) return { index, count };
  throw new InvalidArgumentError(`Allowed: i/n with whole numbers 1 ≤ i ≤ n ≤ ${mostShards}, such as 2/7.`);
}

const mostShards = 10_000;

/** Reads a number of trials, or a share of them in per cent. */
export function sample(text: string): Sample {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(number);
  if (percent && value > 0 && value <= 100) return { share: value / 100 };
  if (percent === '' && Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Allowed: whole numbers from 1, and shares up to 100%, such as 5%.');
}

/** Reads a share in per cent, as a number from 0 to 1. */
export function share(text: string): number {
  const found = text.endsWith('%') ? sample(text) : 0;
  if (typeof found === 'object') return found.share;
  throw new InvalidArgumentError('Allowed: shares up to 100%, such as 1%.');
}

/** Reads a whole number of at least `smallest`, and at most `most`. */
export function wholeFrom(smallest: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const end = most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : '';
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= smallest && value <= most) return value;
    throw new InvalidArgumentError(`Allowed: whole numbers from ${smallest}${end}.`);
  };
}
