import { type DataSet, filesOf } from '@mcover/models';
import { download } from './download.ts';
import { pathOf } from './folder.ts';
import { faultOf } from './inspect.ts';

export interface FetchSetup {
  folder: string;
  /** Address below which lie the folders of the data sets, instead of the public mirrors. */
  from?: string | undefined;
  /** Seconds that may pass without a byte, over all addresses of a file; without it each has its own. */
  seconds?: number | undefined;
  /** Takes lines on how it goes. */
  progress: (text: string) => void;
}

/**
 * Downloads what a data set lacks, and anew what is damaged. All of it comes into its place together: a download that
 * ends early leaves no half of a data set, and what has arrived is kept for the next one.
 *
 * @throws as `download`.
 */
export async function fetchDataSet(set: DataSet, setup: FetchSetup): Promise<void> {
  const { folder, from, seconds, progress } = setup;
  const places: (() => void)[] = [];
  const bases = from === undefined ? set.mirrors : [`${from.replace(/\/+$/, '')}/${set.name}`];
  for (const file of filesOf(set)) {
    const target = pathOf(folder, set, file);
    const fault = faultOf(file, target, { verify: true });
    if (fault === undefined) continue;
    if (fault !== 'missing') progress(`${target}: ${fault}; downloading it anew`);
    const addresses = bases.map((base) => `${base}/${file.name}`);
    const patience = seconds && seconds / addresses.length;
    places.push(await download({ file, target, addresses, seconds: patience, progress }));
  }
  for (const place of places) place();
}
