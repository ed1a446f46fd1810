import fs from 'node:fs';
import path from 'node:path';
import { stream, uniform } from '@mcover/core';
import { expect } from 'vitest';
import { alone, essence, start, temporary } from './support.ts';

/** The whole lines of every journal of the profile smoke, by file. */
function journals(out: string): Map<string, string> {
  const folder = path.join(out, 'results', 'smoke');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8');
  return new Map(
    names
      .filter((name) => name.endsWith('.ndjson'))
      .map((name) => [name, read(name).replace(/[^\n]*$/, '')] as const),
  );
}

/** Essences of all journals of a folder, none of whose lines may be damaged. */
const records = (out: string) =>
  [...journals(out).keys()].sort().map((name) => essence(path.join(out, 'results', 'smoke', name)));

/**
 * Kills a command line that writes to a folder of its own at random moments, and starts it again, so many times; a
 * run that has ended is begun anew. No finished trial may be lost or doubled, and the records must be those of
 * a run that nobody disturbed.
 */
export async function survives(args: readonly string[], kills: number): Promise<void> {
  const calm = temporary();
  const begun = performance.now();
  const { ended } = start([...args, '--out', calm]);
  while (journals(calm).size === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  // Many kills come among the trials, and many in the start: locking, reading, mending. On a busy machine both are longer.
  const longest = Math.round(1.7 * (performance.now() - begun));
  expect((await ended).code).toBe(0);
  const expected = records(calm);
  const random = stream({ root: 1, trial: 0 }, 'kills');
  let rough = temporary();
  let left = kills;
  let amid = 0;
  while (left > 0) {
    const before = journals(rough);
    const { child, ended } = start([...args, '--out', rough]);
    const timer = setTimeout(() => child.kill('SIGKILL'), longest * uniform(random));
    const { code, stderr } = await ended;
    clearTimeout(timer);
    if (code !== null && code !== 0) throw new Error(stderr);
    const after = journals(rough);
    for (const [name, lines] of before) expect(after.get(name)!.startsWith(lines)).toBe(true);
    if (code === null) {
      left--;
      if (after.size > 0) amid++;
    } else {
      expect(records(rough)).toEqual(expected);
      rough = temporary();
    }
  }
  expect(amid).toBeGreaterThan(kills / 10);
  expect((await alone([...args, '--out', rough])).code).toBe(0);
  expect(records(rough)).toEqual(expected);
}
