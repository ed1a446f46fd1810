import { expect, test } from 'vitest';
import type { Pending } from '../dist/plan/pending.js';
import { clockTime, countText, rangeText } from '../dist/progress/format.js';
import { lineProgress } from '../dist/progress/lines.js';
import { tally } from '../dist/progress/tally.js';

const trial = (seconds: number, ...experiments: string[]) => ({ seconds, experiments }) as unknown as Pending;

test.each([
  [0, '0:00'],
  [30.2, '0:31'],
  [725, '12:05'],
  [3723, '1:02:03'],
  [-1, '0:00'],
])('%d s are %s', (seconds, text) => {
  expect(clockTime(seconds)).toBe(text);
});

test.each([
  [0, 0.4, 'less than 1 s'],
  [0.2, 1.5, '1 s to 2 s'],
  [40, 115, '40 s to 2 min'],
  [80, 80, '80 s'],
  [3000, 7300, '50 min to 2 h 2 min'],
  [7200, 7200, '2 h'],
])('%d to %d seconds are %s', (low, high, text) => {
  expect(rangeText({ low, high })).toBe(text);
});

test('the time left follows the work that is done', () => {
  let now = 100;
  const pending = [trial(30, 'a'), trial(10, 'a', 'b'), trial(60, 'b')];
  const counts = tally(pending, 50, () => now);
  expect(counts.count()).toEqual({ done: 0, total: 3, secondsLeft: 50 });
  now += 20;
  counts.advance(pending[1]);
  expect(counts.count()).toEqual({ done: 1, total: 3, secondsLeft: 180 });
  expect(counts.count('a')).toEqual({ done: 1, total: 2, secondsLeft: 60 });
  expect(countText(counts.count('b'))).toBe('1/2 trials, 2:00 left');
  counts.advance(pending[2]);
  expect(countText(counts.count('b'))).toBe('2/2 trials');
});

test('lines are few: the first, the last, and one for a tenth after five seconds or for a minute', async () => {
  let now = 0;
  const pending = Array.from({ length: 100 }, () => trial(1, 'a'));
  const lines: string[] = [];
  const progress = lineProgress(
    tally(pending, 100, () => now),
    () => now,
    (line) => lines.push(line),
  );
  const advance = (count: number, seconds: number) => {
    for (let i = 0; i < count; i++) {
      now += seconds;
      progress.advance(pending[0]);
    }
  };
  advance(10, 0.1);
  expect(lines).toEqual(['0/100 trials, 1:40 left']);
  advance(10, 1);
  expect(lines.slice(1)).toEqual(['14/100 trials, 0:31 left']);
  advance(2, 30);
  expect(lines.slice(2)).toEqual(['22/100 trials, 4:12 left']);
  advance(78, 0.01);
  await progress.close();
  expect(lines.slice(3)).toEqual(['100/100 trials']);
});
