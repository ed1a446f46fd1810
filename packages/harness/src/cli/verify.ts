import path from 'node:path';
import type { Journal } from '@mcover/record';
import { Command } from 'commander';
import { UsageError } from '../error.ts';
import { journalFile, readJournals } from '../plan/folder.ts';
import { jsonOption, timeLimitOption, wholeFrom, workersOption } from './options.ts';
import { plural, print, printJson, say } from './output.ts';
import { type RerunOptions, rerun } from './rerun.ts';
import { absences, verdictsOf } from './verdicts.ts';

interface VerifyOptions extends Omit<RerunOptions, 'rerun'> {
  rerun?: number;
  json?: boolean;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('checks each record of a folder by its schema and its sum, and that no trial is missing')
    .argument('<dir>', 'folder of journals, such as results/quick')
    .option('--rerun <k>', 'also run k trials again, drawn at random, and compare', wholeFrom(1))
    .option('--seed <n>', 'which trials --rerun draws', wholeFrom(0), 1)
    .addOption(workersOption())
    .addOption(timeLimitOption())
    .addOption(jsonOption())
    .action((dir: string, options: VerifyOptions) => verify(path.resolve(dir), options));
}

async function verify(folder: string, { rerun: count, json, ...options }: VerifyOptions): Promise<void> {
  const journals = journalsOf(folder);
  const verdicts = [...verdictsOf(folder, journals), ...absences(folder, journals)];
  const records = [...journals.values()].flatMap((journal) => journal.records);
  const again = count === undefined ? undefined : await rerun(records, { rerun: count, ...options });
  for (const { experiment, text } of again?.faults ?? []) {
    const file = journalFile(folder, experiment);
    verdicts.find((verdict) => verdict.file === file)!.faults.push(`${file}: ${text}`);
  }
  const faults = verdicts.flatMap((verdict) => verdict.faults);
  for (const fault of faults) say(fault);
  if (again?.interrupted !== undefined) {
    say('stopped before all trials were run again');
    process.exitCode = again.interrupted;
    return;
  }
  if (faults.length > 0) process.exitCode = 1;
  const rerunTrials = again && { rerun: { trials: again.trials, differ: again.faults.length } };
  if (json) return printJson({ ok: faults.length === 0, journals: verdicts, ...rerunTrials });
  for (const { file, records, faults } of verdicts) {
    print(`${file}: ${plural(records, 'record')}, ${plural(faults.length, 'fault')}`);
  }
  if (again) {
    const outcome = again.faults.length > 0 ? `${again.faults.length} not as recorded` : 'all agree';
    print(`${plural(again.trials, 'trial')} run again: ${outcome}`);
  }
}

function journalsOf(folder: string): Map<string, Journal> {
  const journals = readJournals(folder);
  if (journals.size > 0) return journals;
  throw new UsageError(`no journal (*.ndjson) in ${folder}; name a folder such as results/quick`);
}
