import path from 'node:path';
import type { DataFile, DataSet } from '@mcover/models';
import { repository } from '../repository.ts';

/** Folder of the data sets, one folder each: MCOVER_DATA_DIR, or else `data` beside the program. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.MCOVER_DATA_DIR ? path.resolve(env.MCOVER_DATA_DIR) : path.join(repository, 'data');
}

export function pathOf(folder: string, set: DataSet, file: DataFile): string {
  return path.join(folder, set.name, file.name);
}
