import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@mcover/core';
import { parseJournal, type RejectedLine, type TrialRecord } from '@mcover/record';

/** A line of a journal that is no record, with the file it stands in. */
export interface RejectedRecord extends RejectedLine {
  file: string;
}

export interface Results {
  records: TrialRecord[];
  rejected: RejectedRecord[];
}

/** Reads every journal `<experiment>.ndjson` of a folder such as results/quick, in the order of the names. */
export function readResults(folder: string): Results {
  const results: Results = { records: [], rejected: [] };
  for (const name of journalsOf(folder)) {
    const file = join(folder, name);
    const { records, rejected } = parseJournal(readText(file), name.slice(0, -ending.length));
    for (const record of records) results.records.push(record);
    for (const line of rejected.sort((a, b) => a.line - b.line)) results.rejected.push({ ...line, file });
  }
  return results;
}

const ending = '.ndjson';

function journalsOf(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new InputError(folder, `no results can be read here (${reason(error)}); run "mcover repro" first`);
  }
  const journals = names.filter((name) => name.endsWith(ending)).sort();
  if (journals.length === 0) {
    throw new InputError(
      folder,
      `holds no journal (*${ending}); name the folder of one profile, such as results/quick`,
    );
  }
  return journals;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(file, `cannot be read (${reason(error)}); check its permissions`);
  }
}

function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
