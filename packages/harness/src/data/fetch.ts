import { type DataSet, filesOf } from '@mcover/models';
import { download } from './download.ts';
import { pathOf } from './folder.ts';
import { faultOf } from './inspect.ts';

export interface FetchSetup {
  folder: string;
  /** Address below which lie the folders of the data sets, instead of the public mirrors. */
  from?: string | undefined;
  /** Takes lines on how it goes. */
  progress: (text: string) => void;
}

/** Downloads what a data set lacks, and anew what is damaged. @throws as `download`. */
export async function fetchDataSet(set: DataSet, { folder, from, progress }: FetchSetup): Promise<void> {
  const bases = from === undefined ? set.mirrors : [`${from.replace(/\/+$/, '')}/${set.name}`];
  for (const file of filesOf(set)) {
    const target = pathOf(folder, set, file);
    const fault = faultOf(file, target, { verify: true });
    if (fault === undefined) continue;
    if (fault !== 'missing') progress(`${target}: ${fault}; downloading it anew`);
    const addresses = bases.map((base) => `${base}/${file.name}`);
    await download({ file, target, addresses, progress });
  }
}
