import path from 'node:path';
import { journalLine, parseJournal, type RejectedLine, type Schemas } from '@mcover/record';
import { disk, flushFolder, readText } from '@mcover/report/disk';
import { codeOf, messageOf, UsageError } from '../error.ts';
import { appendTo, refusing, replaceFile } from './durable.ts';

/** The text of a journal; none yet is an empty one. */
export function readJournalText(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw new UsageError(`cannot read the journal ${file}: ${messageOf(error)}`);
  }
}

/**
 * Moves the lines that are no records of the experiment to `<file>.rejected`, with their reasons, and gives
 * their number. Records of models that are not here stay. The journal is replaced whole, after its bad lines are safe,
 * so that a crash loses nothing.
 */
export function repairJournal(file: string, schemas: Schemas, experiment: string): number {
  const { records, rejected, unknown } = parseJournal(readJournalText(file), schemas, experiment);
  return setLinesAside(file, rejected, [
    ...records.map(journalLine),
    ...unknown.map(({ text }) => `${text}\n`),
  ]);
}

/** Leaves the lines that are kept in a file, and moves the others to `<file>.rejected`. Gives the number of those. */
export function setLinesAside(
  file: string,
  rejected: readonly RejectedLine[],
  kept: readonly string[],
): number {
  if (rejected.length === 0) return 0;
  appendTo(`${file}.rejected`, rejected.map((line) => `${JSON.stringify(line)}\n`).join(''));
  replaceFile(file, kept.join(''));
  return rejected.length;
}

/** Renames files that belong together to `<file>.bak-N`, with the first N that is free for all of them. */
export function setAside(...files: readonly string[]): void {
  const there = files.filter((file) => disk.stat(file));
  let n = 1;
  while (files.some((file) => disk.stat(`${file}.bak-${n}`))) n++;
  for (const file of there) {
    refusing(file, () => {
      disk.rename(file, `${file}.bak-${n}`);
      flushFolder(path.dirname(file));
    });
  }
}
