import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { survey } from '../../packages/harness/dist/queue/survey.js';
import { alone, essence, journal, mcover, mine, start, temporary, write } from '../cli/support.ts';
import { open } from './machines.ts';
import { noRedis, type Server, startRedis } from './servers.ts';

/** Slow enough to be met while it runs, and quick enough to be waited for. */
const longer = mine
  .replace('"N": 11', '"N": 101')
  .replace('"schedule": { "step": 0.1, "to": 0.1 }', '"schedule": { "step": 0.005, "to": 0.005 }')
  .replace('"trials": 2', '"trials": 4');

const until = async (isSo: () => boolean | Promise<boolean>) => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
};

describe.skipIf(noRedis)('commands', () => {
  let redis: Server;
  let file: string;
  const smoke = ['--profile', 'smoke'];
  const to = (url: string) => ({ MCOVER_QUEUE: url });
  const queue = async (...args: string[]) =>
    JSON.parse((await mcover(['queue', ...args, '--json'], undefined, to(redis.url))).stdout);

  beforeAll(async () => {
    redis = await startRedis();
    file = write(temporary(), 'mine.json', longer);
  });

  test('submit, detached and attached again, makes with a worker the records and the report of run', async () => {
    const [out, calm] = [temporary(), temporary()];
    const args = ['submit', file, ...smoke, '--out', out];
    const detached = start(args, undefined, to(redis.url));
    await until(async () => (await queue()).queues[0]?.waiting === 8);
    detached.child.kill('SIGINT');
    const { code, stderr } = await detached.ended;
    expect(code).toBe(130);
    expect(stderr).toContain(`8 trials to run by the machines of ${redis.url}`);
    expect(stderr).toContain('the same command goes on from there; the jobs stay at');
    const worker = start(['work', '--workers', '1', '--once', '--name', 'her'], undefined, to(redis.url));
    const ended = await mcover([...args, '--json'], undefined, to(redis.url));
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ failed: [], experiments: [{ trials: 8, ran: 8 }] });
    expect((await worker.ended).code).toBe(0);
    expect((await mcover(['run', file, ...smoke, '--out', calm])).code).toBe(0);
    expect(essence(journal(out, 'mine'))).toEqual(essence(journal(calm, 'mine')));
    expect(fs.existsSync(path.join(out, 'report', 'smoke', 'index.html'))).toBe(true);
  });

  test('queue tells what there is, and clears it', async () => {
    const slow = write(temporary(), 'mine.json', longer.replaceAll('0.005', '0.0005'));
    const { child, ended } = start(
      ['submit', slow, ...smoke, '--out', temporary()],
      undefined,
      to(redis.url),
    );
    const worker = start(['work', '--workers', '1', '--name', 'his'], undefined, to(redis.url));
    const store = await open(redis.url);
    let [found] = await survey(store);
    while (!found?.running.length || found.workers.length === 0) [found] = await survey(store);
    expect(found).toMatchObject({ workers: ['his'], running: [{ on: 'his' }], failed: [] });
    const text = (await mcover(['queue'], undefined, to(redis.url))).stdout;
    expect(text).toMatch(/exact-drawn +\d+ +\d+ +\d+ +0 +1\n/);
    expect((await ended).code).toBe(0);
    worker.child.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
    expect(child.killed).toBe(false);
    expect(await queue('clear')).toEqual({ queue: redis.url, queues: [] });
  });

  test.each<[string, string[], NodeJS.ProcessEnv, string]>([
    ['no queue', [], {}, 'no queue is named'],
    ['no address', ['--queue', 'http://x'], {}, 'no address of a queue; allowed: redis[s]://'],
    ['no number of a database', ['--queue', 'redis://127.0.0.1:1/abc'], {}, 'no address of a queue'],
    ['a file that is not there', ['--queue', 'nowhere.txt'], {}, 'cannot be read: ENOENT'],
    [
      'a server that is not there',
      ['--queue', 'redis://127.0.0.1:1'],
      {},
      'redis://127.0.0.1:1 cannot be used: connect ECONNREFUSED',
    ],
    [
      'a password that all can read',
      ['--queue', 'redis://me:s3cr3t@127.0.0.1:1'],
      {},
      'a password on the command line is seen by all',
    ],
  ])('%s is a wrong call', async (_, args, env, message) => {
    const { code, stdout, stderr } = await mcover(['queue', ...args], temporary(), env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('s3cr3t');
  });

  test('a database that the server lacks is not taken for the first one', async () => {
    const { code, stderr } = await mcover(['queue'], undefined, to(`${redis.url}/99`));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('cannot be used: ERR DB index is out of range'),
    });
  });

  test('trials that other machines cannot compute are refused', async () => {
    const { code, stderr } = await mcover(['submit', file, '--engine', 'gpu'], undefined, to(redis.url));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('a queue has no trials for GPUs'),
    });
    const example = fileURLToPath(new URL('../../examples/hopfield.json', import.meta.url));
    const refused = await mcover(['submit', example, '--out', temporary()], undefined, to(redis.url));
    expect(refused.stderr).toContain('files of your own, which other machines may not have');
    expect(refused.code).toBe(2);
  });
});

describe.skipIf(noRedis)('a Redis', () => {
  test('that may throw jobs away is refused', async () => {
    const { url } = await startRedis('--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru');
    const { code, stderr } = await mcover(['queue'], undefined, { MCOVER_QUEUE: url });
    expect(code).toBe(2);
    expect(stderr).toContain('its eviction policy allkeys-lru throws jobs away');
  });

  test('with a password takes it from the environment or a file, and nothing tells it', async () => {
    const password = 'correct-horse';
    const { port } = await startRedis('--requirepass', password);
    const address = (word: string) => `redis://default:${word}@127.0.0.1:${port}/1`;
    const folder = temporary();
    const queueFile = write(folder, 'queue.txt', `${address(password)}\n`);
    const file = write(folder, 'mine.json', mine);
    const worker = start(['work', '--workers', '1'], undefined, {
      MCOVER_QUEUE: address(password),
      MCOVER_DEBUG: '1',
    });
    const out = temporary();
    const ended = await mcover(['submit', file, '--profile', 'smoke', '--out', out, '--queue', queueFile]);
    worker.child.kill('SIGTERM');
    const worked = await worker.ended;
    // An error as it is goes to a console, which the tests' runner takes for its own in this process.
    const wrong = await alone(['queue'], undefined, {
      MCOVER_QUEUE: address('wrong-horse'),
      MCOVER_DEBUG: '1',
    });
    expect([ended.code, worked.code, wrong.code]).toEqual([0, 0, 2]);
    expect(wrong.stderr).toContain('WRONGPASS');
    const written = fs
      .readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile());
    const files = written.map(({ parentPath, name }) =>
      fs.readFileSync(path.join(parentPath, name), 'latin1'),
    );
    expect(files.length).toBeGreaterThan(3);
    const texts = [ended, worked, wrong].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    for (const text of [...files, ...texts]) expect(text).not.toMatch(/-horse/);
  });
});
