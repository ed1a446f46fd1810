import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { survey } from '../../packages/harness/dist/queue/survey.js';
import { essence, journal, mcover, mine, start, temporary, write } from '../cli/support.ts';
import { open, worker } from './machines.ts';
import { noRedis, type Server, startRedis } from './servers.ts';

/** Studies whose batches the machines of a queue compute: what they find is what they find by threads. */

const decide = '"decide": { "compare": [["mcover", "vanilla"]], "difference": 0.3, "most": 60, "batch": 10 }';
const space =
  '[{ "method": "rsa", "parameters": { "gamma": [0.5, 1, 2] } }, { "method": "vanilla", "parameters": { "sweeps": [1, 2] } }]';
const tune = `"tune": { "space": ${space}, "budget": { "trials": 60 }, "most": 20, "batch": 5, "heldOut": 5 }`;
const study = (text: string) => mine.replace('"trials": 2,', `"trials": 2,\n  ${text},`);

describe.skipIf(noRedis)('by a queue', () => {
  let redis: Server;
  let store: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    redis = await startRedis();
    store = await open(redis.url);
  });

  /** A study by threads, and what begins the same one by the queue. */
  async function both(command: string, text: string) {
    const [calm, out] = [temporary(), temporary()];
    const args = (folder: string) => [
      ...[command, write(folder, 'mine.json', study(text))],
      ...['--profile', 'smoke', '--engine', 'reference', '--out', folder, '--json'],
    ];
    const { code, stdout } = await mcover(args(calm));
    const threads = { code, found: JSON.parse(stdout), records: essence(journal(calm, 'mine')) };
    return { out, threads, begin: () => start([...args(out), '--queue', redis.url]) };
  }

  const jobs = async () => {
    const counted = (await survey(store)).map(({ waiting, completed }) => waiting + completed);
    return counted.reduce((sum, count) => sum + count, 0);
  };
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  test('a decision is the same, though the decider was killed amid it, and so are the records', async () => {
    const { out, threads, begin } = await both('decide', decide);
    const machine = worker(store);
    const killed = begin();
    await until(() => fs.existsSync(journal(out, 'mine')));
    killed.child.kill('SIGKILL');
    await killed.ended;
    const { code, stdout, stderr } = await begin().ended;
    await machine.end();
    expect([code, stderr.match(/damaged|failed/)]).toEqual([threads.code, null]);
    expect(JSON.parse(stdout).comparisons).toEqual(threads.found.comparisons);
    expect(essence(journal(out, 'mine'))).toEqual(threads.records);
    expect(await jobs()).toBe(0);
  });

  test('a tuning that is told to end leaves its jobs, goes on, and finds the same', async () => {
    const { out, threads, begin } = await both('tune', tune);
    const detached = begin();
    await until(async () => (await jobs()) === 25);
    detached.child.kill('SIGINT');
    const { code, stderr } = await detached.ended;
    expect([code, await jobs()]).toEqual([130, 25]);
    expect(stderr).toContain(`the same command goes on from there; the jobs stay at ${redis.url}`);
    const machine = worker(store);
    const ended = await begin().ended;
    await machine.end();
    expect(ended.code).toBe(threads.code);
    expect(JSON.parse(ended.stdout).races).toEqual(threads.found.races);
    expect(essence(journal(out, 'mine'))).toEqual(threads.records);
  });

  const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

  test.each<[string, string[], NodeJS.ProcessEnv, string]>([
    ['traces', ['--queue', 'redis://127.0.0.1:1', '--trace'], {}, "cannot be used with option '--trace [n]'"],
    [
      'threads',
      ['--queue', 'redis://127.0.0.1:1', '--workers', '2'],
      {},
      "cannot be used with option '--workers",
    ],
    ['a GPU', ['--queue', 'redis://127.0.0.1:1', '--engine', 'gpu'], {}, 'a queue has no trials for GPUs'],
    ['a queue that nobody names', ['--queue'], { MCOVER_QUEUE: '' }, 'no queue is named'],
    ['the queue of the environment', ['--queue'], { MCOVER_QUEUE: 'http://x' }, 'no address of a queue'],
  ])('%s: refused', async (_, options, env, message) => {
    const args = ['decide', example('decide.json'), '--out', temporary()];
    const { code, stdout, stderr } = await mcover([...args, ...options], undefined, env);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('without the option a study runs here, whatever the environment says', async () => {
    const out = temporary();
    const args = ['decide', write(out, 'mine.json', study(decide)), '--profile', 'smoke', '--out', out];
    const { stderr } = await mcover(args, undefined, { MCOVER_QUEUE: 'http://x' });
    expect(stderr).not.toContain('address');
    expect(fs.existsSync(path.join(out, 'report', 'smoke', 'index.html'))).toBe(true);
  });
});
