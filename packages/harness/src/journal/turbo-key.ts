import path from 'node:path';
import { sha256, type TrialRecord } from '@mcover/record';
import { removeFile, replaceFile } from './durable.ts';

/**
 * What turbo's cache must know of a folder of records.
 *
 * `turbo run repro` is a cache hit when its inputs are what they were, and a hit puts an old report in the place
 * of the one that is there. Were the journals inputs, a run would change its own inputs, and the second run of
 * two would be no hit. So one small file beside them is the input in their place: it stands for the records that
 * the last run that added any *began* with, if that was turbo's own run; that one's additions follow from the
 * rest of the inputs. Any other run (`mcover repro --trials 40`, `run`, `merge`) adds what turbo cannot foresee,
 * and the file stands for the records that it leaves. Then no report of fewer records is ever a hit.
 */
const keyName = 'turbo-key';

/** What a run is about to add to a folder. */
export interface Addition {
  /** Good records, and traces, that are there. */
  there: Iterable<Pick<TrialRecord, 'experiment' | 'sum'>>;
  /** Identities of the trials that come. */
  coming: readonly string[];
  /** Whether turbo's hash of the run says what comes: it is turbo's own, without options. */
  foreseen: boolean;
}

/** Writes the key, before the first record is added: a run that is killed has changed it as well. */
export function writeTurboKey(folder: string, { there, coming, foreseen }: Addition): void {
  const sums = [...there].map(({ experiment, sum }) => `${experiment} ${sum}`);
  const parts = [...sums, ...(foreseen ? [] : coming)].sort();
  const file = path.join(folder, keyName);
  if (parts.length > 0) replaceFile(file, `${sha256(parts.join('\n'))}\n`);
  // Nothing was there: the same as no folder at all.
  else removeFile(file);
}
