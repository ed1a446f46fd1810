import path from 'node:path';
import type { FilesSource } from '@mcover/models';
import { type Located, member, plain } from '../../config/located.ts';
import type { Use } from '../../config/plugins.ts';
import { blamedOn, UsageError } from '../../error.ts';
import { dataKey } from '../share.ts';
import { type OwnData, readData } from './read.ts';
import type { FilesRequest } from './request.ts';

/**
 * The files of one's own that an experiment names, with absolute paths: each is relative to the file that names it, which
 * may be one that is extended.
 */
export function filesNamedIn(data: Located | undefined): FilesRequest | undefined {
  if (!member(data, 'train')) return undefined;
  return { ...(plain(data!) as FilesRequest), ...paths(data!, ['train', 'test']) } as FilesRequest;
}

function paths(node: Located, keys: readonly string[]): Record<string, unknown> {
  const found = new Map<string, unknown>();
  for (const key of keys) {
    const part = member(node, key);
    if (part?.kind === 'leaf' && typeof part.value === 'string')
      found.set(key, path.resolve(path.dirname(part.place.file), part.value));
    if (part?.kind === 'object')
      found.set(key, { ...(plain(part) as object), ...paths(part, ['inputs', 'labels']) });
  }
  return Object.fromEntries(found);
}

/** Reads the files of an experiment. @throws UsageError with the place of its data. */
export async function readNamed(data: Located | undefined): Promise<OwnData | undefined> {
  const request = filesNamedIn(data);
  if (!request) return undefined;
  try {
    return await readData(request);
  } catch (error) {
    throw blamedOn(data!.place, '/data', error);
  }
}

/**
 * Reads the files of a trial again, from where they lay when it was recorded.
 *
 * @throws UsageError where one is not named, or is no more what it was.
 */
export async function readAgain(
  experiment: string,
  source: FilesSource,
  files: readonly Use[],
): Promise<OwnData> {
  const fileOf = (digest: string) => {
    const found = files.find(({ sha256 }) => sha256 === digest);
    if (found) return found.file;
    throw new UsageError(
      `the trials of ${experiment} are made of a file of the SHA-256 ${digest.slice(0, 12)}…, which is not named beside the journal`,
    );
  };
  const part = (inputs: string, labels: string | undefined) =>
    labels === undefined ? fileOf(inputs) : { inputs: fileOf(inputs), labels: fileOf(labels) };
  const { trainFile, trainLabels, testFile, testLabels, share, label } = source;
  const own = await readData({
    train: part(trainFile, trainLabels),
    test: testFile === undefined ? { share: share! } : part(testFile, testLabels),
    ...(label !== undefined && { label }),
  });
  if (dataKey(own.source) === dataKey(source)) return own;
  const names = own.files.map(({ file }) => file).join(', ');
  throw new UsageError(
    `the trials of ${experiment} are made of files that are no more what they were: ${names}`,
  );
}
