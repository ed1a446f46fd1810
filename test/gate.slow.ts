import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Described, readResults } from '@mcover/report';
import { beforeAll, expect, test } from 'vitest';
import { detections, falseAlarms, type Setting } from './gate-simulation.ts';

/**
 * The gate measured by simulation, as docs/gate.md has it: 400 trials of each cell of these experiments at the
 * profile smoke, with a root seed of their own. The pool takes minutes; it stays for the next run.
 */

const mcover = fileURLToPath(new URL('../packages/mcover/bin/mcover.js', import.meta.url));
const out = join(tmpdir(), 'mcover-gate-pool');
const experiments = ['table3-perceptron', 'fig2a-load', 'fig3-kernel', 'fig5-covers', 'table3-committee'];

function pool(): Described {
  const only = ['--only', experiments.join()];
  const options = ['--profile', 'smoke', '--trials', '400', '--seed', '2', '--out', out];
  execFileSync(process.execPath, [mcover, 'repro', '--offline', ...only, ...options], { stdio: 'pipe' });
  const { records, descriptions } = readResults(join(out, 'results', 'smoke'));
  return { records: records.filter(({ experiment }) => experiments.includes(experiment)), descriptions };
}

const draws = 2000;

let measured: Described;
beforeAll(() => {
  measured = pool();
}, 1_800_000);

test.each([
  { n: 40, m: 20 },
  { n: 20, m: 20 },
])('a reference of $n trials a cell against $m new ones', ({ n, m }) => {
  const setting: Setting = { pool: measured, n, m, draws, alpha: 0.01 };
  const { cells, alarms, praise } = falseAlarms(setting);
  const { mean, share: solved } = detections(setting);
  const share = ({ stated, seen }: typeof mean) =>
    `${seen} of ${stated} (${((100 * seen) / stated).toFixed(1)} %)`;
  const average = ({ stated, effect }: typeof mean) => (effect / stated).toFixed(4);
  console.log(
    [
      `${n} against ${m} trials, ${cells} cells, ${draws} draws:`,
      `  false alarms ${alarms}, falsely better ${praise}`,
      `  seen, mean error up by ${average(mean)} on average: ${share(mean)}`,
      `  seen, share solved down to ${average(solved)} on average: ${share(solved)}`,
    ].join('\n'),
  );
  expect(alarms).toBeLessThanOrEqual(31);
  expect(praise).toBeLessThanOrEqual(31);
  expect(mean.seen + solved.seen).toBeGreaterThanOrEqual(0.88 * draws);
});
