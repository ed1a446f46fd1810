import type { Loaded } from '@mcover/core';
import { DeviceError, openWebGpuTrainers } from '@mcover/gpu';
import type { TrialRecord } from '@mcover/record';
import { dataFolder } from './data/folder.ts';
import { loadData } from './data/share.ts';
import { UsageError } from './error.ts';
import { journalFile, readJournals } from './journal/folder.ts';
import { runLanes, sinkOf } from './lanes/lane.ts';
import { environment } from './lanes/provenance.ts';
import { defaultWorkers, threadsLane } from './lanes/threads.ts';
import { trainingLane } from './lanes/training.ts';
import { drawTrials, rowsAgain } from './plan/again.ts';
import { difference } from './plan/agreement.ts';
import { patience } from './plan/estimate.ts';
import type { Pending } from './plan/pending.ts';
import { absences, type Verdict, verdictsOf } from './verdicts.ts';

/** How a folder is looked at. */
export interface VerifyOptions {
  /** Trials to run again, drawn by `seed`. */
  rerun?: number;
  seed?: number;
  workers?: number;
  timeLimit?: number;
  signal?: AbortSignal;
  onStart?(pending: readonly Pending[]): void;
  onProgress?(pending: Pending): void;
}

/** What was found in a folder. */
export interface Verified {
  verdicts: Verdict[];
  /** Trials that were run again, and how many of them gave something else. */
  rerun: { trials: number; differ: number } | undefined;
  stopped: boolean;
}

/**
 * Checks each record of a folder of journals by its schema and its sum, that no trial is missing, and, if asked, that
 * trials which are run again give what is recorded. Prints nothing.
 *
 * @throws UsageError where there is no journal.
 */
export async function verify(folder: string, options: VerifyOptions = {}): Promise<Verified> {
  const journals = readJournals(folder);
  if (journals.size === 0) {
    throw new UsageError(`no journal (*.ndjson) in ${folder}; name a folder such as results/quick`);
  }
  const verdicts = [...verdictsOf(folder, journals), ...absences(folder, journals)];
  if (options.rerun === undefined) return { verdicts, rerun: undefined, stopped: false };
  const records = [...journals.values()].flatMap((journal) => journal.records);
  const pending = await drawTrials(folder, records, options.rerun, options.seed ?? 1);
  const faults = await runAgain(folder, pending, records, options);
  for (const { experiment, text } of faults) {
    const file = journalFile(folder, experiment);
    verdicts.find((verdict) => verdict.file === file)!.faults.push(`${file}: ${text}`);
  }
  const stopped = options.signal?.aborted ?? false;
  return { verdicts, rerun: { trials: pending.length, differ: faults.length }, stopped };
}

/** A record that is not what its trial gives. */
interface Fault {
  experiment: string;
  text: string;
}

async function runAgain(
  folder: string,
  pending: readonly Pending[],
  records: readonly TrialRecord[],
  options: VerifyOptions,
): Promise<Fault[]> {
  const { signal = new AbortController().signal, workers = defaultWorkers(), timeLimit } = options;
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
  const images = loadData(
    pending.map(({ spec }) => spec),
    dataFolder(),
  );
  const data = new Map<string, Loaded>([...images, ...(await rowsAgain(folder, pending))]);
  options.onStart?.(pending);
  const lanes = [
    trainingLane({ data, open: openWebGpuTrainers }),
    threadsLane({ data, workers, timeLimit: ({ seconds }) => timeLimit ?? patience(seconds) }),
  ];
  try {
    await runLanes(lanes, pending, sink);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    throw new UsageError(
      `${error.message}; run "mcover verify --rerun" where there is a GPU, or without these records`,
    );
  }
  for (const { pending: one, failure } of sink.failed) {
    for (const experiment of one.experiments)
      note(experiment, one.id, `fails when it is run again: ${failure.kind}: ${failure.message}`);
  }
  return faults;
}
