import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { expect, test } from 'vitest';
import { essence, journal, mine, start, temporary, write } from '../cli/support.ts';
import { noRedis, startRedis } from './servers.ts';

const trials = Number(process.env.MCOVER_SOAK ?? 20_000);
const experiment = mine.replace('"N": 11', '"N": 51').replace('"trials": 2', `"trials": ${trials / 2}`);

/** Megabytes of a process that are in memory. */
const resident = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

test.skipIf(noRedis)(`${trials} trials: no process grows`, async () => {
  const redis = await startRedis('--appendfsync', 'everysec');
  const out = temporary();
  const file = write(out, 'mine.json', experiment);
  const env = { MCOVER_QUEUE: redis.url };
  const worker = start(['work', '--workers', '1'], undefined, env);
  const submitter = start(['submit', file, '--profile', 'smoke', '--out', out], undefined, env);
  const server = Number(
    execFileSync('redis-cli', ['-p', String(redis.port), 'info', 'server'])
      .toString()
      .match(/process_id:(\d+)/)![1],
  );
  const pids = { worker: worker.child.pid!, submitter: submitter.child.pid!, server };
  const samples: Record<keyof typeof pids, number>[] = [];
  let done = false;
  void submitter.ended.then(() => {
    done = true;
  });
  const begun = performance.now();
  while (!done) {
    const at = (of: keyof typeof pids) =>
      Math.round(fs.existsSync(`/proc/${pids[of]}`) ? resident(pids[of]) : 0);
    samples.push({ worker: at('worker'), submitter: at('submitter'), server: at('server') });
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  const seconds = (performance.now() - begun) / 1000;
  worker.child.kill('SIGTERM');
  await worker.ended;
  expect((await submitter.ended).code).toBe(0);
  expect(essence(journal(out, 'mine'))).toHaveLength(trials);
  const quarter = (part: number) =>
    samples.slice(Math.floor((part * samples.length) / 4), Math.ceil(((part + 1) * samples.length) / 4));
  const mean = (of: keyof typeof pids, part: number) =>
    quarter(part).reduce((sum, sample) => sum + sample[of], 0) / quarter(part).length;
  console.log(`${trials} trials in ${seconds.toFixed(0)} s; MB in each quarter:`);
  for (const of of ['worker', 'submitter', 'server'] as const) {
    console.log(of, [0, 1, 2, 3].map((part) => mean(of, part).toFixed(0)).join(' '));
    // The last quarter of the submitter makes the report.
    expect(mean(of, 2)).toBeLessThan(1.5 * mean(of, 1) + 20);
  }
});
