import type { Loaded } from '@mcover/core';
import { plural, type TrialRecord } from '@mcover/record';
import { dataFolder } from './data/folder.ts';
import { type LoadedData, loadData } from './data/share.ts';
import { type Job, jobOf, type Prospect, prospectOf } from './job.ts';
import { type Checkpoints, openCheckpoints } from './journal/checkpoints.ts';
import { writeDescriptions } from './journal/description.ts';
import { prepareFolder } from './journal/durable.ts';
import { readJournals } from './journal/folder.ts';
import { openJournals } from './journal/journals.ts';
import { keeper } from './journal/leavings.ts';
import { lockFolder } from './journal/lock.ts';
import { writeTurboKey } from './journal/turbo-key.ts';
import { engineOf } from './lanes/engines.ts';
import { type FailedTrial, type Lane, runLanes, sinkOf, type Watcher } from './lanes/lane.ts';
import { environment } from './lanes/provenance.ts';
import { threadsLane } from './lanes/threads.ts';
import { patience } from './plan/estimate.ts';
import type { Pending, Standing } from './plan/pending.ts';
import { checkRequest, type JobRequest } from './request.ts';

/** How a run is watched and ended. */
export interface RunOptions {
  /** Ends the run: what is finished is kept. */
  signal?: AbortSignal;
  /** Before the first trial: all that is to be done. */
  onStart?(prospect: Prospect): void;
  /** A trial has come so far: a share of its steps. */
  onMove?(pending: Pending, share: number): void;
  /** A trial has ended. */
  onProgress?(pending: Pending): void;
  onNote?(text: string): void;
  /** As in `Addition`. */
  foreseen?: boolean;
  /** Has all trials computed, in the place of this machine. */
  lane?: Lane | undefined;
}

/** What came of a run. */
export interface Ran {
  experiments: Standing[];
  /** Those among them that diverged in an earlier run: they would again. */
  failed: readonly FailedTrial[];
  /** Whether it was ended before its end. */
  stopped: boolean;
}

/**
 * Runs what a request lacks, and gives all its records, those that were there among them. Prints nothing.
 *
 * @throws UsageError for a fault in what is asked for.
 */
export async function run(
  request: JobRequest,
  options: RunOptions = {},
): Promise<Ran & { folder: string; records: TrialRecord[] }> {
  checkRequest(request);
  const job = await jobOf({ onNote: options.onNote, ...request });
  const ran = await execute(job, options);
  const wanted = new Set([...job.wanted.values()].flat().map(({ id }) => id));
  const journals = [...readJournals(job.folder)].filter(([experiment]) => job.wanted.has(experiment));
  const records = journals.flatMap(([, journal]) => journal.records).filter(({ id }) => wanted.has(id));
  return { ...ran, folder: job.folder, records };
}

/**
 * Runs what a job lacks, as the only writer of its folder. Damaged lines are set aside first; a record is kept as
 * soon as its trial has ended. Closes the devices of the job.
 */
export async function execute(job: Job, options: RunOptions = {}): Promise<Ran> {
  try {
    prepareFolder(job.folder);
    const release = lockFolder(job.folder);
    try {
      return await executeAlone(job, options);
    } finally {
      release();
    }
  } finally {
    await job.devices?.close();
  }
}

/** Writes beside the journals of a job what its experiments are, where nothing is run that would. */
export function describe({ folder, descriptions }: Job): void {
  prepareFolder(folder);
  const release = lockFolder(folder);
  try {
    writeDescriptions(folder, descriptions);
  } finally {
    release();
  }
}

async function executeAlone(job: Job, options: RunOptions): Promise<Ran> {
  const { signal = new AbortController().signal, onNote = () => {}, foreseen = false } = options;
  // Before any journal is read: one that lies there may be of no use.
  writeDescriptions(job.folder, job.descriptions);
  const prospect = prospectOf(job);
  const { pending, copies, diverged, experiments } = prospect.plan;
  // Before any journal is touched: damaged data end the run with nothing half done.
  const images = loadData(
    pending.map(({ spec }) => spec),
    dataFolder(),
  );
  const data: LoadedData = new Map<string, Loaded>([...images, ...job.rows]);
  // A disk that is full need not wait for the next trial to end.
  const fault = new AbortController();
  const journals = openJournals(job.folder, [...job.wanted.keys()], job.fresh, () => fault.abort());
  try {
    for (const { file, lines, asked, of } of journals.mended) {
      const next = {
        records: asked ? 'the trials run again' : 'a run of that experiment makes the trials again',
        traces: 'no record needs them',
      }[of];
      onNote(`${plural(lines, 'damaged line')} of ${file} set aside in ${file}.rejected; ${next}`);
    }
    tellTurbo(job, prospect, foreseen);
    for (const record of copies) journals.write(record);
    options.onStart?.(prospect);
    const here = environment();
    const watcher: Watcher = {
      environment: here,
      signal: AbortSignal.any([signal, fault.signal]),
      write: journals.write,
      settled: journals.settled,
      keep: keeper(job.folder, prospect.lacking, journals, onNote),
      moved: (one, share) => options.onMove?.(one, share),
      advance: (one) => options.onProgress?.(one),
      note: onNote,
    };
    const sink = sinkOf(watcher);
    const checkpoints =
      job.checkpoint > 0 ? openCheckpoints(job.folder, job.checkpoint, here.build ?? '', onNote) : undefined;
    for (const id of useless(job, prospect)) checkpoints?.remove(id);
    const lanes = options.lane ? [options.lane] : lanesOf(job, prospect, data, checkpoints);
    if (pending.length > 0) await runLanes(lanes, pending, sink);
    return { experiments, failed: [...diverged, ...sink.failed], stopped: signal.aborted };
  } finally {
    journals.close();
  }
}

/** Trials whose checkpoints nobody goes on from: those that begin afresh, and those that a kill hit when they had ended. */
function useless({ fresh }: Job, { plan: { pending }, there }: Prospect): string[] {
  if (fresh) return pending.map(({ id }) => id);
  const running = new Set(pending.map(({ id }) => id));
  const records = [...there.values()].flatMap((journal) => journal.records);
  return records.map(({ id }) => id).filter((id) => !running.has(id));
}

/** What computes the trials of a job, the fastest first; threads take what is left. */
function lanesOf(
  { devices, engine, workers, timeLimit, trace, weights }: Job,
  { pace, counted }: Prospect,
  data: LoadedData,
  checkpoints: Checkpoints | undefined,
): Lane[] {
  const after = { engine: engineOf(engine), there: counted };
  return [
    ...(devices?.lanes({ data, trace, weights, after }) ?? []),
    threadsLane({
      data,
      workers,
      trace,
      weights,
      checkpoints,
      timeLimit: (one) => timeLimit ?? patience(pace(one)),
    }),
  ];
}

function tellTurbo(job: Job, { plan: { pending, copies }, there }: Prospect, foreseen: boolean): void {
  if (pending.length + copies.length === 0) return;
  const kept = [...there].filter(([experiment]) => !(job.fresh && job.wanted.has(experiment)));
  writeTurboKey(job.folder, {
    there: kept.flatMap(([, journal]) => journal.records),
    coming: [
      ...copies.map(({ experiment, id }) => `${experiment} ${id}`),
      ...pending.flatMap(({ experiments, id }) => experiments.map((experiment) => `${experiment} ${id}`)),
    ],
    foreseen,
  });
}
