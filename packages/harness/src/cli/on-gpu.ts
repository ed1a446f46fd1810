import type { ImageSplit } from '@mcover/core';
import { openAnnealing, remedies, type Trainers } from '@mcover/gpu';
import type { Journal } from '@mcover/record';
import { planAnew } from '../plan/anew.ts';
import type { Task } from '../plan/plan.ts';
import { type BatchSetup, runBatches } from '../run/batches.ts';
import { engineOf } from '../run/engines.ts';
import { accountOf, gpuSetup } from '../run/gpu.ts';
import type { FailedTrial } from '../run/run.ts';
import { runTrainings } from '../run/trainings.ts';
import type { Job } from './job.ts';
import { plural, say } from './output.ts';

interface GpuSetup extends Omit<BatchSetup, 'tasks' | 'annealing' | 'warn'> {
  data: ReadonlyMap<string, ImageSplit>;
  /** Records that count as there. */
  there: ReadonlyMap<string, Journal>;
  /** Opens the device for training. */
  open(): Promise<Trainers>;
}

/** Has a GPU take what it can. Gives the tasks that are left for the threads, and the trials that failed. */
export async function runOnGpu(
  job: Pick<Job, 'engine' | 'workers'>,
  tasks: readonly Task[],
  setup: GpuSetup,
): Promise<{ left: Task[]; failed: FailedTrial[] }> {
  const trainings = tasks.filter(({ spec }) => spec.arithmetic === 'gpu');
  const others = tasks.filter(({ spec }) => spec.arithmetic !== 'gpu');
  const left = await withoutBatches(job, others, setup);
  if (trainings.length === 0) return { left, failed: [] };
  const trained = await runTrainings({ ...setup, tasks: trainings });
  const { failed, fault } = trained;
  if (!fault || setup.signal.aborted) return { left, failed };

  const engine = engineOf(job.engine);
  const begun = `${plural(trained.left.length, 'trial')} of networks`;
  say(
    `${fault.message}; ${begun} begin anew on the threads, in ${engine.arithmetic} under other ids; ${remedies[fault.fault]}`,
  );
  const anew = planAnew(trained.left, engine, setup.there);
  for (const record of anew.copies) setup.write(record);
  // Trials that had been made on the threads before are not made again.
  const made = trained.left.length - anew.tasks.length;
  for (const task of trained.left.slice(0, made)) setup.progress.advance(task);
  return { left: [...left, ...anew.tasks], failed };
}

/** Has a GPU anneal what it can, and gives the tasks that are left. */
async function withoutBatches(
  { workers }: Pick<Job, 'workers'>,
  tasks: readonly Task[],
  setup: Omit<BatchSetup, 'tasks' | 'annealing' | 'warn'>,
): Promise<Task[]> {
  if (tasks.length === 0) return [];
  const annealing = await openAnnealing(gpuSetup(workers, say));
  try {
    say(`annealing on ${accountOf(annealing.findings)}`);
    return await runBatches({ ...setup, tasks, annealing, warn: say });
  } finally {
    await annealing.close();
  }
}
