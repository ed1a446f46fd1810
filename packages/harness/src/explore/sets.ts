import type { ShownSet } from '@mcover/explore';
import { dataSets, digestOf, filesOf } from '@mcover/models';
import { dataFolder } from '../data/folder.ts';
import { inspect, readVerified, stateOf } from '../data/inspect.ts';
import type { Served } from './server.ts';

/**
 * The data sets that are on this machine, as they are published, for the worker of the page: it learns from the same bytes
 * as any other trial.
 */
export function setFiles(folder = dataFolder()): Map<string, Served> {
  const ready = dataSets.filter((set) => stateOf(inspect(set, folder, { verify: false })) === 'ready');
  const files = new Map(
    ready.flatMap((set) =>
      filesOf(set).map((file): [string, Served] => [
        `data/sets/${set.name}/${file.name}`,
        { type: 'application/octet-stream', content: readVerified(set, file, folder) },
      ]),
    ),
  );
  return files.set(
    'data/sets.json',
    setList(ready.map((set) => ({ name: set.name, sha256: digestOf(set) }))),
  );
}

/** What `data/sets.json` says: names and digests of the data sets that lie beside the page. */
export const setList = (sets: readonly ShownSet[]): Served => ({
  type: 'application/json',
  content: JSON.stringify(sets),
});
