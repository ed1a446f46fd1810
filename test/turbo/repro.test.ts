import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { essence, follow } from '../cli/support.ts';
import { checkout, turbo } from './copy.ts';

/** One experiment is enough: what is cached is the run, not its contents. */
const experiment = 'fig5-covers';

/** A checkout of one experiment, whose packages are built already: building them is not what is tested. */
function smallCheckout(): string {
  const copy = checkout({ built: true });
  const folder = path.join(copy, 'experiments');
  for (const name of fs.readdirSync(folder)) {
    if (name !== `${experiment}.json`) fs.rmSync(path.join(folder, name));
  }
  const packages = fs.readdirSync(path.join(copy, 'packages')).map((name) => `packages/${name}`);
  for (const name of [...packages, 'benchmarks', 'test']) {
    const file = path.join(copy, name, 'package.json');
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, JSON.stringify({ ...manifest, scripts: { ...manifest.scripts, build: 'true' } }));
  }
  return copy;
}

test('a second run is a full hit, and a longer journal is never hidden by one', {
  timeout: 300_000,
}, async () => {
  const copy = smallCheckout();
  const repro = async (...options: string[]) => {
    const args = ['run', 'repro', ...(options.length > 0 ? ['--', ...options] : [])];
    const { code, stdout, stderr } = await turbo(copy, args, { MCOVER_PROFILE: 'smoke', MCOVER_COMMIT: 'x' });
    if (code !== 0) throw new Error(`${stderr}${stdout}`);
    const report = path.join(copy, 'report/smoke/REPORT.md');
    expect(stdout).toContain(report);
    const [, cached, total] = /Cached: +(\d+) cached, (\d+) total/.exec(stdout) ?? [];
    const shown = fs.readFileSync(report, 'utf8');
    return { full: cached === total, hit: /harness:repro: cache hit/.test(stdout), shown };
  };
  const journal = path.join(copy, `results/smoke/${experiment}.ndjson`);
  const records = () => essence(journal).length;

  const first = await repro();
  expect(first.hit).toBe(false);
  const few = records();
  const second = await repro();
  expect(second).toEqual({ ...first, full: true, hit: true });
  expect(records()).toBe(few);

  // A report that was lost comes back from the cache.
  fs.rmSync(path.join(copy, 'report'), { recursive: true });
  expect((await repro()).shown).toBe(first.shown);

  // More trials. Their report stays, and is cached in its turn.
  const more = await repro('--trials', '15');
  expect(more.hit).toBe(false);
  expect(records()).toBeGreaterThan(few);
  expect(more.shown).toContain('90 finished trials');
  const after = await repro();
  expect(after.shown).toBe(more.shown);
  expect(await repro()).toMatchObject({ full: true, shown: more.shown });

  // From nothing and by hand, with the report of fewer trials in the cache.
  fs.rmSync(path.join(copy, 'results'), { recursive: true });
  const program = path.join(copy, 'packages/mcover/bin/mcover.js');
  const env = { ...process.env, MCOVER_COMMIT: 'x' };
  const args = [program, 'repro', '--profile', 'smoke', '--trials', '15'];
  expect(await follow(spawn(process.execPath, args, { cwd: copy, env })).ended).toMatchObject({ code: 0 });
  expect((await repro()).shown).toContain('90 finished trials');
});
