import fs from 'node:fs';
import path from 'node:path';
import { type Journal, parseJournal } from '@mcover/record';
import { codeOf, messageOf, UsageError } from '../error.ts';
import { readJournalText } from '../run/journal.ts';

const ending = '.ndjson';

/** File of an experiment's journal. */
export function journalFile(folder: string, experiment: string): string {
  return path.join(folder, `${experiment}${ending}`);
}

/** The journals of a folder by experiment; nothing is changed. A folder that is not there yet has none. */
export function readJournals(folder: string): Map<string, Journal> {
  const journals = new Map<string, Journal>();
  for (const experiment of journalNames(folder)) {
    journals.set(experiment, parseJournal(readJournalText(journalFile(folder, experiment)), experiment));
  }
  return journals;
}

/** The experiments that have a journal in a folder. */
export function journalNames(folder: string): string[] {
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new UsageError(`cannot read the results in ${folder}: ${messageOf(error)}`);
  }
}
