import { type DataSet, filesOf } from '@mcover/models';
import { messageOf } from '../error.ts';
import { type FetchSetup, fetchDataSet } from './fetch.ts';
import { inspect } from './inspect.ts';

/** A reproduction does not wait longer than this for servers that send nothing. */
const patience = 20;

/**
 * Downloads the data sets that are not here, for a run that goes on without them: nothing is thrown. Files that are here
 * stay as they are, damaged ones among them. Where one data set cannot be had the others are not tried either, so that
 * no more than 20 s pass without a byte.
 */
export async function obtainDataSets(sets: Iterable<DataSet>, setup: FetchSetup): Promise<void> {
  const { folder, progress, seconds = patience } = setup;
  for (const set of sets) {
    try {
      const { missing, faults } = inspect(set, folder, { verify: false });
      if (missing.length === 0 || faults.length > 0) continue;
      const files = filesOf(set).filter(({ name }) => missing.includes(name));
      const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
      progress(`fetching ${set.name}, ${megabytes.toFixed(1)} MB, into ${folder}; --offline forbids it`);
      await fetchDataSet(set, { ...setup, seconds });
    } catch (error) {
      progress(`${set.name} was not fetched: ${messageOf(error)}`);
      return;
    }
  }
}
