import fs from 'node:fs';
import { expect, test } from 'vitest';
import { essence, journal, mcover, mine, start, temporary, write } from './support.ts';

const experiment = mine
  .replace('"N": 11', '"N": 151')
  .replace('"schedule": { "step": 0.1, "to": 0.1 }', '"schedule": { "step": 0.005, "to": 0.005 }')
  .replace('"trials": 2', '"trials": 60');

/** Milliseconds until each kill: in the start, and in the middle of trials and writing. */
const moments = [150, 400, 700, 900, 1100, 1300];

test('kills at any moment lose no finished trial and change no record', { timeout: 120_000 }, async () => {
  const calm = temporary();
  const rough = temporary();
  const run = (out: string) => [
    'run',
    write(out, 'mine.json', experiment),
    '--profile',
    'smoke',
    '--out',
    out,
    // Slow enough to be killed in the middle of trials.
    '--engine',
    'reference',
  ];
  expect((await mcover(run(calm))).code).toBe(0);
  let before = 0;
  for (const moment of moments) {
    const { child, ended } = start(run(rough));
    setTimeout(() => child.kill('SIGKILL'), moment);
    await ended;
    const text = fs.existsSync(journal(rough, 'mine')) ? fs.readFileSync(journal(rough, 'mine'), 'utf8') : '';
    const whole = text.split('\n').length - 1;
    expect(whole).toBeGreaterThanOrEqual(before);
    before = whole;
  }
  expect(before).toBeGreaterThan(0);
  expect((await mcover(run(rough))).code).toBe(0);
  expect(essence(journal(rough, 'mine'))).toEqual(essence(journal(calm, 'mine')));
});
