import type { ImageSplit, Loaded } from '@mcover/core';
import { areFiles, type DataSet, digestOf, type FilesSource, findDataSet } from '@mcover/models';
import { UsageError } from '../error.ts';
import { loadImages } from './load.ts';
import type { NamedData } from './resolve.ts';

/** What trials learn from, by `dataKey`, in shared memory. */
export type LoadedData = ReadonlyMap<string, Loaded>;

/**
 * Under what the data of a specification are kept: the name of a data set; of files of one's own the digests and the
 * column, but nothing of how rows are split and taken.
 */
export function dataKey(data: NamedData | Omit<FilesSource, 'inputs'>): string {
  if (!areFiles(data)) return data.name;
  const { trainFile, trainLabels, testFile, testLabels, label } = data;
  return JSON.stringify([trainFile, trainLabels, testFile, testLabels, label]);
}

/**
 * The data sets that some trials need, by name, each loaded once. They lie in shared memory: a thread that is
 * sent one (structured clone) sees the same bytes, and no second copy is made.
 *
 * @throws UsageError for data of another digest than the program's, and as `loadImages`.
 */
export function loadData(
  specs: Iterable<{ data: NamedData }>,
  folder: string,
  sets?: readonly DataSet[],
): Map<string, ImageSplit> {
  const loaded = new Map<string, ImageSplit>();
  for (const { data } of specs) {
    const set = findDataSet(data.name, sets);
    if (!set) continue;
    refuseOtherDigest(set, data);
    if (!loaded.has(set.name)) loaded.set(set.name, loadImages(set, folder));
  }
  return loaded;
}

function refuseOtherDigest(set: DataSet, { sha256 }: NamedData): void {
  const own = digestOf(set);
  if (sha256 === own) return;
  throw new UsageError(
    `the data set ${set.name} of digest ${sha256} is asked for; this program knows the one of digest ${own}`,
  );
}
