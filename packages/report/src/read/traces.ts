import { join } from 'node:path';
import { parseTraces, type TraceRecord, traceBounds, traceEnding } from '@mcover/record';
import { printable } from '../summary/printable.ts';
import { codeOf } from './description.ts';
import { disk } from './disk.ts';
import type { RejectedRecord } from './results.ts';

/** Traces of trials, and the lines that are none. */
export interface Traces {
  traces: TraceRecord[];
  rejected: RejectedRecord[];
}

/**
 * Reads the traces `<experiment>.trace.ndjson` of some experiments that lie beside their journals; most have none. Whatever
 * the files are, it throws nothing: a report does without them.
 */
export function readTraces(folder: string, experiments: Iterable<string>): Traces {
  const read: Traces = { traces: [], rejected: [] };
  for (const experiment of experiments) {
    const file = join(folder, `${experiment}${traceEnding}`);
    const reject = (reason: string, line = 1, text = '') =>
      read.rejected.push({ file: printable(file), line, text, reason: printable(reason) });
    try {
      const stat = disk.stat(file);
      if (!stat) continue;
      if (!stat.isFile()) reject('is no file');
      else if (stat.size > traceBounds.bytes) reject(`is larger than ${traceBounds.bytes / 2 ** 20} MiB`);
      else {
        const { traces, rejected } = parseTraces(disk.readFile(file).toString(), experiment);
        for (const trace of traces) read.traces.push(trace);
        for (const { reason, line, text } of rejected) reject(reason, line, text);
      }
    } catch (error) {
      reject(`cannot be read (${codeOf(error)})`);
    }
  }
  return read;
}
