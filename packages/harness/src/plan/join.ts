import type { TraceRecord, TrialRecord } from '@mcover/record';
import { agreesExactly, difference } from './agreement.ts';

/** What stands in one file, a journal or a file of traces. */
export interface Source<Line> {
  file: string;
  experiment: string;
  records: readonly Line[];
}

/** What stands in several folders as one. */
export interface Joined<Line> {
  /** By experiment, each trial once, in the order in which they came. */
  experiments: Map<string, Line[]>;
  /** A line for each trial of which two results, or two traces, were found. */
  conflicts: string[];
}

/** Of a trial that is there twice the first result counts; a failure counts where there is no result. */
export function join(sources: readonly Source<TrialRecord>[]): Joined<TrialRecord> {
  return joinLines(sources, (before, after) => {
    if (!before.result) return after.result ? { replace: true } : {};
    const apart = after.result && difference(before.spec, before.result, after.result);
    return apart ? { conflict: { noun: 'results', apart } } : {};
  });
}

/**
 * Of a trial that is there twice the first trace counts. The trials are those of `joined`: where their results agree by a
 * tolerance only, so may their traces.
 */
export function joinTraces(
  sources: readonly Source<TraceRecord>[],
  joined: Joined<TrialRecord>,
): Joined<TraceRecord> {
  const records = [...joined.experiments.values()].flat();
  const loose = new Set(records.filter(({ spec }) => !agreesExactly(spec)).map(({ id }) => id));
  return joinLines(sources, (before, after) =>
    before.sum === after.sum || loose.has(before.id)
      ? {}
      : { conflict: { noun: 'traces', apart: tracesApart(before, after) } },
  );
}

/** The records suffer from neither: one of the files is in the way. */
function tracesApart(before: TraceRecord, after: TraceRecord): string {
  return `every ${before.every} and every ${after.every} steps; move one of these files away`;
}

/** What a second line of a trial means to the first. */
interface Meeting {
  replace?: true;
  conflict?: { noun: string; apart: string };
}

function joinLines<Line extends { id: string }>(
  sources: readonly Source<Line>[],
  meet: (before: Line, after: Line) => Meeting,
): Joined<Line> {
  const found = new Map<string, Map<string, { record: Line; file: string }>>();
  const conflicts: string[] = [];
  for (const { file, experiment, records } of sources) {
    const trials = found.get(experiment) ?? new Map();
    found.set(experiment, trials);
    for (const record of records) {
      const before = trials.get(record.id);
      const { replace, conflict } = before ? meet(before.record, record) : { replace: true };
      if (replace) trials.set(record.id, { record, file });
      if (conflict) {
        const trial = `trial ${record.id.slice(0, 12)} of ${experiment}`;
        conflicts.push(`${trial} has two ${conflict.noun}, in ${before.file} and ${file}: ${conflict.apart}`);
      }
    }
  }
  const experiments = new Map(
    [...found].map(([experiment, trials]) => [experiment, [...trials.values()].map(({ record }) => record)]),
  );
  return { experiments, conflicts };
}
