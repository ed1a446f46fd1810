import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { journalLine, type TrialRecord } from '@mcover/record';
import { writeWhole } from '../page/file.ts';
import { gather } from '../summary/gather.ts';

/** Writes records as the journals of a folder, in the place of those that are there, and gives the files. */
export function writeReference(folder: string, records: readonly TrialRecord[]): string[] {
  const journals = gather(records, ({ experiment }) => experiment);
  const files = [...journals].map(([experiment, own]) => {
    const file = join(folder, `${experiment}.ndjson`);
    writeWhole(file, own.map(journalLine).join(''));
    return file;
  });
  const stale = readdirSync(folder).filter(
    (name) => name.endsWith('.ndjson') && !files.includes(join(folder, name)),
  );
  for (const name of stale) rmSync(join(folder, name));
  return files;
}
