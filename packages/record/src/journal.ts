import { parseLines, type RejectedLine } from './lines.ts';
import { isUnknown, recordProblems, type TrialRecord } from './record.ts';
import type { Schemas } from './spec.ts';

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
  return parseLines<TrialRecord>(text, {
    experiment,
    problem(value) {
      const [problem] = recordProblems(value, schemas);
      return problem && { ...problem, whole: isUnknown(value, schemas) };
    },
    superseded: ({ failure }) => failure !== undefined,
  });
}

/** The line of a record, with its end. */
export function journalLine(record: TrialRecord): string {
  return `${JSON.stringify(record)}\n`;
}
