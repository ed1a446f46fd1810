import { join } from 'node:path';
import { journalLine } from '@mcover/record';
import type { Write } from '../page/write.ts';
import { disk } from '../read/disk.ts';
import { gather } from '../summary/gather.ts';
import type { Described } from '../summary/terms.ts';

/** How the files of a reference are kept. */
export interface ReferenceFiles {
  write: Write;
  /** Removes a file, if it is there. */
  remove(file: string): void;
}

/**
 * Writes records as the journals of a folder with their descriptions beside them, in the place of those that are
 * there, and gives the files.
 */
export function writeReference(
  folder: string,
  { records, descriptions }: Described,
  { write, remove }: ReferenceFiles,
): string[] {
  const files = [...gather(records, ({ experiment }) => experiment)].flatMap(([experiment, own]) => {
    const journal = join(folder, `${experiment}.ndjson`);
    write(journal, own.map(journalLine).join(''));
    const description = descriptions.get(experiment);
    if (!description) return [journal];
    const beside = join(folder, `${experiment}.json`);
    write(beside, `${JSON.stringify(description, null, 2)}\n`);
    return [journal, beside];
  });
  const journals = disk.readdir(folder).filter((name) => name.endsWith('.ndjson'));
  const stale = journals
    .flatMap((name) => [name, name.replace(/ndjson$/, 'json')].map((one) => join(folder, one)))
    .filter((file) => !files.includes(file));
  for (const file of stale) remove(file);
  return files;
}
