import fs from 'node:fs';
import { expect, test } from 'vitest';
import { alone, essence, journal, mine, start, temporary, write } from './support.ts';

/** An experiment of which 80 trials take some seconds. */
const slow = mine
  .replace('"N": 11', '"N": 201')
  .replace('"schedule": { "step": 0.1, "to": 0.1 }', '"schedule": { "step": 0.002, "to": 0.002 }');

test.each([
  ['SIGINT', 130, [], 'the same command goes on from there'],
  ['SIGTERM', 143, ['--fresh'], 'the same command without --fresh goes on from there'],
] as const)('%s ends the run in order, and the next start goes on', async (signal, code, fresh, remedy) => {
  const out = temporary();
  const options = [write(out, 'mine.json', slow), '--profile', 'smoke', '--out', out, '--trials', '40'];
  const { child, ended } = start(['run', ...options, '--workers', '2', ...fresh]);
  while (!fs.existsSync(journal(out, 'mine'))) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill(signal);
  const stopped = await ended;
  expect(stopped).toMatchObject({ code, stdout: '' });
  expect(stopped.stderr).toContain(remedy);
  const before = fs.readFileSync(journal(out, 'mine'), 'utf8');
  const there = essence(journal(out, 'mine')).length;
  expect(there).toBeGreaterThan(0);
  expect(there).toBeLessThan(80);
  const plan = await alone(['plan', ...options, '--json']);
  expect(JSON.parse(plan.stdout).experiments).toMatchObject([{ there, toRun: 80 - there }]);
  expect(fs.readFileSync(journal(out, 'mine'), 'utf8')).toBe(before);
});
