import { renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '@mcover/core';
import { makeFolder } from '../read/disk.ts';

/** Writes a file whole or not at all: beside it first, then renamed over it. Folders are made as needed. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.part`;
  try {
    makeFolder(dirname(path));
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new InputError(path, `cannot be written (${code}); make it writable or choose another folder`);
  }
}
