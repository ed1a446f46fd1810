import fs from 'node:fs';
import path from 'node:path';
import type { DataFile } from '@mcover/models';
import { makeFolder, readRegular } from '@mcover/report/disk';
import { messageOf, UsageError } from '../error.ts';
import { digestFault } from './inspect.ts';
import { receive } from './receive.ts';
import { writing } from './writing.ts';

/** A file to bring here. */
export interface Download {
  file: DataFile;
  /** Where it is to lie. */
  target: string;
  /** Addresses of it, tried in turn. */
  addresses: readonly string[];
  /** As in `Reception`. */
  seconds?: number | undefined;
  /** Takes lines on how it goes. */
  progress: (text: string) => void;
}

/**
 * Downloads a file. What has arrived lies in `<target>.part`, from where the next attempt goes on, at this or
 * another address. Where its digest is right, gives what puts it in its place: a data set may wait for all its files.
 *
 * @throws Error with the fault of each address, UsageError when the file cannot be written.
 */
export async function download(asked: Download): Promise<() => void> {
  const { target, addresses, file, progress } = asked;
  const part = `${target}.part`;
  const folder = path.dirname(target);
  const faults: string[] = [];
  writing(target, () => makeFolder(folder));
  for (const address of addresses) {
    const fault = await attempt(asked, address, part);
    if (fault === undefined) return () => writing(target, () => fs.renameSync(part, target));
    faults.push(`${address}: ${fault}`);
    progress(`  ${fault}`);
  }
  throw new Error(
    `cannot download ${file.name}:\n  ${faults.join('\n  ')}\n` +
      `Try again later (what has arrived is kept), or put the file into ${folder} yourself.`,
  );
}

/** One address. Where the whole is wrong and part of it was there before, all is asked for. Gives the fault. */
async function attempt(
  { file, seconds, progress }: Download,
  address: string,
  part: string,
): Promise<string | undefined> {
  for (;;) {
    const start = writing(part, () => sizeOf(part, file));
    if (start < file.bytes) {
      const fault = await receive({ address, part, start, bytes: file.bytes, seconds, progress }).catch(
        reasonOf,
      );
      if (fault !== undefined) return fault;
    }
    const fault = digestFault(file, readRegular(part));
    if (fault === undefined) return undefined;
    fs.rmSync(part);
    if (start === 0) return fault;
    progress('  what had arrived before was damaged: once more from the beginning');
  }
}

/** Size of what has arrived; more than the whole is of no use and taken away. */
function sizeOf(part: string, { bytes }: DataFile): number {
  const stat = fs.statSync(part, { throwIfNoEntry: false });
  if (stat && !stat.isFile()) throw new Error('there is something that is no regular file; move it away');
  const size = stat?.size ?? 0;
  if (size <= bytes) return size;
  fs.rmSync(part);
  return 0;
}

/** Why the connection failed, which `fetch` hides in the cause of its error. A fault of the disk is passed on. */
function reasonOf(error: unknown): string {
  if (error instanceof UsageError) throw error;
  const { cause } = error as { cause?: unknown };
  return (cause === undefined ? '' : messageOf(cause)) || messageOf(error);
}
