import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Results, readResults } from '@mcover/report';
import { beforeAll, expect, test } from 'vitest';
import { readingOf } from '../packages/harness/dist/journal/reading.js';
import { detections, falseAlarms, type Setting } from './gate-simulation.ts';

/**
 * The gate measured by simulation, as docs/gate.md has it: 400 trials of each cell of these experiments at the
 * profile smoke, with a root seed of their own. The pool takes minutes; it stays for the next run.
 */

const mcover = fileURLToPath(new URL('../packages/harness/bin/mcover.js', import.meta.url));
const out = join(tmpdir(), 'mcover-gate-pool');
const experiments = ['table3-perceptron', 'fig2a-load', 'fig3-kernel', 'fig5-covers', 'table3-committee'];

function pool() {
  const only = ['--only', experiments.join()];
  const options = ['--profile', 'smoke', '--trials', '400', '--seed', '2', '--out', out];
  execFileSync(process.execPath, [mcover, 'repro', ...only, ...options], { stdio: 'pipe' });
  const folder = join(out, 'results', 'smoke');
  const { records, descriptions } = readResults(folder, readingOf(folder));
  const chosen = records.filter(({ experiment }) => experiments.includes(experiment));
  return { records: chosen, descriptions };
}

const draws = 2000;

let records: Pick<Results, 'records' | 'descriptions'>;
beforeAll(() => {
  records = pool();
}, 1_800_000);

test.each([
  { n: 40, m: 20 },
  { n: 20, m: 20 },
])('a reference of $n trials a cell against $m new ones', ({ n, m }) => {
  const setting: Setting = { pool: records, n, m, draws, alpha: 0.01 };
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
