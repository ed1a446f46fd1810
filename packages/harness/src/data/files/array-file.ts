import { gunzipSync } from 'node:zlib';
import { InputError } from '@mcover/core';
import { parseIdxImages, parseIdxLabels } from '@mcover/core/internals';
import { inOneLine, messageOf, UsageError } from '../../error.ts';
import type { NumberArray } from './array.ts';
import { npyMagic, parseNpy } from './npy.ts';
import { fault, mostBytes } from './open.ts';

/** Formats by their first bytes; what begins otherwise is text. */
export type Format = 'npy' | 'npz' | 'parquet' | 'idx' | 'gzip' | 'csv';

const magics: readonly (readonly [Format, Uint8Array])[] = [
  ['npy', npyMagic],
  ['npz', Uint8Array.of(0x50, 0x4b, 3, 4)],
  ['parquet', new TextEncoder().encode('PAR1')],
  ['idx', Uint8Array.of(0, 0, 8)],
  ['gzip', Uint8Array.of(0x1f, 0x8b)],
];

export function formatOf(start: Uint8Array): Format {
  const found = magics.find(([, magic]) => magic.every((byte, i) => start[i] === byte));
  return found ? found[0] : 'csv';
}

/** An array of a file of its own, inputs or labels. @throws UsageError */
export function arrayOf(name: string, bytes: Uint8Array): NumberArray {
  const format = formatOf(bytes);
  if (format === 'npy') return parseNpy(name, bytes);
  if (format === 'gzip') return idxArray(name, unzipped(name, bytes));
  if (format === 'idx') return idxArray(name, bytes);
  throw fault(name, `is ${format.toUpperCase()}; inputs and labels apart are npy or IDX files`);
}

function unzipped(name: string, bytes: Uint8Array): Uint8Array {
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: mostBytes });
    if (formatOf(unpacked) === 'idx') return unpacked;
  } catch (error) {
    throw fault(name, `corrupt gzip: ${messageOf(error)}`);
  }
  throw fault(name, 'holds no IDX file; other files are read unpacked');
}

/** Unsigned bytes: images of three dimensions, or labels of one. */
function idxArray(name: string, bytes: Uint8Array): NumberArray {
  try {
    if (bytes[3] === 1) {
      const labels = parseIdxLabels(bytes, name);
      return { shape: [labels.length], values: labels };
    }
    const { count, rows, columns, pixels } = parseIdxImages(bytes, name);
    return { shape: [count, rows, columns], values: pixels };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(inOneLine(error.message));
  }
}
