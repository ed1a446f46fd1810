import { type Description, parseDescription } from '@mcover/record';
import { disk } from './disk.ts';

/** Bytes of a file. One with all theory and schemas has a hundredth of it. */
const most = 4 * 2 ** 20;

/**
 * Reads the description of an experiment, or why the file holds none; neither where there is no file. Whatever the
 * file is, it throws nothing.
 */
export function readDescription(
  file: string,
  experiment: string,
): { description?: Description; reason?: string } {
  try {
    const stat = disk.stat(file);
    if (!stat) return {};
    if (!stat.isFile()) return { reason: 'is no file' };
    if (stat.size > most) return { reason: `is larger than ${most / 2 ** 20} MiB` };
    return parseDescription(disk.readFile(file).toString(), experiment);
  } catch (error) {
    return { reason: `cannot be read (${codeOf(error)})` };
  }
}

/** The system's code of an error, or its text. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
