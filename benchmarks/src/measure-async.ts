import { type Measurement, measurementOf, type Task } from './measure.ts';

/** Something to time that answers later: a device, a pool of threads. */
export interface AsyncTask extends Omit<Task, 'run'> {
  run(): Promise<void> | void;
}

/**
 * Times tasks against each other as `measure` does, one call of each in every round, where a call is waited for. One
 * round is run before, unseen.
 */
export async function measureAsync(tasks: readonly AsyncTask[], rounds: number): Promise<Measurement> {
  const raw: number[][] = tasks.map(() => []);
  const shortest = tasks.map(() => Infinity);
  for (let round = -1; round < rounds; round++) {
    for (const [i, task] of tasks.entries()) {
      const start = performance.now();
      await task.run();
      const milliseconds = performance.now() - start;
      if (round < 0) continue;
      raw[i].push((milliseconds * 1e6) / task.units);
      shortest[i] = Math.min(shortest[i], milliseconds);
    }
  }
  return measurementOf(tasks, raw, shortest);
}
