import { builtIn } from '@mcover/models';
import { recordProblems } from '@mcover/record';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { announce, queueName } from '../../packages/harness/dist/queue/header.js';
import { clearAll, survey } from '../../packages/harness/dist/queue/survey.js';
import { essence, pendingOf, tiny, tinyCommittee } from '../../packages/harness/test/support.ts';
import { build, local, open, process_, service, submit, threads, worker } from './machines.ts';
import { noRedis, type Server, startRedis } from './servers.ts';

/** Nine trials of a perceptron and eight of a committee, of two arithmetics. */
const trials = () => pendingOf([tiny, tinyCommittee]);

/** Eighteen trials of some ten ms. */
const longer = {
  ...tiny,
  params: { ...tiny.params, N: 101, schedule: { step: 0.002, to: 0.002 } },
  trials: 6,
};

if (noRedis) console.warn(`not tested: queues, ${noRedis}`);

describe.skipIf(noRedis)('on a Redis', () => {
  let redis: Server;
  let store: Awaited<ReturnType<typeof open>>;
  const workers: ReturnType<typeof worker>[] = [];
  const begin = (...args: Parameters<typeof worker>) => {
    const one = worker(...args);
    workers.push(one);
    return one;
  };

  beforeAll(async () => {
    redis = await startRedis();
    store = await open(redis.url);
  });
  beforeEach(() => clearAll(store));
  afterEach(async () => {
    await Promise.all(workers.splice(0).map(({ end }) => end()));
  });

  test('two workers make the records of this machine, each once, and leave an empty queue', async () => {
    const pending = trials();
    begin(store, { name: 'one' });
    begin(store, { name: 'two' });
    const { records, failed, notes } = await submit(store, pending);
    expect({ failed, notes }).toEqual({ failed: [], notes: [] });
    expect(essence(records)).toEqual(essence(await local(pending)));
    for (const record of records) expect(recordProblems(record, builtIn)).toEqual([]);
    const after = await survey(store);
    // One queue for each arithmetic.
    expect(after.map(({ queue }) => queue.slice(13)).sort()).toEqual(['exact-drawn', 'f64-drawn']);
    for (const { waiting, running, completed, failed } of after)
      expect({ waiting, running, completed, failed }).toEqual({
        waiting: 0,
        running: [],
        completed: 0,
        failed: [],
      });
  });

  test('no more jobs wait than are allowed, and the longest come first', async () => {
    const pending = pendingOf([tiny]);
    const seen: number[] = [];
    const lane = submit(store, pending, { most: 4 });
    const queue = store.queue(queueName({ build }));
    while ((await queue.counts()).waiting < 4);
    seen.push((await queue.counts()).waiting);
    const ids = await queue.ids('waiting');
    const longest = [...pending].sort((a, b) => b.seconds - a.seconds)[0].seconds;
    const first = pending.find(({ id }) => id === ids[0])!;
    expect([seen, first.seconds]).toEqual([[4], longest]);
    begin(store);
    expect((await lane).records).toHaveLength(pending.length);
  });

  test('a submitter that leaves loses nothing: the next one finds what was computed', async () => {
    const pending = pendingOf([tiny]);
    const leaving = new AbortController();
    const first = submit(store, pending, { signal: leaving.signal });
    const queue = store.queue(queueName({ build }));
    while ((await queue.counts()).waiting < pending.length);
    leaving.abort();
    expect((await first).records).toEqual([]);
    const { done } = begin(store, { once: true });
    expect((await done).trials).toBe(9);
    expect(essence((await submit(store, pending)).records)).toEqual(essence(await local(pending)));
    // It was killed after it had written all, and before it removed the jobs: they go when it comes again.
    await queue.add([{ id: pending[0].id, data: { spec: pending[0].spec } }]);
    begin(store);
    while ((await queue.counts()).completed < 1);
    const all = new Set(pending.map(({ id }) => id));
    await submit(store, pending.slice(1), { wanted: all });
    expect((await queue.counts()).completed).toBe(0);
  });

  test('two submitters of the same trials both get all of them', async () => {
    const pending = pendingOf([tiny]);
    const both = [submit(store, pending), submit(store, pending)];
    begin(store, { workers: 2 });
    const expected = essence(await local(pending));
    for (const { records, failed } of await Promise.all(both)) {
      expect(failed).toEqual([]);
      expect(essence(records)).toEqual(expected);
    }
  });

  test('a worker that is killed returns its trials within two leases', async () => {
    const pending = pendingOf([longer]);
    const expected = essence(await local(pending));
    const lane = submit(store, pending);
    const queue = store.queue(queueName({ build }));
    const child = process_(redis.url, 'victim');
    while ((await queue.counts()).active < 2);
    child.kill('SIGKILL');
    const lost = await queue.read(await queue.ids('active'));
    expect(lost.map(({ by }) => by)).toEqual(['victim', 'victim']);
    begin(store, { name: 'heir', lease: 2 });
    const { records, failed } = await lane;
    expect(failed).toEqual([]);
    expect(essence(records)).toEqual(expected);
  });

  test('the server is killed and comes back with what was on its disk', async () => {
    const pending = pendingOf([longer]);
    begin(store);
    const lane = submit(store, pending);
    const queue = store.queue(queueName({ build }));
    while ((await queue.counts()).waiting > 12 || (await queue.counts()).active === 0);
    await redis.kill();
    await redis.start();
    const { records, failed } = await lane;
    expect(failed).toEqual([]);
    expect(essence(records)).toEqual(essence(await local(pending)));
  });

  test('what the server loses is added again', async () => {
    const pending = pendingOf([tiny]);
    const lane = submit(store, pending);
    const queue = store.queue(queueName({ build }));
    while ((await queue.counts()).waiting < pending.length);
    await clearAll(store);
    begin(store);
    expect((await lane).records).toHaveLength(pending.length);
  });

  test('a trial that ends its worker takes no other with it, and leaves a failure', async () => {
    const pending = pendingOf([longer]);
    const poison = pending[5];
    const module = threads(`
      if (JSON.stringify(assignment.spec) === ${JSON.stringify(JSON.stringify(poison.spec))}) process.kill(process.pid, 'SIGKILL');
      return truth();`).href;
    const end = service(redis.url, module);
    const { records, failed, notes } = await submit(store, pending).finally(end);
    expect(failed.map(({ pending: { id }, failure }) => [id, failure.kind])).toEqual([
      [poison.id, 'JobFailed'],
    ]);
    expect(notes[0]).toMatch(/runs once more, alone/);
    const good = records.filter(({ id }) => id !== poison.id);
    expect(essence(good)).toEqual(essence(await local(pending.filter(({ id }) => id !== poison.id))));
  });

  test('a trial that fails runs once more alone, and then its failure is recorded', async () => {
    const pending = pendingOf([tiny]);
    const bad = pending[4].spec;
    const body = `
      if (JSON.stringify(assignment.spec) !== ${JSON.stringify(JSON.stringify(bad))}) return truth();
      return { outcome: { failure: { kind: 'Odd', message: 'no' } }, engine: 'x', durationMs: 1 };`;
    begin(store, { worker: threads(body), workers: 2 });
    const { records, failed, notes } = await submit(store, pending);
    expect(failed.map(({ failure }) => failure)).toEqual([{ kind: 'Odd', message: 'no' }]);
    expect(notes).toHaveLength(1);
    expect(records).toHaveLength(9);
  });

  test('a worker of another build takes nothing, and says why', async () => {
    const other = 'a'.repeat(64);
    const pending = pendingOf([tiny]);
    const lane = submit(store, pending, { build: other, signal: AbortSignal.timeout(2000) });
    while ((await store.queue(queueName({ build: other })).counts()).waiting < pending.length);
    const { notes, done } = begin(store, { once: true });
    expect(await done).toEqual({ trials: 0, refused: 1 });
    expect(notes).toEqual([
      `aaaaaaaaaaaa-exact-drawn: nothing of it is taken: they are for the build aaaaaaaaaaaa, and this is ${build.slice(0, 12)}; install the same version`,
    ]);
    expect((await lane).records).toEqual([]);
    expect((await store.queue(queueName({ build: other })).counts()).waiting).toBe(9);
  });

  test('a worker without the data set takes nothing, and says why', async () => {
    const before = process.env.MCOVER_DATA_DIR;
    process.env.MCOVER_DATA_DIR = '/nowhere';
    try {
      const queue = await announce(store, { build, arithmetic: 'f32', data: 'mnist' });
      await queue.add([{ id: 'x', data: {} }]);
      const { notes, done } = begin(store, { once: true });
      expect(await done).toEqual({ trials: 0, refused: 1 });
      expect(notes[0]).toMatch(
        /f32-mnist: nothing of it is taken: \/nowhere\/mnist.*missing; "mcover data fetch mnist"/,
      );
      expect((await queue.counts()).waiting).toBe(1);
    } finally {
      if (before === undefined) delete process.env.MCOVER_DATA_DIR;
      else process.env.MCOVER_DATA_DIR = before;
    }
  });

  test('a machine that computes other bits takes nothing: its canary trials differ', async () => {
    const pending = pendingOf([tiny]);
    const lane = submit(store, pending, { signal: AbortSignal.timeout(2000) });
    const body = `
      const answer = await truth();
      answer.outcome.result.overlap += 2 ** -52;
      return answer;`;
    while ((await store.queue(queueName({ build })).counts()).waiting < pending.length);
    const { notes, done } = begin(store, { once: true, worker: threads(body) });
    expect(await done).toEqual({ trials: 0, refused: 1 });
    expect(notes[0]).toMatch(
      /nothing of it is taken: the canary trial [0-9a-f]{12} is not what it is elsewhere: /,
    );
    expect(await done).toEqual({ trials: 0, refused: 1 });
    expect((await lane).records).toEqual([]);
  });

  test('a worker that is told to end finishes what it has, and takes no more', async () => {
    const pending = pendingOf([longer]);
    const lane = submit(store, pending);
    const queue = store.queue(queueName({ build }));
    const child = process_(redis.url, 'leaving', 30);
    let said = '';
    child.stdout!.on('data', (data) => {
      said += data;
    });
    while ((await queue.counts()).active < 2);
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
    expect(said).toMatch(/^\d+ trials$/m);
    expect((await queue.counts()).active).toBe(0);
    begin(store);
    expect((await lane).records).toHaveLength(pending.length);
  });
});
