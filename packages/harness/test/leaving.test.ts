import { expect, test } from 'vitest';
import { leaving } from '../dist/queue/leaving.js';

const restsOf = (name: string, id: string, times: number) => {
  const { leave } = leaving(name);
  return Array.from({ length: times }, () => leave(id).rest);
};

test('a machine that leaves one job again and again stands back for longer, up to more than 5 s, in which an idle one looks again', () => {
  const rests = restsOf('one', 'a', 40);
  expect(rests[0]).toBe(0);
  rests.slice(1).forEach((rest, i) => {
    const middle = Math.min(0.25 * 2 ** i, 8);
    expect(rest).toBeGreaterThanOrEqual(0.5 * middle);
    expect(rest).toBeLessThan(1.5 * middle);
  });
  expect(Math.max(...rests)).toBeGreaterThan(5);
});

test('two machines stand back for different times', () => {
  const [one, two] = [restsOf('one', 'a', 20), restsOf('two', 'a', 20)];
  for (const [i, rest] of one.slice(1).entries()) expect(rest).not.toBe(two[i + 1]);
});

test('different jobs, or one after a job that was taken, are left without standing back', () => {
  const { leave, took } = leaving('one');
  expect(['a', 'b', 'c'].map((id) => leave(id).rest)).toEqual([0, 0, 0]);
  expect(leave('b').rest).toBeGreaterThan(0);
  took();
  expect(leave('b').rest).toBe(0);
});
