import fs from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { essence, journal, mcover, mine, parsed, temporary, write } from './support.ts';

let out: string;
let file: string;

beforeEach(() => {
  out = temporary();
  file = write(out, 'mine.json', mine);
});

const run = (...options: string[]) => mcover(['run', file, '--profile', 'smoke', '--out', out, ...options]);
const read = (experiment = 'mine') => fs.readFileSync(journal(out, experiment), 'utf8');

test('records are the same for one and two threads, and a second start changes nothing', async () => {
  expect((await run('--workers', '1')).code).toBe(0);
  const one = essence(journal(out, 'mine'));
  const before = read();
  expect((await run()).code).toBe(0);
  expect(read()).toBe(before);
  expect((await run('--workers', '2', '--fresh')).code).toBe(0);
  expect(essence(journal(out, 'mine'))).toEqual(one);
  expect(fs.readFileSync(`${journal(out, 'mine')}.bak-1`, 'utf8')).toBe(before);
  expect(one).toHaveLength(4);
});

test('more trials are added to those that are there', async () => {
  await run('--trials', '1');
  const before = read();
  const { stderr } = await run('--trials', '3');
  expect(stderr).toContain('2 there, 4 trials to run');
  expect(read().startsWith(before)).toBe(true);
  expect(essence(journal(out, 'mine'))).toHaveLength(6);
});

test('another seed gives other records', async () => {
  await run();
  await run('--seed', '2');
  const roots = essence(journal(out, 'mine')).map(({ spec }) => spec.seed.root);
  expect(roots.sort()).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
});

test('a trial of another journal of the folder is copied', async () => {
  await run();
  const yours = write(
    out,
    'yours.json',
    mine.replace('"mine"', '"yours"').replace('"trials": 2', '"trials": 3'),
  );
  const { code, stderr } = await mcover(['run', yours, '--profile', 'smoke', '--out', out]);
  expect(code).toBe(0);
  expect(stderr).toContain('4 there, 2 trials to run');
  expect(essence(journal(out, 'yours'))).toHaveLength(6);
  const { records } = parsed(journal(out, 'yours'));
  const before = parsed(journal(out, 'mine')).records[0];
  expect(records.find(({ id }) => id === before.id)?.provenance).toEqual(before.provenance);
});

test('two experiments that share trials run them once', async () => {
  const yours = write(out, 'yours.json', mine.replace('"mine"', '"yours"'));
  const { stderr } = await run(yours);
  expect(stderr).toContain('0 there, 4 trials to run');
  expect(essence(journal(out, 'yours'))).toEqual(essence(journal(out, 'mine')));
});
