import fs from 'node:fs';
import path from 'node:path';
import { journalLine, parseJournal, type TrialRecord } from '@mcover/record';
import { codeOf, messageOf, UsageError } from '../error.ts';

/** A journal open for writing. There is one writer, in the main thread, and it appends whole lines. */
export interface JournalWriter {
  append(record: TrialRecord): void;
  close(): void;
}

/** The text of a journal; none yet is an empty one. */
export function readJournalText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw new UsageError(`cannot read the journal ${file}: ${messageOf(error)}`);
  }
}

/**
 * Moves the lines that are no records of the experiment to `<file>.rejected`, with their reasons, and gives
 * their number. The journal is replaced whole, after its bad lines are safe, so that a crash loses nothing.
 */
export function repairJournal(file: string, experiment: string): number {
  const { records, rejected } = parseJournal(readJournalText(file), experiment);
  if (rejected.length === 0) return 0;
  refusing(file, () => {
    const aside = rejected.map((line) => `${JSON.stringify(line)}\n`).join('');
    fs.appendFileSync(`${file}.rejected`, aside, { flush: true });
    fs.writeFileSync(`${file}.tmp`, records.map(journalLine).join(''), { flush: true });
    fs.renameSync(`${file}.tmp`, file);
  });
  return rejected.length;
}

/** Renames a journal to the first free `<file>.bak-N`. */
export function setJournalAside(file: string): void {
  if (!fs.existsSync(file)) return;
  let n = 1;
  while (fs.existsSync(`${file}.bak-${n}`)) n++;
  refusing(file, () => fs.renameSync(file, `${file}.bak-${n}`));
}

/** Opens a journal at its end. A line that cannot be written whole is taken back. */
export function openJournal(file: string): JournalWriter {
  const handle = refusing(file, () => fs.openSync(file, 'a'));
  let length = fs.fstatSync(handle).size;
  return {
    append(record) {
      const line = journalLine(record);
      try {
        fs.appendFileSync(handle, line);
        fs.fdatasyncSync(handle);
        length += Buffer.byteLength(line);
      } catch (error) {
        takeBack(handle, length);
        refuse(file, error);
      }
    },
    close: () => fs.closeSync(handle),
  };
}

function takeBack(handle: number, length: number): void {
  try {
    fs.ftruncateSync(handle, length);
  } catch {
    // A device that cannot be cut holds no journal; the next start sets a torn line aside anyway.
  }
}

/** Makes the folder of the journals, and makes sure that files can be made in it. */
export function prepareFolder(folder: string): void {
  refusing(folder, () => {
    makeFolder(folder);
    fs.accessSync(folder, fs.constants.W_OK);
  });
}

/** Not by `recursive`: where a parent refuses with ENOENT, as under /proc, Node 20 tries for ever. */
function makeFolder(folder: string): void {
  const there = () => fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  if (there()) return;
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!there()) throw error;
  }
}

function refusing<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    return refuse(file, error);
  }
}

function refuse(file: string, error: unknown): never {
  const remedy =
    codeOf(error) === 'ENOSPC'
      ? 'free some space and start again: finished trials are kept'
      : 'choose another folder with --out DIR, or make this one writable';
  throw new UsageError(`cannot write ${file}: ${messageOf(error)}; ${remedy}`);
}
