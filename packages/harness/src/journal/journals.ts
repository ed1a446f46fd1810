import type { TraceRecord, TrialRecord } from '@mcover/record';
import { describedIn, journalFile, journalNames, traceFile, traceNames } from './folder.ts';
import { type JournalWriter, openJournal, repairJournal, setAside } from './journal.ts';
import { isTooLarge, openTraces, repairTraces, type TraceWriter } from './traces.ts';

/** The journals of one run, in one folder. */
export interface Journals {
  /** Files that held damaged lines, how many were set aside, and whether the run is one of their experiment. */
  mended: { file: string; lines: number; asked: boolean; of: 'records' | 'traces' }[];
  /** Appends to the journal of the record's experiment. */
  write(record: TrialRecord): void;
  /** Appends to the traces of the experiment. */
  writeTrace(trace: TraceRecord): void;
  close(): void;
}

/**
 * Makes the journals of some experiments ready to be gone on with, or, `fresh`, to be begun anew, and the traces with
 * them. All other journals of the folder are mended as well: they go into the same report, which a damaged line would
 * stop. The folder is there, and its lock is this process's.
 */
export function openJournals(folder: string, experiments: readonly string[], fresh: boolean): Journals {
  const mended: Journals['mended'] = [];
  if (fresh)
    for (const experiment of experiments)
      setAside(journalFile(folder, experiment), traceFile(folder, experiment));
  for (const experiment of journalNames(folder)) {
    const file = journalFile(folder, experiment);
    const lines = describedIn(folder, experiment, (schemas) => repairJournal(file, schemas, experiment));
    if (lines > 0) mended.push({ file, lines, asked: experiments.includes(experiment), of: 'records' });
  }
  for (const experiment of traceNames(folder)) {
    const asked = experiments.includes(experiment);
    // Neither record nor report needs it; only a run that may add to it is refused.
    if (!asked && isTooLarge(folder, experiment)) continue;
    const lines = repairTraces(folder, experiment);
    if (lines > 0) mended.push({ file: traceFile(folder, experiment), lines, asked, of: 'traces' });
  }
  const journals = new Map<string, JournalWriter>();
  const traces = new Map<string, TraceWriter>();
  return {
    mended,
    write(record) {
      const { experiment } = record;
      const writer = journals.get(experiment) ?? openJournal(journalFile(folder, experiment));
      journals.set(experiment, writer);
      writer.append(record);
    },
    writeTrace(trace) {
      const { experiment } = trace;
      const writer = traces.get(experiment) ?? openTraces(traceFile(folder, experiment));
      traces.set(experiment, writer);
      writer.append(trace);
    },
    close() {
      for (const writer of [...journals.values(), ...traces.values()]) writer.close();
    },
  };
}
