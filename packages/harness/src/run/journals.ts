import type { TrialRecord } from '@mcover/record';
import { journalFile } from '../plan/folder.ts';
import { type JournalWriter, openJournal, prepareFolder, repairJournal, setJournalAside } from './journal.ts';

/** The journals of one run, in one folder. */
export interface Journals {
  /** Journals that held damaged lines, and how many were set aside. */
  mended: { file: string; lines: number }[];
  /** Appends to the journal of the record's experiment. */
  write(record: TrialRecord): void;
  close(): void;
}

/** Makes the journals of some experiments ready to be gone on with, or, `fresh`, to be begun anew. */
export function openJournals(folder: string, experiments: readonly string[], fresh: boolean): Journals {
  prepareFolder(folder);
  const mended: Journals['mended'] = [];
  for (const experiment of experiments) {
    const file = journalFile(folder, experiment);
    if (fresh) setJournalAside(file);
    const lines = repairJournal(file, experiment);
    if (lines > 0) mended.push({ file, lines });
  }
  const writers = new Map<string, JournalWriter>();
  return {
    mended,
    write(record) {
      const { experiment } = record;
      const writer = writers.get(experiment) ?? openJournal(journalFile(folder, experiment));
      writers.set(experiment, writer);
      writer.append(record);
    },
    close() {
      for (const writer of writers.values()) writer.close();
    },
  };
}
