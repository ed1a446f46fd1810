import { expect, test } from 'vitest';
import { runLanes } from '../../packages/harness/dist/lanes/lane.js';
import { threadsLane } from '../../packages/harness/dist/lanes/threads.js';
import { collecting, pendingOf, tiny } from '../../packages/harness/test/support.ts';
import { open, submit, threads, worker } from './machines.ts';
import { noPostgres, noRedis, startPostgres, startRedis } from './servers.ts';

const seconds = async (work: () => Promise<unknown>) => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

test('what a trial costs beside its own time, and what a second worker brings', async () => {
  const pending = pendingOf([{ ...tiny, trials: 667 }]);
  const rows: [string, number][] = [];
  const pool = threadsLane({ data: new Map(), workers: 1, timeLimit: () => 60 });
  rows.push(['pool', await seconds(() => runLanes([pool], pending, collecting().sink))]);
  for (const [name, missing, startServer] of [
    ['Redis', noRedis, () => startRedis('--appendfsync', 'everysec')],
    ['PostgreSQL', noPostgres, startPostgres],
  ] as const) {
    if (missing) continue;
    const store = await open((await startServer()).url);
    const { end } = worker(store);
    // The worker has joined, and its thread has started.
    await submit(store, pendingOf([{ ...tiny, id: 'first', trials: 1, params: { ...tiny.params, N: 13 } }]));
    rows.push([name, await seconds(() => submit(store, pending))]);
    await end();
  }
  for (const [name, time] of rows)
    console.log(name.padEnd(10), ((1000 * time) / pending.length).toFixed(2), 'ms a trial');
  if (noRedis) return;
  // Trials that wait and compute nothing, so that the queue is measured and not how busy this machine is.
  const module = threads(`
    if (assignment.called) await new Promise((resolve) => setTimeout(resolve, 200));
    return truth();`);
  const store = await open((await startRedis('--appendfsync', 'everysec')).url);
  const some = pendingOf([{ ...tiny, trials: 40 }]);
  const times: number[] = [];
  for (const count of [1, 2]) {
    const workers = Array.from({ length: count }, (_, i) => worker(store, { name: `w${i}`, worker: module }));
    const warm = { ...tiny, id: 'first', trials: 8, params: { ...tiny.params, N: 13 + 2 * count } };
    await submit(store, pendingOf([warm]));
    times.push(await seconds(() => submit(store, some)));
    for (const { end } of workers) await end();
  }
  console.log(
    `${some.length} trials of 200 ms: ${times.map((time) => time.toFixed(2)).join(' and ')} s, a factor of ${(times[0] / times[1]).toFixed(2)}`,
  );
  expect(times[0] / times[1]).toBeGreaterThan(1.8);
});
