import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { type DataFile, type DataSet, filesOf } from '@mcover/models';
import { readRegular } from '@mcover/report/disk';
import { codeOf, messageOf, UsageError } from '../error.ts';
import { pathOf } from './folder.ts';

/** How a data set stands in a folder. */
export interface Inspection {
  set: DataSet;
  /** Names of the files that are not there. */
  missing: string[];
  /** What is wrong with files that are there, each a sentence that names the file. */
  faults: string[];
}

/** Looks at each file: its size, and with `verify` its digest as well. */
export function inspect(set: DataSet, folder: string, { verify }: { verify: boolean }): Inspection {
  const found: Inspection = { set, missing: [], faults: [] };
  for (const file of filesOf(set)) {
    const where = pathOf(folder, set, file);
    const fault = faultOf(file, where, { verify });
    if (fault === 'missing') found.missing.push(file.name);
    else if (fault) found.faults.push(`${where}: ${fault}`);
  }
  return found;
}

/** "ready", "missing", or what is wrong. */
export function stateOf({ set, missing, faults }: Inspection): string {
  if (faults.length > 0) return `damaged: ${faults.join('; ')}`;
  if (missing.length === filesOf(set).length) return 'missing';
  if (missing.length > 0) return `incomplete: ${missing.join(', ')} missing`;
  return 'ready';
}

/** "missing", or what is wrong with a file, or nothing. @throws UsageError when it cannot be read. */
export function faultOf(
  file: DataFile,
  where: string,
  { verify }: { verify: boolean },
): 'missing' | string | undefined {
  try {
    const stat = fs.statSync(where);
    if (!stat.isFile()) return 'no regular file; move it away';
    return sizeFault(file, stat.size) ?? (verify ? digestFault(file, readRegular(where)) : undefined);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'missing';
    throw unreadable(where, error);
  }
}

function unreadable(where: string, error: unknown): UsageError {
  const remedy = 'MCOVER_DATA_DIR names the folder of the data sets';
  return new UsageError(`${where}: cannot be read: ${messageOf(error)}; ${remedy}`);
}

/** A file's content, which is what was published. @throws UsageError that names the file and the remedy. */
export function readVerified(set: DataSet, file: DataFile, folder: string): Buffer {
  const where = pathOf(folder, set, file);
  let bytes: Buffer | undefined;
  try {
    bytes = readRegular(where);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unreadable(where, error);
  }
  const fault = bytes ? (sizeFault(file, bytes.length) ?? digestFault(file, bytes)) : 'missing';
  if (!bytes || fault) throw new UsageError(`${where}: ${fault}; ${remedy(set)}`);
  return bytes;
}

/** What helps when a data set is missing or damaged. */
export function remedy({ name }: DataSet): string {
  return `"mcover data fetch ${name}" downloads it, MCOVER_DATA_DIR names a folder that has it`;
}

function sizeFault({ bytes }: DataFile, size: number): string | undefined {
  if (size < bytes) return `truncated: ${size} of ${bytes} bytes`;
  if (size > bytes) return `${size} bytes instead of ${bytes}`;
  return undefined;
}

export function digestFault({ sha256 }: DataFile, bytes: Uint8Array): string | undefined {
  const found = createHash('sha256').update(bytes).digest('hex');
  return found === sha256 ? undefined : `wrong checksum: SHA-256 ${found} instead of ${sha256}`;
}
