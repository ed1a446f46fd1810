import path from 'node:path';
import type { Journal } from '@mcover/record';
import { Command } from 'commander';
import { UsageError } from '../error.ts';
import { gaps, type Planned, plannedExperiments } from '../plan/completeness.ts';
import { journalFile, readJournals } from '../plan/folder.ts';
import { damage } from './make-report.ts';
import { jsonOption } from './options.ts';
import { plural, print, printJson, say } from './output.ts';

/** What was found in one journal. */
interface Verdict {
  file: string;
  records: number;
  faults: string[];
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('checks each record of a folder by its schema and its sum, and that no trial is missing')
    .argument('<dir>', 'folder of journals, such as results/quick')
    .addOption(jsonOption())
    .action((dir: string, options: { json?: boolean }) => {
      const verdicts = verdictsOf(path.resolve(dir));
      const faults = verdicts.flatMap((verdict) => verdict.faults);
      for (const fault of faults) say(fault);
      if (faults.length > 0) process.exitCode = 1;
      if (options.json) return printJson({ ok: faults.length === 0, journals: verdicts });
      for (const verdict of verdicts) {
        print(
          `${verdict.file}: ${plural(verdict.records, 'record')}, ${plural(verdict.faults.length, 'fault')}`,
        );
      }
    });
}

function verdictsOf(folder: string): Verdict[] {
  const journals = readJournals(folder);
  if (journals.size === 0) {
    throw new UsageError(`no journal (*.ndjson) in ${folder}; name a folder such as results/quick`);
  }
  const profile = path.basename(folder);
  const planned = plannedExperiments(profile);
  const found = [...journals].map(([experiment, journal]) =>
    verdictOf(journalFile(folder, experiment), journal, planned.get(experiment) ?? unknown),
  );
  // A folder without any of the repository's experiments is one of the caller's own.
  const own = ![...journals.keys()].some((experiment) => planned.has(experiment));
  const absent = own ? [] : [...planned.keys()].filter((experiment) => !journals.has(experiment));
  return [...found, ...absent.map((experiment) => absence(folder, experiment, profile))];
}

const unknown: Planned = { cells: [], trials: 0 };

function absence(folder: string, experiment: string, profile: string): Verdict {
  const file = journalFile(folder, experiment);
  const remedy = `"mcover repro --profile ${profile} --only ${experiment}" makes it`;
  return { file, records: 0, faults: [`${file}: the journal is missing; ${remedy}`] };
}

function verdictOf(file: string, { records, rejected }: Journal, planned: Planned): Verdict {
  const failed = records.flatMap(({ id, failure }) =>
    failure ? [`trial ${id.slice(0, 12)} failed: ${failure.kind}: ${failure.message}`] : [],
  );
  const faults = [
    ...(records.length === 0 && planned.trials > 0 ? [`${file}: all trials are missing`] : []),
    ...rejected.map((line) => damage({ ...line, file })),
    ...[...failed, ...gaps(records, planned)].map((fault) => `${file}: ${fault}`),
  ];
  return { file, records: records.length, faults };
}
