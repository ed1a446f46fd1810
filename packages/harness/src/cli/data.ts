import { type DataSet, dataSets, findDataSet } from '@mcover/models';
import { knownWords } from '@mcover/record';
import { Command, InvalidArgumentError } from 'commander';
import { fetchDataSet } from '../data/fetch.ts';
import { dataFolder } from '../data/folder.ts';
import { inspect, stateOf } from '../data/inspect.ts';
import { UsageError } from '../error.ts';
import { jsonOption } from './options.ts';
import { print, printJson, say } from './output.ts';

interface DataOptions {
  json?: boolean;
  from?: string;
}

export function dataCommand(): Command {
  const command = new Command('data').description(
    'the data sets: lists, downloads and checks them (in MCOVER_DATA_DIR, or else in the cache of the user)',
  );
  command
    .command('list')
    .description('each data set, where it is, its state and its licence; digests are not looked at')
    .addOption(jsonOption())
    .action((options: DataOptions) => {
      show(chooseDataSets([]), false, options);
    });
  command
    .command('check')
    .description('compares the files with their digests; exit 1 when a data set is not good')
    .argument('[names...]', 'data sets; without any, all')
    .addOption(jsonOption())
    .action((names: string[], options: DataOptions) => check(chooseDataSets(names), options));
  command
    .command('fetch')
    .description('downloads what is missing or damaged, and goes on where it was interrupted')
    .argument('[names...]', 'data sets; without any, all')
    .option('--from <url>', 'address below which <name>/<file> lie, instead of the public mirrors', address)
    .addOption(jsonOption())
    .action(async (names: string[], options: DataOptions) => {
      const sets = chooseDataSets(names);
      for (const set of sets) {
        await fetchDataSet(set, { folder: dataFolder(), from: options.from, progress: say });
      }
      check(sets, options);
    });
  return command;
}

function address(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Allowed: addresses that begin with http:// or https://.');
}

/** Data sets by name; without any names, all. @throws UsageError for an unknown name. */
function chooseDataSets(asked: readonly string[]): readonly DataSet[] {
  if (asked.length === 0) return dataSets;
  return asked.map((name) => {
    const set = findDataSet(name);
    if (set) return set;
    const known = dataSets.map((one) => one.name);
    throw new UsageError(`no data set "${name}"${knownWords(name, known)}`);
  });
}

function check(sets: readonly DataSet[], options: DataOptions): void {
  const states = show(sets, true, options);
  if (states.some((state) => state !== 'ready')) process.exitCode = 1;
}

/** Prints how the data sets stand, and gives their states. */
function show(sets: readonly DataSet[], verify: boolean, { json }: DataOptions): string[] {
  const folder = dataFolder();
  const rows = sets.map((set) => {
    const { name, title, licence } = set;
    return { name, title, licence, state: stateOf(inspect(set, folder, { verify })) };
  });
  if (json) printJson({ folder, dataSets: rows });
  else {
    print(`folder ${folder}`);
    for (const { name, title, licence, state } of rows) {
      print(`\n${name}: ${state}\n  ${title}, licence ${licence}`);
    }
  }
  return rows.map(({ state }) => state);
}
