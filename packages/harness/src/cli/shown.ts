import { divergedKind, plural } from '@mcover/record';
import type { Ended } from '../batches.ts';
import { inOneLine } from '../error.ts';
import type { Job } from '../job.ts';
import type { FailedTrial } from '../lanes/lane.ts';
import { wallSeconds } from '../plan/estimate.ts';
import { showProgress } from '../progress/index.ts';
import type { Progress } from '../progress/progress.ts';
import { execute, type Ran, type RunOptions } from '../run.ts';
import { firstOf } from '../text.ts';
import { say } from './output.ts';
import { onInterruption } from './signals.ts';

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

/**
 * Runs to the end or to a signal, and tells what failed, which is an exit code of 1. Nothing is given back where a signal came first.
 *
 * @param elsewhere what computes in the place of this machine.
 */
export async function untilStopped<T extends Ended>(
  { fresh, folder }: Job,
  run: (signal: AbortSignal) => Promise<T>,
  elsewhere?: string,
): Promise<T | undefined> {
  const interruption = onInterruption();
  const done = await run(interruption.signal).finally(() => interruption.release());
  if (done.stopped) {
    const command = fresh ? 'the same command without --fresh' : 'the same command';
    const others = elsewhere === undefined ? '' : `; the jobs stay at ${elsewhere} for its machines`;
    say(`stopped; finished trials are in ${folder}, and ${command} goes on from there${others}`);
    process.exitCode = interruption.code() ?? 1;
    return undefined;
  }
  sayFailed(done.failed);
  return done;
}

function sayFailed(failed: readonly FailedTrial[]): void {
  if (failed.length === 0) return;
  for (const line of firstOf(failed.map(lineOf), 'failed trial')) say(line);
  const diverged = failed.filter(({ failure }) => failure.kind === divergedKind).length;
  const others = failed.length - diverged;
  if (others > 0) say(`${plural(others, 'trial')} failed; the next start tries again`);
  if (diverged > 0) say(`${plural(diverged, 'trial')} diverged, and would again with these settings`);
  process.exitCode = 1;
}

function lineOf({ pending, failure }: FailedTrial): string {
  const { method, seed } = pending.spec;
  const name = `${pending.experiments.join(', ')}: ${method}, trial ${seed.trial} (${pending.id.slice(0, 12)})`;
  return inOneLine(`failed: ${name}: ${failure.kind}: ${failure.message}`);
}
