import path from 'node:path';
import { sha256 } from '@mcover/record';
import { disk, readText } from '@mcover/report/disk';
import { codeOf, UsageError } from '../error.ts';
import { discard, refusing, writeFlushed } from './durable.ts';
import { type Holder, hasEnded, thisProcess } from './holder.ts';

/** Gives a lock back. */
export type Release = () => void;

const lockName = '.lock';

/**
 * Makes this process the only writer of a folder, until it gives the lock back. A lock whose process has ended
 * is taken over, and so is one of the same job of Slurm before it was put into the queue again.
 *
 * The lock is a file that names its holder, and files are only ever made whole and where there is none (`link`).
 * The place to take over from a dead holder is a file too, whose name comes from the dead one's lock: it can be
 * had once. Whoever dies having it is succeeded in the same way, so that the last file of the chain says who
 * may write; a successor then puts his file in the place of the first. A process that came too late and took
 * over from a lock that is no longer there sees so, and starts anew.
 *
 * @throws UsageError where the holder runs, or may run: one of another machine cannot be asked.
 */
export function lockFolder(folder: string): Release {
  const lock = path.join(folder, lockName);
  const holder = thisProcess();
  const own = JSON.stringify(holder);
  const draft = `${lock}.${holder.nonce}`;
  refusing(lock, () => {
    try {
      writeFlushed(draft, own);
      while (!take(lock, draft, holder));
    } finally {
      discard(draft);
    }
    clear(folder, holder);
  });
  return () => {
    refusing(lock, () => {
      if (textOf(lock) === own) disk.rm(lock);
    });
  };
}

/** One attempt; false where another process was faster. */
function take(lock: string, draft: string, own: Holder): boolean {
  const first = textOf(lock);
  const chain = [lock];
  for (let text = first; text !== undefined; text = textOf(chain[chain.length - 1])) {
    const holder = holderOf(text);
    if (!holder || !hasEnded(holder, own)) throw new UsageError(refusal(lock, holder));
    chain.push(`${lock}.${sha256(text).slice(0, 16)}`);
  }
  const end = chain[chain.length - 1];
  if (!linked(draft, end)) return false;
  if (end === lock) return true;
  if (textOf(lock) !== first) {
    disk.rm(end);
    return false;
  }
  disk.rename(draft, lock);
  for (const file of chain.slice(1)) disk.rm(file);
  return true;
}

function refusal(lock: string, holder: Holder | undefined): string {
  const writer = holder ? `process ${holder.pid} on ${holder.host}` : 'a process that cannot be told';
  return (
    `${path.dirname(lock)} is being written by ${writer}; wait until it has ended, or choose another folder with ` +
    `--out DIR. If no such process runs any more, remove ${lock}`
  );
}

/** Who made a lock; nobody, where the file is not of this program's making. */
function holderOf(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder | null;
    return typeof holder?.host === 'string' ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Gives a file a second name, unless there is a file of that name: false. */
function linked(from: string, to: string): boolean {
  const there = (error: unknown) => codeOf(error) === 'EEXIST';
  try {
    disk.link(from, to);
  } catch (fault) {
    if (there(fault)) return false;
    // Some file systems know no second names. A copy is as exclusive, though not whole at once.
    try {
      disk.copyFile(from, to);
    } catch (error) {
      if (there(error)) return false;
      throw error;
    }
  }
  return true;
}

/** Removes what processes left that died on their way to a lock. */
function clear(folder: string, own: Holder): void {
  for (const name of disk.readdir(folder)) {
    if (!name.startsWith(`${lockName}.`)) continue;
    const file = path.join(folder, name);
    const holder = holderOf(textOf(file) ?? '');
    if (holder && hasEnded(holder, own)) disk.rm(file);
  }
}

function textOf(file: string): string | undefined {
  try {
    return readText(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
