import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alone, essence, journal, mine, temporary, write } from './support.ts';

/** Whether this user may mount a file system; without that, disks that are full or read-only are not tested. */
const mounts = (() => {
  const folder = temporary();
  if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]).status !== 0) return false;
  return spawnSync('umount', [folder]).status === 0;
})();

const trials = 60;
let file: string;
let disk: string;

const mount = (...options: string[]) =>
  execFileSync('mount', ['-o', options.join(), disk], { stdio: 'pipe' });
const run = (out: string, ...options: string[]) =>
  alone(['run', file, '--profile', 'smoke', '--trials', `${trials}`, '--out', out, ...options]);

beforeEach(() => {
  file = write(temporary(), 'mine.json', mine);
});

describe.runIf(mounts)('a small disk of its own (needs the right to mount)', () => {
  beforeEach(() => {
    disk = temporary();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=72k', 'tmpfs', disk]);
  });

  afterEach(() => {
    execFileSync('umount', [disk]);
  });

  test('full in the middle of a run keeps whole lines, and the run goes on when there is space', async () => {
    const { code, stdout, stderr } = await run(disk);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^cannot write .*mine\.ndjson: ENOSPC.*free some space and start again: finished/m,
    );
    const kept = fs.readFileSync(journal(disk, 'mine'), 'utf8');
    const there = essence(journal(disk, 'mine')).length;
    expect(there).toBeGreaterThan(10);
    expect(there).toBeLessThan(2 * trials);

    // Still full: nothing is lost, whatever cannot be written.
    expect(await run(disk)).toMatchObject({ code: 2, stdout: '' });
    expect(fs.readFileSync(journal(disk, 'mine'), 'utf8').startsWith(kept)).toBe(true);

    mount('remount', 'size=8m');
    const calm = temporary();
    expect((await run(disk)).code).toBe(0);
    expect((await run(calm)).code).toBe(0);
    expect(fs.readFileSync(journal(disk, 'mine'), 'utf8').startsWith(kept)).toBe(true);
    expect(essence(journal(disk, 'mine'))).toEqual(essence(journal(calm, 'mine')));
    expect(fs.existsSync(`${journal(disk, 'mine')}.rejected`)).toBe(false);
  });

  test('full while damaged lines are set aside loses none of them', async () => {
    mount('remount', 'size=8m');
    expect((await run(disk, '--trials', '4')).code).toBe(0);
    const damaged = fs.readFileSync(journal(disk, 'mine'), 'utf8').replaceAll('"overlap":', '"over":');
    fs.writeFileSync(journal(disk, 'mine'), damaged);
    fs.rmSync(path.join(disk, 'report'), { recursive: true });
    // Leaves no page free.
    const filling = path.join(disk, 'filling');
    expect(() => fs.writeFileSync(filling, Buffer.alloc(2 ** 24))).toThrow('ENOSPC');
    expect(await run(disk, '--trials', '4')).toMatchObject({ code: 2, stdout: '' });
    expect(fs.readFileSync(journal(disk, 'mine'), 'utf8')).toBe(damaged);
    fs.rmSync(filling);
    expect((await run(disk, '--trials', '4')).code).toBe(0);
    expect(essence(journal(disk, 'mine'))).toHaveLength(8);
    const aside = fs
      .readFileSync(`${journal(disk, 'mine')}.rejected`, 'utf8')
      .trimEnd()
      .split('\n');
    expect(aside.map((line) => JSON.parse(line).text).join('\n')).toBe(damaged.trimEnd());
  });

  test('read-only is refused with the remedy, and can be read', async () => {
    mount('remount', 'size=8m');
    expect((await run(disk)).code).toBe(0);
    const before = fs.readFileSync(journal(disk, 'mine'), 'utf8');
    mount('remount', 'ro');
    const { code, stdout, stderr } = await run(disk, '--seed', '2');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/cannot write .*EROFS.*choose another folder with --out DIR/);
    const folder = path.dirname(journal(disk, 'mine'));
    expect((await alone(['verify', folder, '--rerun', '3'])).code).toBe(0);
    expect((await alone(['merge', disk, '--out', temporary()])).code).toBe(0);
    expect(await alone(['merge', disk, '--out', disk])).toMatchObject({ code: 2, stdout: '' });
    expect(fs.readFileSync(journal(disk, 'mine'), 'utf8')).toBe(before);
  });
});

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a folder that this user may not write is refused (root may write any)',
  async () => {
    const folder = temporary();
    fs.chmodSync(folder, 0o555);
    const { code, stdout, stderr } = await run(folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/cannot write .*EACCES.*choose another folder with --out DIR/);
  },
);

test('a clock that jumps changes no record', async () => {
  // Every look at the clock, in every thread, is years from the one before.
  const jumping = write(
    temporary(),
    'jumping.mjs',
    `const { Date: Real } = globalThis;
     let looks = 0;
     const now = () => Real.UTC(2000, 0) + ((++looks * 7919) % 97) * 3e10;
     globalThis.Date = class extends Real {
       constructor(...args) { super(...(args.length > 0 ? args : [now()])); }
       static now() { return now(); }
     };`,
  );
  const calm = temporary();
  const rough = temporary();
  const env = { NODE_OPTIONS: `--import=file://${jumping}` };
  const args = ['run', file, '--profile', 'smoke', '--trials', '8', '--out', rough];
  expect((await alone(args, undefined, env)).code).toBe(0);
  for (const time of [0, 4e9]) {
    fs.utimesSync(journal(rough, 'mine'), time, time);
    expect((await alone(args, undefined, env)).stderr).toContain('16 there, 0 trials to run');
  }
  expect((await run(calm, '--trials', '8')).code).toBe(0);
  expect(essence(journal(rough, 'mine'))).toEqual(essence(journal(calm, 'mine')));
});
