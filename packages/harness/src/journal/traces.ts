import { parseTraces, traceBounds, traceLine } from '@mcover/record';
import { disk } from '@mcover/report/disk';
import { UsageError } from '../error.ts';
import { traceFile } from './folder.ts';
import { readJournalText, setLinesAside } from './journal.ts';

/** The traces of an experiment's trials that lie in a folder, and the lines that are none; nothing is changed. */
export function readTraces(folder: string, experiment: string): ReturnType<typeof parseTraces> {
  const file = traceFile(folder, experiment);
  const stat = disk.stat(file);
  if (!stat) return { traces: [], rejected: [] };
  if (!stat.isFile()) throw new UsageError(`${file} is no file: move it away`);
  if (isTooLarge(folder, experiment)) {
    const most = `${traceBounds.bytes / 2 ** 20} MiB`;
    throw new UsageError(
      `${file} is larger than ${most}, the most that is read: move it away, and trace fewer steps (--trace n)`,
    );
  }
  return parseTraces(readJournalText(file), experiment);
}

/** Whether the traces of an experiment are more than is read. */
export function isTooLarge(folder: string, experiment: string): boolean {
  const stat = disk.stat(traceFile(folder, experiment));
  return stat !== undefined && stat.size > traceBounds.bytes;
}

/** The trials of an experiment that have a trace in a folder, by the ids of their records. */
export function tracedTrials(folder: string, experiment: string): Set<string> {
  return new Set(readTraces(folder, experiment).traces.map(({ id }) => id));
}

/** Moves the lines that are no traces of the experiment to `<file>.rejected`, and gives their number. */
export function repairTraces(folder: string, experiment: string): number {
  const { traces, rejected } = readTraces(folder, experiment);
  return setLinesAside(traceFile(folder, experiment), rejected, traces.map(traceLine));
}
