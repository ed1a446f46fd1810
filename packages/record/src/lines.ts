import { jsonFault } from './json.ts';
import type { Problem } from './schema.ts';

/** A line of a file that is none of its records, and why. `line` counts from 1. */
export interface RejectedLine {
  line: number;
  text: string;
  reason: string;
}

/** Which lines of a file are its records. */
export interface Rules<Line> {
  /** What is wrong with a line's value, if anything; `whole`: it is no damage, but nothing here can read it. */
  problem(value: unknown): (Problem & { whole?: boolean | undefined }) | undefined;
  /** The experiment that all lines belong to. */
  experiment?: string | undefined;
  /** Whether a later line of the same id takes the place of this one. */
  superseded?(before: Line): boolean;
}

/** What the lines of a file are. */
export interface Lines<Line> {
  /** In the order of the file, each id once. */
  records: Line[];
  rejected: RejectedLine[];
  /** Lines that are whole, but that nothing here can read. */
  unknown: RejectedLine[];
}

/**
 * Reads the text of a file that is only ever added to: one JSON value a line, the last line ended like every other.
 *
 * A line is rejected when it is torn, not UTF-8 or not JSON, gives a key twice, is nested too deeply, has a problem, belongs to another experiment, or repeats an earlier id.
 */
export function parseLines<Line extends { id: string; experiment: string }>(
  text: string,
  rules: Rules<Line>,
): Lines<Line> {
  const records = new Map<string, Line>();
  const rejected: RejectedLine[] = [];
  const unknown: RejectedLine[] = [];
  const lines = text.split('\n');
  const tail = lines.pop();
  if (tail)
    rejected.push({ line: lines.length + 1, text: tail, reason: 'the last line is torn: it has no end' });
  for (const [index, line] of lines.entries()) {
    const parsed = parseLine(line, rules, records);
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

/** Half a character, which a text read from UTF-8 does not have: it stands for a byte that is no part of any. */
const surrogate = /\p{Surrogate}/u;

type ParsedLine<Line> = { record: Line } | { reason: string; whole?: boolean | undefined };

function parseLine<Line extends { id: string; experiment: string }>(
  line: string,
  { problem: problemOf, experiment, superseded = () => false }: Rules<Line>,
  earlier: ReadonlyMap<string, Line>,
): ParsedLine<Line> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: 'not JSON' };
  }
  // Sums are over values: bytes that are no characters, and a key that is there twice, would go unseen.
  if (surrogate.test(line)) return { reason: 'not UTF-8' };
  const fault = jsonFault(line);
  if (fault) return { reason: fault.message };
  const problem = problemOf(value);
  if (problem) return { reason: `${problem.pointer || '/'}: ${problem.message}`, whole: problem.whole };
  const record = value as Line;
  if (experiment !== undefined && record.experiment !== experiment) {
    return { reason: `belongs to experiment "${record.experiment}", not to "${experiment}"` };
  }
  const before = earlier.get(record.id);
  if (before && !superseded(before)) return { reason: `repeats record ${record.id.slice(0, 12)}` };
  return { record };
}
