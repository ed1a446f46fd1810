import path from 'node:path';
import type { TrialRecord } from '@mcover/record';
import { journalFile, journalNames } from '../journal/folder.ts';
import { readJournalText } from '../journal/journal.ts';
import { referenceFolder } from '../program.ts';
import { type Header, headerOf, isForAll, queueName } from './header.ts';

/** Most trials that are tried. */
const most = 4;

/**
 * Trials whose results are known from the reference records that the program brings, of the kind of a queue or of integers:
 * the shortest of each model.
 */
export function canariesOf(header: Header): TrialRecord[] {
  const folder = path.join(referenceFolder, 'smoke');
  const kinds = new Set([header, { build: header.build }].map(queueName));
  const found = new Map<string, TrialRecord>();
  for (const experiment of journalNames(folder)) {
    const text = readJournalText(journalFile(folder, experiment));
    for (const line of text.trimEnd().split('\n')) {
      // They come with the program, as its code does: what is wrong with one shows when its trial is run.
      const record = JSON.parse(line) as TrialRecord;
      const { spec, result, provenance } = record;
      if (!result || !isForAll(spec) || !kinds.has(queueName(headerOf(spec, header.build)))) continue;
      const before = found.get(spec.model);
      if (!before || provenance.durationMs < before.provenance.durationMs) found.set(spec.model, record);
    }
  }
  const time = ({ provenance }: TrialRecord) => provenance.durationMs;
  return [...found.values()].sort((a, b) => time(a) - time(b)).slice(0, most);
}
