import type { ImageSplit } from '@mcover/core';
import { type DataSet, digestOf, findDataSet } from '@mcover/models';
import { UsageError } from '../error.ts';
import { loadImages } from './load.ts';
import type { NamedData } from './resolve.ts';

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
