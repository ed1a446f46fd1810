import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { quoted, slurmScript } from '../../packages/harness/dist/plan/slurm.js';
import { journal, mcover, mine, temporary, write } from './support.ts';

/** Slurm itself is tried by test/queue/slurm.slow.ts. */

const smoke = ['--profile', 'smoke'];

function directive(script: string, key: string): string {
  return new RegExp(`^#SBATCH --${key}=(.*)$`, 'm').exec(script)![1];
}

const isShell = (text: string) => spawnSync('bash', ['-n'], { input: text }).status === 0;

test('a script has time, memory and threads of the plan, and gives each part its options', async () => {
  const folder = temporary();
  const file = write(folder, 'mine.json', mine);
  const args = ['slurm', file, 'N=21', ...smoke, '--shards', '3', '--cpus', '2', '--seed', '7'];
  const { code, stdout } = await mcover(args, folder);
  expect(code).toBe(0);
  expect(isShell(stdout)).toBe(true);
  expect([directive(stdout, 'array'), directive(stdout, 'cpus-per-task')]).toEqual(['1-3', '2']);
  expect([directive(stdout, 'time'), directive(stdout, 'mem')]).toEqual(['00:11:00', '1024M']);
  expect(stdout).toContain(
    `$mcover run ${file} N=21 --profile smoke --seed 7 --workers "$SLURM_CPUS_PER_TASK" --shard "$SLURM_ARRAY_TASK_ID/3" --out`,
  );
});

test('what is missing after a merge is asked for, and nothing where nothing is', async () => {
  const folder = temporary();
  const file = write(folder, 'mine.json', mine);
  const script = async () =>
    mcover(['slurm', file, ...smoke, '--shards', '4', '--missing', '--out', 'merged'], folder);
  expect(directive((await script()).stdout, 'array')).toBe('1,2,3,4');
  const part = (i: number) =>
    mcover(['run', file, ...smoke, '--shard', `${i}/4`, '--out', `shards/${i}`], folder);
  for (const i of [1, 3]) expect((await part(i)).code).toBe(0);
  const merge = () => mcover(['merge', 'shards/1', 'shards/3', '--out', 'merged'], folder);
  await merge();
  expect(fs.existsSync(journal(path.join(folder, 'merged'), 'mine'))).toBe(true);
  expect(directive((await script()).stdout, 'array')).toBe('2,4');
  expect((await mcover(['run', file, ...smoke, '--out', 'merged'], folder)).code).toBe(0);
  expect(await script()).toMatchObject({ code: 0, stdout: '', stderr: 'nothing is missing\n' });
});

test('workers of a queue are given no address of the environment, and no password', async () => {
  const folder = temporary();
  const file = write(folder, 'mine.json', mine);
  const call = (args: string[], env = {}) =>
    mcover(['slurm', file, ...smoke, '--shards', '2', ...args], folder, env);
  const url = 'redis://me:s3cr3t@example.org';
  const { stdout } = await call([], { MCOVER_QUEUE: url });
  expect(stdout).toMatch(/^\$mcover work --workers .* --once &$/m);
  expect(stdout).not.toMatch(/s3cr3t|merge/);
  expect((await call(['--queue', 'queue.txt'])).stdout).toContain('$mcover work --queue queue.txt --workers');
  expect(await call(['--queue', url])).toMatchObject({ code: 2, stdout: '' });
});

test.each([
  ["it's", "'it'\\''s'"],
  ['a b', "'a b'"],
  ['$(x)', "'$(x)'"],
  ['kernel.sigma=1,2', 'kernel.sigma=1,2'],
  ['', "''"],
])('a shell takes %j as one word', (word, text) => {
  expect(quoted(word)).toBe(text);
  expect(String(spawnSync('bash', ['-c', `printf %s ${text}`]).stdout)).toBe(word);
});

test('hours beyond a day stay hours', () => {
  const job = { command: ['repro'], parts: 1, which: undefined, threads: 1, kind: 'shards' } as const;
  expect(directive(slurmScript({ ...job, seconds: 100 * 3600 }), 'time')).toBe('100:10:00');
});
