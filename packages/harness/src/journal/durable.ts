import path from 'node:path';
import { disk, flushFolder, makeFolder } from '@mcover/report/disk';
import { codeOf, messageOf, UsageError } from '../error.ts';

/**
 * Writing that survives a crash at any moment: what a call has returned from is on the disk, and what it has not
 * is there whole or not at all. Errors of the system become UsageErrors with their remedy.
 */

/**
 * Puts a text, or bytes, in the place of a file, or makes the file.
 *
 * @param draft where it is written first; what a kill leaves there is written over the next time. By another name than this
 * one where several processes may write the file.
 */
export function replaceFile(file: string, content: string | Uint8Array, draft = `${file}.tmp`): void {
  refusing(file, () => {
    try {
      writeFlushed(draft, content);
      disk.rename(draft, file);
    } catch (error) {
      discard(draft);
      throw error;
    }
    flushFolder(path.dirname(file));
  });
}

/** Removes a file, if it is there, for good. */
export function removeFile(file: string): void {
  refusing(file, () => {
    disk.rm(file);
    flushFolder(path.dirname(file));
  });
}

/** Writes a new file in the place of one that is there: half of it, if the process dies. */
export function writeFlushed(file: string, content: string | Uint8Array): void {
  const handle = disk.open(file, 'w');
  try {
    writeAll(handle, Buffer.from(content));
    disk.fsync(handle);
  } finally {
    disk.close(handle);
  }
}

/** A call may write less than it is given. */
function writeAll(handle: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += disk.write(handle, bytes, from);
}

/** Removes what is of no use any more; where that fails, what led to it is the fault to tell. */
export function discard(file: string): void {
  try {
    disk.rm(file);
  } catch {
    // Nothing reads it.
  }
}

/** A file open for writing at its end. */
export interface Appender {
  /** Writes lines whole, and together; where there is no room for all of them, those that fit. */
  append(lines: readonly string[]): void;
  close(): void;
}

export function openAppender(file: string): Appender {
  return refusing(file, () => {
    // A pipe would wait for a reader for ever.
    const isOther = disk.stat(file)?.isFile() === false;
    if (isOther) throw new Error('it is no regular file');
    const handle = disk.open(file, 'a');
    try {
      return appenderOf(file, handle);
    } catch (error) {
      disk.close(handle);
      throw error;
    }
  });
}

function appenderOf(file: string, handle: number): Appender {
  let length = disk.fstat(handle).size;
  // The name of a file that is new must outlast a crash as well.
  if (length === 0) flushFolder(path.dirname(file));
  const add = (text: string) => {
    const bytes = Buffer.from(text);
    try {
      writeAll(handle, bytes);
      disk.fdatasync(handle);
    } catch (error) {
      takeBack(handle, length);
      throw error;
    }
    length += bytes.length;
  };
  return {
    append(lines) {
      refusing(file, () => {
        try {
          add(lines.join(''));
        } catch (error) {
          if (lines.length === 1 || !roomless.includes(codeOf(error) ?? '')) throw error;
          for (const line of lines) add(line);
        }
      });
    },
    close() {
      try {
        disk.close(handle);
      } catch {
        // All that was written is on the disk.
      }
    },
  };
}

function takeBack(handle: number, length: number): void {
  try {
    disk.ftruncate(handle, length);
  } catch {
    // A device that cannot be cut holds no journal; the next start sets a torn line aside anyway.
  }
}

/** Adds a text to the end of a file: all of it, or nothing. */
export function appendTo(file: string, text: string): void {
  const appender = openAppender(file);
  try {
    appender.append([text]);
  } finally {
    appender.close();
  }
}

/** Makes a folder of journals, and makes sure that files can be made in it. */
export function prepareFolder(folder: string): void {
  refusing(folder, () => {
    makeFolder(folder);
    disk.access(folder);
  });
}

/** What the system says where a file cannot become longer: the disk, the share of the user, or the file is full. */
const roomless = ['ENOSPC', 'EDQUOT', 'EFBIG'];

const elsewhere = 'choose another folder with --out DIR';
const inTheWay = `a file is in the way where a folder should be: ${elsewhere}, or move it away`;

/** What to do about an error of the system. */
const remedies: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    roomless.map((code) => [code, 'free some space and start again: finished trials are kept']),
  ),
  EIO: 'the disk has failed: see to it, and start again: finished trials are kept',
  EROFS: `the disk is read-only: ${elsewhere}, or mount it for writing`,
  ENOENT: `a folder on the way is missing: make it, or ${elsewhere}`,
  EEXIST: inTheWay,
  ENOTDIR: inTheWay,
};

export function remedyOf(error: unknown): string {
  return remedies[codeOf(error) ?? ''] ?? `${elsewhere}, or make this one writable`;
}

/** What a write gives; an error of the system names the file and what to do. @throws UsageError */
export function refusing<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write ${file}: ${messageOf(error)}; ${remedyOf(error)}`);
  }
}
