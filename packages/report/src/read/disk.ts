import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';

/** What is at a path. */
export interface Entry {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/**
 * The calls to the system by which results are read and kept. What keeps journals, locks, weights, checkpoints, references
 * and reports makes no others, so that a test can put a disk in their place that fails.
 */
export interface Disk {
  open(file: string, flags: 'r' | 'w' | 'a'): number;
  /** Writes bytes from one of them on, and gives how many it wrote: fewer, perhaps. */
  write(handle: number, bytes: Uint8Array, from: number): number;
  fstat(handle: number): Entry;
  ftruncate(handle: number, length: number): void;
  fsync(handle: number): void;
  fdatasync(handle: number): void;
  close(handle: number): void;
  readFile(file: string): Buffer<ArrayBuffer>;
  readlink(file: string): string;
  readdir(folder: string): string[];
  /** Nothing where nothing is there. */
  stat(file: string): Entry | undefined;
  lstat(file: string): Entry | undefined;
  /** @throws where this process may not write. */
  access(file: string): void;
  mkdir(folder: string): void;
  rename(from: string, to: string): void;
  /** A second name, of which there must be no file. */
  link(from: string, to: string): void;
  /** A copy, of whose name there must be no file. */
  copyFile(from: string, to: string): void;
  /** Removes a file, if it is there. */
  rm(file: string): void;
}

export const disk: Disk = {
  open: fs.openSync,
  write: fs.writeSync,
  fstat: fs.fstatSync,
  ftruncate: fs.ftruncateSync,
  fsync: fs.fsyncSync,
  fdatasync: fs.fdatasyncSync,
  close: fs.closeSync,
  readFile: fs.readFileSync,
  readlink: fs.readlinkSync,
  readdir: fs.readdirSync,
  stat: (file) => fs.statSync(file, { throwIfNoEntry: false }),
  lstat: (file) => fs.lstatSync(file, { throwIfNoEntry: false }),
  access: (file) => fs.accessSync(file, fs.constants.W_OK),
  mkdir: fs.mkdirSync,
  rename: fs.renameSync,
  link: fs.linkSync,
  copyFile: (from, to) => fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL),
  rm: (file) => fs.rmSync(file, { force: true }),
};

/** Most bytes of a text that is read whole, a journal: the runtime has no longer ones. */
export const mostText = 500 * 2 ** 20;

/**
 * The bytes of a regular file. A pipe, a device or a folder is not opened: it may wait, or give bytes, for ever.
 *
 * @throws Error where it is none, is larger than `most` bytes, or cannot be read: then with the system's code.
 */
export function readRegular(file: string, most = Infinity): Buffer<ArrayBuffer> {
  const stat = disk.stat(file);
  if (stat && !stat.isFile()) throw new Error('it is no regular file; move it away, or name another');
  if (stat && stat.size > most)
    throw new Error(`it is larger than ${most / 2 ** 20} MiB, the most that is read`);
  return disk.readFile(file);
}

/**
 * The text of a regular file, in UTF-8. In a line that is none, a byte b beyond ASCII becomes the surrogate U+DC00 + b,
 * which no text has, so that nothing of it is lost.
 *
 * @throws as `readRegular`.
 */
export function readText(file: string, most = mostText): string {
  const bytes = readRegular(file, most);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const lines: string[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    lines.push(isUtf8(line) ? line.toString('utf8') : escaped(line));
    start = end + 1;
  }
  return lines.join('\n');
}

function escaped(line: Buffer): string {
  return line
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)));
}

/**
 * Makes a folder and those above it, and makes them last. Not by `recursive`: where a parent refuses with ENOENT, as under
 * /proc, Node 20 tries for ever.
 */
export function makeFolder(folder: string): void {
  const there = () => disk.stat(folder)?.isDirectory();
  if (there()) return;
  const above = path.dirname(folder);
  makeFolder(above);
  try {
    disk.mkdir(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!there()) throw error;
  }
  flushFolder(above);
}

/** Makes renamed, new and removed files of a folder last. Windows has no such call, and needs none. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = disk.open(folder, 'r');
  try {
    disk.fsync(handle);
  } finally {
    disk.close(handle);
  }
}
