import { divergedKind, type Journal } from '@mcover/record';
import { UsageError } from './error.ts';
import type { Job } from './job.ts';
import { readJournals } from './journal/folder.ts';
import type { FailedTrial } from './lanes/lane.ts';
import type { PlannedTrial } from './plan/trials.ts';
import { describe, execute, type Ran, type RunOptions } from './run.ts';

/** Runs what a job lacks: `execute`, or what runs it elsewhere. */
export type RunBatch = (job: Job, options: RunOptions) => Promise<Ran>;

/** The trials that are next by the records that are there; none when all is done. */
export type NextBatch = (journals: ReadonlyMap<string, Journal>) => Promise<Map<string, PlannedTrial[]>>;

/** How a run in batches ended. */
export interface Ended {
  failed: readonly FailedTrial[];
  /** Whether it was ended before its end. */
  stopped: boolean;
}

/**
 * Runs a job batch by batch, each chosen by the records that are there then, until none is left, a trial has failed or the run is
 * ended. A setting that no machine can train does not end it: that is an answer. Closes the devices of the job.
 *
 * @throws UsageError for a shard, and where a batch has ended and is asked for again.
 */
export async function inBatches(
  job: Job,
  next: NextBatch,
  options: RunOptions = {},
  runBatch: RunBatch = execute,
): Promise<Ended> {
  try {
    if (job.shard)
      throw new UsageError(
        'a shard decides nothing, since what is next depends on all trials of a batch; "mcover run --shard i/n --trials n" on each machine, "mcover merge", and then this command with --out of the merged folder',
      );
    const held = { ...job, devices: heldOpen(job) };
    let before = '';
    // What is set aside is set aside once.
    for (let fresh = job.fresh; ; fresh = false) {
      const wanted = await next(fresh ? new Map() : readJournals(job.folder));
      const ids = [...wanted.values()].flatMap((trials) => trials.map(({ id }) => id));
      if (ids.length === 0) {
        // Where no batch has written it: what is asked for may have changed since the last one.
        if (before === '') describe(job);
        return { failed: [], stopped: false };
      }
      if (ids.join() === before)
        throw new UsageError('trials have ended without the metric that is asked for; name another "metric"');
      before = ids.join();
      const { failed: all, stopped } = await runBatch({ ...held, wanted, fresh }, options);
      const failed = all.filter(({ failure }) => failure.kind !== divergedKind);
      if (failed.length > 0 || stopped) return { failed, stopped };
    }
  } finally {
    await job.devices?.close();
  }
}

/** The devices of a job, which a batch does not close. */
function heldOpen({ devices }: Job): Job['devices'] {
  return devices && { ...devices, close: async () => {} };
}
