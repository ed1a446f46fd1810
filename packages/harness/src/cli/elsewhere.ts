import type { Command } from 'commander';
import { UsageError } from '../error.ts';
import { type Job, jobOf } from '../job.ts';
import { gpuName } from '../lanes/engines.ts';
import type { Lane } from '../lanes/lane.ts';
import { buildDigest } from '../program.ts';
import { isForAll } from '../queue/header.ts';
import { queueLane } from '../queue/lane.ts';
import type { JobRequest } from '../request.ts';
import { say } from './output.ts';
import { openQueue } from './queue-option.ts';

/** What computes in the place of this machine, and how it is called. */
export interface Elsewhere {
  lane: Lane;
  shown: string;
  close(): void;
}

/**
 * A job whose trials the machines of the command's queue compute.
 *
 * @param audit share of the trials that two machines compute.
 *
 * @throws UsageError where other machines cannot compute them, or the queue cannot be used.
 */
export async function jobElsewhere(
  command: Command,
  request: JobRequest,
  audit?: number,
): Promise<{ job: Job; elsewhere: Elsewhere }> {
  if (request.engine === gpuName)
    throw new UsageError(
      'a queue has no trials for GPUs; "mcover repro --engine gpu" runs on that of this machine',
    );
  const job = await jobOf({ ...request, workers: 1 });
  const wanted = [...job.wanted.values()].flat();
  const own = wanted.find(({ spec }) => !isForAll(spec));
  if (own)
    throw new UsageError(
      `${own.experiment} is made of files of your own, which other machines may not have; "mcover run" computes it here`,
    );
  const store = await openQueue(command, say);
  const lane = queueLane({
    store,
    build: buildDigest(),
    wanted: new Set(wanted.map(({ id }) => id)),
    timeLimit: job.timeLimit,
    audit: audit === undefined ? undefined : { share: audit, root: request.seed ?? 1 },
  });
  return { job, elsewhere: { lane, shown: store.shown, close: () => store.close() } };
}
