import type { Job } from '../job.ts';
import { wallSeconds } from '../plan/estimate.ts';
import { showProgress } from '../progress/index.ts';
import type { Progress } from '../progress/progress.ts';
import { execute, type Ran, type RunOptions } from '../run.ts';
import { say } from './output.ts';

/** Runs what a job lacks, with its progress on stderr. */
export async function executeShown(job: Job, options: RunOptions): Promise<Ran> {
  let progress: Progress | undefined;
  try {
    return await execute(job, {
      ...options,
      onNote: say,
      onStart(prospect) {
        const { pending } = prospect.plan;
        options.onStart?.(prospect);
        if (pending.length > 0)
          progress = showProgress(pending, wallSeconds(pending, job.workers, prospect.pace));
      },
      onMove: (one, share) => progress?.move(one, share),
      onProgress: (one) => progress?.advance(one),
    });
  } finally {
    await progress?.close();
  }
}
