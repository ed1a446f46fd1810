import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { alone, essence, journal, mine, start, temporary, write } from './support.ts';

const slow = mine
  .replace('"N": 11', '"N": 201')
  .replace('"schedule": { "step": 0.1, "to": 0.1 }', '"schedule": { "step": 0.002, "to": 0.002 }');

const lockOf = (out: string) => path.join(path.dirname(journal(out, 'mine')), '.lock');

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('two writers at once: one is refused, and the other does not notice', async () => {
  const out = temporary();
  const args = ['run', write(out, 'mine.json', slow), '--profile', 'smoke', '--out', out, '--trials', '12'];
  const { child, ended } = start(args);
  await until(() => fs.existsSync(journal(out, 'mine')));
  // However long it takes to answer, a process that is there is alive.
  child.kill('SIGSTOP');
  const second = await alone(args);
  expect({ code: second.code, stdout: second.stdout }).toEqual({ code: 2, stdout: '' });
  expect(second.stderr).toContain(`is being written by process ${child.pid} on `);
  const merged = await alone(['merge', out, '--out', out]);
  expect(merged).toMatchObject({ code: 2, stderr: expect.stringContaining('is being written by process') });
  child.kill('SIGCONT');
  expect((await ended).code).toBe(0);
  expect(essence(journal(out, 'mine'))).toHaveLength(24);
  expect(fs.existsSync(lockOf(out))).toBe(false);
});

test('many starts at once end with the records of one', async () => {
  const out = temporary();
  const calm = temporary();
  const args = ['run', write(out, 'mine.json', mine), '--profile', 'smoke', '--trials', '6', '--out'];
  const ended = await Promise.all(Array.from({ length: 4 }, () => alone([...args, out])));
  for (const { code, stderr } of ended) {
    expect([0, 2]).toContain(code);
    if (code === 2) expect(stderr).toContain('is being written by process');
  }
  expect(ended.map(({ code }) => code)).toContain(0);
  await alone([...args, calm]);
  expect(essence(journal(out, 'mine'))).toEqual(essence(journal(calm, 'mine')));
});

test('the lock of a killed writer is taken over', async () => {
  const out = temporary();
  const args = ['run', write(out, 'mine.json', slow), '--profile', 'smoke', '--out', out, '--trials', '6'];
  const { child, ended } = start(args);
  await until(() => fs.existsSync(journal(out, 'mine')));
  child.kill('SIGKILL');
  await ended;
  expect(fs.existsSync(lockOf(out))).toBe(true);
  expect((await alone(args)).code).toBe(0);
  expect(essence(journal(out, 'mine'))).toHaveLength(12);
  expect(fs.existsSync(lockOf(out))).toBe(false);
});
