import { type Command, InvalidArgumentError, Option } from 'commander';
import { namePattern } from '../config/schema.ts';
import { repository } from '../repository.ts';
import { defaultWorkers } from '../run/run.ts';

/** Options of `plan`, `repro` and `run`. */
export interface RunOptions {
  profile: string;
  only?: string[];
  engine: string;
  workers: number;
  seed: number;
  trials?: number;
  out: string;
  fresh?: boolean;
  requireData?: boolean;
  json?: boolean;
}

export function addRunOptions(command: Command): Command {
  return command
    .addOption(profileOption())
    .option('--only <ids>', 'only these experiments, separated by commas', list)
    .option('--engine <name>', 'what computes the trials', 'auto')
    .option('--workers <n>', 'threads', wholeFrom(1), defaultWorkers())
    .option('--seed <n>', 'root of all random streams', wholeFrom(0), 1)
    .option('--trials <n>', "trials of each cell, instead of the profile's number", wholeFrom(1))
    .option('--out <dir>', 'folder of results/ and report/', repository)
    .option('--fresh', 'set the records that are there aside and run all again')
    .option('--require-data', 'a data set that is missing is an error: no SYNTHETIC data stand in for it')
    .addOption(jsonOption());
}

export function profileOption(): Option {
  const what = 'size of the experiments: smoke, quick, paper';
  return new Option('--profile <name>', what).env('MCOVER_PROFILE').default('quick').argParser(profileName);
}

export function jsonOption(): Option {
  return new Option('--json', 'machine-readable output on stdout');
}

/** A profile names a folder of results and of a report: it must not lead out of theirs. */
function profileName(text: string): string {
  if (new RegExp(namePattern).test(text)) return text;
  throw new InvalidArgumentError('Allowed: small letters, digits and hyphens.');
}

function list(text: string): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length > 0) return items;
  throw new InvalidArgumentError('Allowed: ids of experiments, separated by commas.');
}

/** Reads a whole number of at least `smallest`. */
function wholeFrom(smallest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= smallest) return value;
    throw new InvalidArgumentError(`Allowed: whole numbers from ${smallest}.`);
  };
}
