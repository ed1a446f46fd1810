import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';

/** Most bytes of a text that is read whole, a journal: the runtime has no longer ones. */
export const mostText = 500 * 2 ** 20;

/**
 * The bytes of a regular file. A pipe, a device or a folder is not opened: it may wait, or give bytes, for ever.
 *
 * @throws Error where it is none, is larger than `most` bytes, or cannot be read: then with the system's code.
 */
export function readRegular(file: string, most = Infinity): Buffer<ArrayBuffer> {
  const stat = fs.statSync(file);
  if (!stat.isFile()) throw new Error('it is no regular file; move it away, or name another');
  if (stat.size > most) throw new Error(`it is larger than ${most / 2 ** 20} MiB, the most that is read`);
  return fs.readFileSync(file);
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

/** Makes a folder and those above it. Not by `recursive`: where a parent refuses with ENOENT, as under /proc, Node 20 tries for ever. */
export function makeFolder(folder: string): void {
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
