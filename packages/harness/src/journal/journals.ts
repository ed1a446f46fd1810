import type { TrialRecord } from '@mcover/record';
import { describedIn, journalFile, journalNames } from './folder.ts';
import { type JournalWriter, openJournal, repairJournal, setJournalAside } from './journal.ts';

/** The journals of one run, in one folder. */
export interface Journals {
  /** Journals that held damaged lines, how many were set aside, and whether the run is one of their experiment. */
  mended: { file: string; lines: number; asked: boolean }[];
  /** Appends to the journal of the record's experiment. */
  write(record: TrialRecord): void;
  close(): void;
}

/**
 * Makes the journals of some experiments ready to be gone on with, or, `fresh`, to be begun anew. All other
 * journals of the folder are mended as well: they go into the same report, which a damaged line would stop.
 * The folder is there, and its lock is this process's.
 */
export function openJournals(folder: string, experiments: readonly string[], fresh: boolean): Journals {
  const mended: Journals['mended'] = [];
  if (fresh) for (const experiment of experiments) setJournalAside(journalFile(folder, experiment));
  for (const experiment of journalNames(folder)) {
    const file = journalFile(folder, experiment);
    const lines = describedIn(folder, experiment, (schemas) => repairJournal(file, schemas, experiment));
    if (lines > 0) mended.push({ file, lines, asked: experiments.includes(experiment) });
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
