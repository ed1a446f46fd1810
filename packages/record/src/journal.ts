import { isUnknown, recordProblems, type TrialRecord } from './record.ts';
import type { Schemas } from './spec.ts';

/** A line of a journal that is no record of it, and why. `line` counts from 1. */
export interface RejectedLine {
  line: number;
  text: string;
  reason: string;
}

export interface Journal {
  /** Good records in the order of the file, each id once. */
  records: TrialRecord[];
  rejected: RejectedLine[];
  /** Lines that are whole, but nothing here tells how such records look: of models that are not here. No damage. */
  unknown: RejectedLine[];
}

/**
 * Reads the text of a journal: one JSON record a line, the last line ended like every other.
 *
 * A line is rejected when it is torn or not JSON, fits no schema, was changed (`sum`), belongs to another
 * experiment (`experiment`, where given), or repeats an earlier id. A failure is superseded by a later record
 * of the same id, and that is no duplicate: failed trials are tried again.
 */
export function parseJournal(text: string, schemas: Schemas, experiment?: string): Journal {
  const records = new Map<string, TrialRecord>();
  const rejected: RejectedLine[] = [];
  const unknown: RejectedLine[] = [];
  const lines = text.split('\n');
  const tail = lines.pop();
  if (tail)
    rejected.push({ line: lines.length + 1, text: tail, reason: 'the last line is torn: it has no end' });
  for (const [index, line] of lines.entries()) {
    const parsed = parseLine(line, schemas, records, experiment);
    if ('reason' in parsed) {
      const { reason } = parsed;
      (parsed.whole ? unknown : rejected).push({ line: index + 1, text: line, reason });
    } else {
      records.delete(parsed.record.id);
      records.set(parsed.record.id, parsed.record);
    }
  }
  return { records: [...records.values()], rejected, unknown };
}

type ParsedLine = { record: TrialRecord } | { reason: string; whole?: boolean };

function parseLine(
  line: string,
  schemas: Schemas,
  earlier: ReadonlyMap<string, TrialRecord>,
  experiment?: string,
): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: 'not JSON' };
  }
  const [problem] = recordProblems(value, schemas);
  if (problem) {
    const reason = `${problem.pointer || '/'}: ${problem.message}`;
    return { reason, whole: isUnknown(value, schemas) };
  }
  const record = value as TrialRecord;
  if (experiment !== undefined && record.experiment !== experiment) {
    return { reason: `belongs to experiment "${record.experiment}", not to "${experiment}"` };
  }
  const before = earlier.get(record.id);
  if (before && !before.failure) return { reason: `repeats record ${record.id.slice(0, 12)}` };
  return { record };
}

/** The line of a record, with its end. */
export function journalLine(record: TrialRecord): string {
  return `${JSON.stringify(record)}\n`;
}
