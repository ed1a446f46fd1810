import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { shown } from '../../config/experiment.ts';
import { inOneLine, messageOf, UsageError } from '../../error.ts';

/** A regular file that is open for reading. */
export interface Opened {
  /** Absolute path, and as messages name it. */
  readonly file: string;
  readonly name: string;
  readonly fd: number;
  readonly size: number;
}

/** Most bytes of a file that is read as a whole, and of the numbers of a table. */
export const mostBytes = 2 ** 31 - 1;

/** A fault of a file, in one line. */
export function fault(name: string, message: string): UsageError {
  return new UsageError(inOneLine(`${name}: ${message}`));
}

/** What a library says of a file. A fault within it, such as an array of −1 numbers, says only that the bytes are damaged. */
export function causeOf(error: unknown): string {
  const native = [TypeError, RangeError, SyntaxError, ReferenceError].some((kind) => error instanceof kind);
  return native ? 'its bytes are damaged' : messageOf(error);
}

/** A text of a file as messages quote it. */
export function quoted(text: string): string {
  return `"${inOneLine(text.length > 40 ? `${text.slice(0, 37)}…` : text)}"`;
}

/**
 * Makes something of a file. A link is followed, as it is the caller who named it; what is no regular file is not opened,
 * as a pipe or a device could wait for ever.
 *
 * @throws UsageError where it cannot be read, is no file, or is empty.
 */
export async function withFile<T>(file: string, use: (opened: Opened) => T | Promise<T>): Promise<T> {
  const name = shown(file);
  let fd: number | undefined;
  try {
    const stat = attempt(name, () => fs.statSync(file));
    if (!stat.isFile()) {
      const kind = stat.isDirectory() ? 'a folder' : 'a pipe or a device';
      throw fault(name, `is ${kind}; name a file of rows: CSV, npy, npz, Parquet or IDX`);
    }
    fd = attempt(name, () => fs.openSync(file, 'r'));
    const { size } = fs.fstatSync(fd);
    if (size === 0) throw fault(name, 'is empty; a file of rows is expected');
    return await use({ file, name, fd, size });
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}

function attempt<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fault(name, `cannot be read: ${messageOf(error)}`);
  }
}

/** Bytes of a file from some place on, fewer at its end. */
export function bytesAt({ name, fd }: Opened, at: number, into: Uint8Array): Uint8Array {
  let count = 0;
  while (count < into.length) {
    const read = attempt(name, () => fs.readSync(fd, into, count, into.length - count, at + count));
    if (read === 0) break;
    count += read;
  }
  return into.subarray(0, count);
}

/** A whole file. @throws UsageError where it is too large. */
export function wholeOf(opened: Opened): Uint8Array<ArrayBuffer> {
  const { name, size } = opened;
  if (size > mostBytes) throw fault(name, `${size} bytes are more than ${mostBytes}; take fewer rows`);
  const bytes = new Uint8Array(size);
  const read = bytesAt(opened, 0, bytes);
  if (read.length < size) throw fault(name, 'was changed while it was read; start again');
  return bytes;
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
