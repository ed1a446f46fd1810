import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { journalLine } from '@mcover/record';
import { writeWhole } from '../page/file.ts';
import { gather } from '../summary/gather.ts';
import type { Described } from '../summary/terms.ts';

/**
 * Writes records as the journals of a folder with their descriptions beside them, in the place of those that are
 * there, and gives the files.
 *
 * @throws InputError where a file cannot be written.
 */
export function writeReference(folder: string, { records, descriptions }: Described): string[] {
  const files = [...gather(records, ({ experiment }) => experiment)].flatMap(([experiment, own]) => {
    const journal = join(folder, `${experiment}.ndjson`);
    writeWhole(journal, own.map(journalLine).join(''));
    const description = descriptions.get(experiment);
    if (!description) return [journal];
    const beside = join(folder, `${experiment}.json`);
    writeWhole(beside, `${JSON.stringify(description, null, 2)}\n`);
    return [journal, beside];
  });
  const journals = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
  const stale = journals
    .flatMap((name) => [name, name.replace(/ndjson$/, 'json')].map((one) => join(folder, one)))
    .filter((file) => !files.includes(file));
  for (const file of stale) rmSync(file, { force: true });
  return files;
}
