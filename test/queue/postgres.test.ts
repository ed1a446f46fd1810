import { beforeAll, describe, expect, test } from 'vitest';
import { queueName } from '../../packages/harness/dist/queue/header.js';
import { survey } from '../../packages/harness/dist/queue/survey.js';
import { essence, pendingOf, tiny, tinyCommittee } from '../../packages/harness/test/support.ts';
import { build, local, open, process_, submit, worker } from './machines.ts';
import { noPostgres, type Server, startPostgres } from './servers.ts';

if (noPostgres) console.warn(`not tested: queues on PostgreSQL, ${noPostgres}`);

describe.skipIf(noPostgres)('on a PostgreSQL', () => {
  let server: Server;
  let store: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    server = await startPostgres();
    store = await open(server.url);
  });

  test('two workers make the records of this machine, and one that is killed loses nothing', async () => {
    // Enough trials that the worker is killed within one.
    const pending = pendingOf([{ ...tiny, trials: 200 }, tinyCommittee]);
    const lane = submit(store, pending);
    const queue = store.queue(queueName({ build }));
    const child = process_(server.url, 'victim');
    // On PostgreSQL a worker may have its first job before the connection that names it is there.
    await expect.poll(() => queue.workers(), { timeout: 20_000, interval: 1 }).toEqual(['victim']);
    while ((await queue.counts()).active === 0);
    child.kill('SIGKILL');
    const { end } = worker(store, { lease: 2 });
    const { records, failed, notes } = await lane;
    expect({ failed, notes }).toEqual({ failed: [], notes: [] });
    expect(essence(records)).toEqual(essence(await local(pending)));
    await end();
    for (const { waiting, running, completed, failed } of await survey(store))
      expect({ waiting, running, completed, failed }).toEqual({
        waiting: 0,
        running: [],
        completed: 0,
        failed: [],
      });
  });

  test('the server is killed and comes back', async () => {
    const pending = pendingOf([{ ...tiny, trials: 20 }]);
    const { end } = worker(store);
    const lane = submit(store, pending);
    while ((await store.queue(queueName({ build })).counts()).completed === 0);
    await server.kill();
    await server.start();
    const { records, failed } = await lane;
    expect(failed).toEqual([]);
    expect(essence(records)).toEqual(essence(await local(pending)));
    await end();
  });
});
