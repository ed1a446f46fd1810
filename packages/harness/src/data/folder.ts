import fs from 'node:fs';
import path from 'node:path';
import { type DataFile, type DataSet, dataSets } from '@mcover/models';
import envPaths from 'env-paths';
import { checkout } from '../program.ts';

/**
 * Folder of the data sets, one folder each: MCOVER_DATA_DIR, or else `data` of a checkout where one of them lies
 * there, or else the user's cache, which all folders and versions share.
 */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, root = checkout): string {
  if (env.MCOVER_DATA_DIR) return path.resolve(env.MCOVER_DATA_DIR);
  const beside = root && path.join(root, 'data');
  if (beside && dataSets.some(({ name }) => fs.existsSync(path.join(beside, name)))) return beside;
  return path.join(envPaths('mcover', { suffix: '' }).cache, 'data');
}

export function pathOf(folder: string, set: DataSet, file: DataFile): string {
  return path.join(folder, set.name, file.name);
}
