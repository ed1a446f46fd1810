import { journalLine, type TraceRecord, type TrialRecord, traceLine } from '@mcover/record';
import { describedIn, journalFile, journalNames, traceFile, traceNames } from './folder.ts';
import { openGroup } from './group.ts';
import { repairJournal, setAside } from './journal.ts';
import { isTooLarge, repairTraces } from './traces.ts';

/** The journals of one run, in one folder. */
export interface Journals {
  /** Files that held damaged lines, how many were set aside, and whether the run is one of their experiment. */
  mended: { file: string; lines: number; asked: boolean; of: 'records' | 'traces' }[];
  /** Appends to the journal of the record's experiment, together with others that come within 50 ms. */
  write(record: TrialRecord): void;
  /** Appends to the traces of the experiment: before records that come after it. */
  writeTrace(trace: TraceRecord): void;
  /** Calls back as soon as all that was written so far is on the disk. */
  settled(done: () => void): void;
  /** @throws UsageError where something could not be written. */
  close(): void;
}

/**
 * Makes the journals of some experiments ready to be gone on with, or, `fresh`, to be begun anew, and the traces with
 * them. All other journals of the folder are mended as well: they go into the same report, which a damaged line would
 * stop. The folder is there, and its lock is this process's.
 *
 * @param onFault as of `openGroup`.
 */
export function openJournals(
  folder: string,
  experiments: readonly string[],
  fresh: boolean,
  onFault: () => void = () => {},
): Journals {
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
  const { add, settled, close } = openGroup(onFault);
  return {
    mended,
    write: (record) => add('records', journalFile(folder, record.experiment), journalLine(record)),
    writeTrace: (trace) => add('traces', traceFile(folder, trace.experiment), traceLine(trace)),
    settled,
    close,
  };
}
