import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type DataFile, type DataSet, findDataSet, type Role } from '@mcover/models';
import { dataFolder, pathOf } from '../dist/data/folder.js';
import { inspect, stateOf } from '../dist/data/inspect.js';

const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** An IDX file in gzip. */
export function packed(magic: number, sizes: readonly number[], values: Iterable<number>): Buffer {
  return gzipSync(Buffer.from([...[magic, ...sizes].flatMap(word), ...values]));
}

/** Two classes, 0 and 1 in turn, of images of 3 × 2 pixels: six to learn from, four to be tested by. */
export function smallFiles(): Record<Role, Buffer> {
  const pixels = (count: number) => Array.from({ length: 6 * count }, (_, i) => (i * i) % 251);
  const labels = (count: number) => Array.from({ length: count }, (_, i) => i % 2);
  return {
    testImages: packed(0x803, [4, 3, 2], pixels(4)),
    testLabels: packed(0x801, [4], labels(4)),
    trainImages: packed(0x803, [6, 3, 2], pixels(6)),
    trainLabels: packed(0x801, [6], labels(6)),
  };
}

/** A data set of which these are the published files, under the name of one that there is. */
export function dataSetOf(files: Record<Role, Buffer>, name: DataSet['name'] = 'mnist'): DataSet {
  const described = Object.entries(files).map(([role, bytes]): [string, DataFile] => [
    role,
    { name: `${role}.gz`, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
  ]);
  return {
    name,
    title: 'a small data set',
    licence: 'none',
    mirrors: [],
    files: Object.fromEntries(described) as Record<Role, DataFile>,
    rows: 3,
    columns: 2,
    perClass: [3, 3],
    test: 4,
    brightness: { mean: 0.5, deviation: 0.25 },
    standIn: { D: 4, test: 5 },
  };
}

/** Puts files of a data set into a folder. */
export function place(folder: string, set: DataSet, files: Partial<Record<Role, Buffer>>): void {
  for (const [role, bytes] of Object.entries(files)) {
    const where = pathOf(folder, set, set.files[role as Role]);
    fs.mkdirSync(path.dirname(where), { recursive: true });
    fs.writeFileSync(where, bytes);
  }
}

/** Whether a data set is on this machine: what needs it is not tested where it is not. */
export function isHere(name: string): boolean {
  return stateOf(inspect(findDataSet(name)!, dataFolder(), { verify: false })) === 'ready';
}
