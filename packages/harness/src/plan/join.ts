import type { TrialRecord } from '@mcover/record';
import { difference } from './agreement.ts';

/** The records of one journal, and where they stand. */
export interface Source {
  file: string;
  experiment: string;
  records: readonly TrialRecord[];
}

/** Records of several folders as one. */
export interface Joined {
  /** By experiment, each trial once, in the order in which they came. */
  experiments: Map<string, TrialRecord[]>;
  /** A line for each trial of which two results were found. */
  conflicts: string[];
}

/** Of a trial that is there twice the first result counts; a failure counts where there is no result. */
export function join(sources: readonly Source[]): Joined {
  const found = new Map<string, Map<string, { record: TrialRecord; file: string }>>();
  const conflicts: string[] = [];
  for (const { file, experiment, records } of sources) {
    const trials = found.get(experiment) ?? new Map();
    found.set(experiment, trials);
    for (const record of records) {
      const before = trials.get(record.id);
      if (!before || (before.record.failure && record.result)) trials.set(record.id, { record, file });
      else if (before.record.result && record.result) {
        const apart = difference(record.spec, before.record.result, record.result);
        const trial = `trial ${record.id.slice(0, 12)} of ${experiment}`;
        if (apart) conflicts.push(`${trial} has two results, in ${before.file} and ${file}: ${apart}`);
      }
    }
  }
  const experiments = new Map(
    [...found].map(([experiment, trials]) => [experiment, [...trials.values()].map(({ record }) => record)]),
  );
  return { experiments, conflicts };
}
