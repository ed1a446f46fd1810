import type { TrialRecord } from '@mcover/record';
import { UsageError } from './error.ts';
import { journalFile, readJournals } from './journal/folder.ts';
import { type AgainOptions, runAgain } from './lanes/again.ts';
import { sinkOf } from './lanes/lane.ts';
import { environment } from './lanes/provenance.ts';
import { drawTrials } from './plan/again.ts';
import { difference } from './plan/agreement.ts';
import type { Pending } from './plan/pending.ts';
import { type Coverage, coverageOf, type Sample, sampleSize } from './plan/sample.ts';
import { absences, type Verdict, verdictsOf } from './verdicts.ts';
import { checkWeights, type WeightsVerdict } from './weights/check.ts';

/** How a folder is looked at. */
export interface VerifyOptions extends Omit<AgainOptions, 'weights'> {
  /** Trials to run again, drawn by `seed`. Whoever knows the seed knows which. */
  rerun?: Sample;
  seed?: number;
  signal?: AbortSignal;
  onProgress?(pending: Pending): void;
}

/** What was found in a folder. */
export interface Verified {
  verdicts: Verdict[];
  /** Files of weights beside the journals. */
  weights: WeightsVerdict[];
  /** Trials that were run again, and how many of them gave something else. */
  rerun: ({ trials: number; differ: number } & Coverage) | undefined;
  stopped: boolean;
}

/**
 * Checks each record of a folder of journals by its schema, its sum and what its model says that no result can be, that
 * no trial is missing, that files of weights
 * give what is recorded, and, if asked, that trials which are run again do. Prints nothing.
 *
 * @throws UsageError where there is no journal.
 */
export async function verify(folder: string, options: VerifyOptions = {}): Promise<Verified> {
  const journals = readJournals(folder);
  if (journals.size === 0) {
    throw new UsageError(`no journal (*.ndjson) in ${folder}; name a folder such as results/quick`);
  }
  const verdicts = [...verdictsOf(folder, journals), ...absences(folder, journals)];
  const weights = await checkWeights(folder, journals);
  if (options.rerun === undefined) return { verdicts, weights, rerun: undefined, stopped: false };
  const records = [...journals.values()].flatMap((journal) => journal.records);
  const of = new Set(records.flatMap(({ id, result }) => (result ? [id] : []))).size;
  const pending = await drawTrials(folder, records, sampleSize(options.rerun, of), options.seed ?? 1);
  const faults = await faultsOf(folder, pending, records, options);
  for (const { experiment, text } of faults) {
    const file = journalFile(folder, experiment);
    verdicts.find((verdict) => verdict.file === file)!.faults.push(`${file}: ${text}`);
  }
  const stopped = options.signal?.aborted ?? false;
  const rerun = { trials: pending.length, differ: faults.length, ...coverageOf(pending.length, of) };
  return { verdicts, weights, rerun, stopped };
}

/** A record that is not what its trial gives. */
interface Fault {
  experiment: string;
  text: string;
}

async function faultsOf(
  folder: string,
  pending: readonly Pending[],
  records: readonly TrialRecord[],
  options: VerifyOptions,
): Promise<Fault[]> {
  const { signal = new AbortController().signal } = options;
  const keyOf = ({ experiment, id }: TrialRecord) => `${experiment} ${id}`;
  const before = new Map(records.map((record) => [keyOf(record), record]));
  const faults: Fault[] = [];
  const note = (experiment: string, id: string, text: string) =>
    faults.push({ experiment, text: `trial ${id.slice(0, 12)} ${text}` });
  const sink = sinkOf({
    environment: environment(),
    signal,
    note: () => {},
    advance: (one) => options.onProgress?.(one),
    write(record) {
      const { experiment, id, spec, result } = record;
      const apart = result && difference(spec, before.get(keyOf(record))!.result!, result);
      if (apart) note(experiment, id, `gives another result when it is run again: recorded ${apart} now`);
    },
  });
  await runAgain(folder, pending, sink, options);
  for (const { pending: one, failure } of sink.failed) {
    for (const experiment of one.experiments)
      note(experiment, one.id, `fails when it is run again: ${failure.kind}: ${failure.message}`);
  }
  return faults;
}
