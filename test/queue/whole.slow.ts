import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { essence, mcover, start, temporary } from '../cli/support.ts';
import { noPostgres, noRedis, startPostgres, startRedis } from './servers.ts';

/** Whole experiments of the paper by three workers in processes of their own, against the records of `repro`. */

const journals = (out: string, profile: string) => {
  const folder = path.join(out, 'results', profile);
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
  return Object.fromEntries(names.map((name) => [name, essence(path.join(folder, name))]));
};

const asked: [string, string[]][] = [
  ['smoke', []],
  ['quick', ['--only', 'table3-perceptron', '--trials', '15']],
];

test.each([
  ['Redis', noRedis, startRedis],
  ['PostgreSQL', noPostgres, startPostgres],
] as const)('%s: the records are those of one machine', async (_, missing, startServer) => {
  if (missing) return;
  const env = { MCOVER_QUEUE: (await startServer()).url };
  const workers = [1, 2, 3].map((i) => start(['work', '--workers', '1', '--name', `w${i}`], undefined, env));
  for (const [profile, only] of asked) {
    const [calm, out] = [temporary(), temporary()];
    const args = ['--profile', profile, ...only, '--out'];
    expect((await mcover(['repro', ...args, calm])).code).toBe(0);
    const { code, stderr } = await mcover(['submit', ...args, out], undefined, env);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const expected = journals(calm, profile);
    expect(Object.values(expected).flat().length).toBeGreaterThan(50);
    expect(journals(out, profile)).toEqual(expected);
  }
  for (const { child } of workers) child.kill('SIGTERM');
  for (const { ended } of workers) expect((await ended).code).toBe(0);
});
