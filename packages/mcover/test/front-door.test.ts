import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as core from '@mcover/core';
import * as harness from '@mcover/harness';
import * as models from '@mcover/models';
import * as statistics from '@mcover/report/statistics';
import * as mcover from 'mcover';
import { expect, test, vi } from 'vitest';

test('the front door leads to all that scripts need, and to one thing under each name', () => {
  // `fit` alone is in two: that of the harness does what the other does, and runs many seeds.
  expect(mcover).toMatchObject({ ...core, ...models, ...harness, ...statistics });
  const names = [core, models, harness, statistics].flatMap((entry) => Object.keys(entry));
  expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual(['fit']);
});

test('the script of the README runs', async () => {
  const text = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');
  const [, script] = /```ts\n([\s\S]*?)```/.exec(text)!;
  const code = script.replace(/^import (\{.*\}) from '(.*)';$/m, "const $1 = await load('$2');");
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  await new AsyncFunction('load', code)((name: string) => import(name));
  const [errors, interval] = log.mock.calls[0];
  log.mockRestore();
  expect(errors).toHaveLength(5);
  const mean = errors.reduce((sum: number, error: number) => sum + error, 0) / 5;
  expect((interval.low + interval.high) / 2).toBeCloseTo(mean, 12);
});
