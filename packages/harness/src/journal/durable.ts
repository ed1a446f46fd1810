import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '@mcover/report/disk';
import { codeOf, messageOf, UsageError } from '../error.ts';

/**
 * Writing that survives a crash at any moment: what a call has returned from is on the disk, and what it has not
 * is there whole or not at all. Errors of the system become UsageErrors with their remedy.
 */

/** Puts a text, or bytes, in the place of a file, or makes the file. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const draft = `${file}.tmp`;
  refusing(file, () => {
    try {
      fs.writeFileSync(draft, content, { flush: true });
      fs.renameSync(draft, file);
    } catch (error) {
      fs.rmSync(draft, { force: true });
      throw error;
    }
    flushFolder(path.dirname(file));
  });
}

/** A file open for writing at its end. */
export interface Appender {
  /** Writes a text whole, or takes back what was written of it. */
  append(text: string): void;
  close(): void;
}

export function openAppender(file: string): Appender {
  const handle = refusing(file, () => {
    // A pipe would wait for a reader for ever.
    const isOther = fs.statSync(file, { throwIfNoEntry: false })?.isFile() === false;
    if (isOther) throw new Error('it is no regular file');
    return fs.openSync(file, 'a');
  });
  let length = fs.fstatSync(handle).size;
  // The name of a file that is new must outlast a crash as well.
  if (length === 0) flushFolder(path.dirname(file));
  return {
    append(text) {
      refusing(file, () => {
        try {
          fs.appendFileSync(handle, text);
          fs.fdatasyncSync(handle);
        } catch (error) {
          takeBack(handle, length);
          throw error;
        }
      });
      length += Buffer.byteLength(text);
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

/** Makes renamed and new files of a folder last. Windows has no such call, and needs none. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Makes a folder of journals, and makes sure that files can be made in it. */
export function prepareFolder(folder: string): void {
  refusing(folder, () => {
    makeFolder(folder);
    fs.accessSync(folder, fs.constants.W_OK);
  });
}

/** What a write gives; an error of the system names the file and what to do. @throws UsageError */
export function refusing<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const remedy =
      codeOf(error) === 'ENOSPC'
        ? 'free some space and start again: finished trials are kept'
        : 'choose another folder with --out DIR, or make this one writable';
    throw new UsageError(`cannot write ${file}: ${messageOf(error)}; ${remedy}`);
  }
}
