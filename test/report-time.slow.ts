import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { journalLine, sealRecord, type TrialRecord } from '@mcover/record';
import { afterAll, expect, it } from 'vitest';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const program = here('../packages/mcover/bin/mcover.js');
const reference = here('../results/reference/quick/fig3-kernel');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcover-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const real: TrialRecord[] = fs
  .readFileSync(`${reference}.ndjson`, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
const covers = [1, 3, 5].map((M) => real.filter(({ spec }) => spec.params.M === M));

/** A journal of so many trials in 1,000 cells, of results that trials with as many covers had. */
function journal(trials: number): string {
  const results = path.join(folder, String(trials), 'quick');
  fs.mkdirSync(results, { recursive: true });
  fs.copyFileSync(`${reference}.json`, path.join(results, 'fig3-kernel.json'));
  const cells = 1000;
  const lines = Array.from({ length: trials }, (_, i) => {
    const [cell, trial] = [i % cells, Math.floor(i / cells)];
    const [own, place] = [covers[cell % 3], Math.floor(cell / 3)];
    const { spec, result, provenance } = own[(trial * 37 + place * 11) % own.length];
    const kernel = { kind: 'directed-ring', mu: place % 4, sigma: 0.3 + 0.01 * Math.floor(place / 4) };
    const seed = { root: 1, trial };
    const asked = { ...spec, params: { ...spec.params, kernel }, seed };
    return journalLine(sealRecord('fig3-kernel', asked, { result: result! }, provenance));
  });
  fs.writeFileSync(path.join(results, 'fig3-kernel.ndjson'), lines.join(''));
  return results;
}

/** Seconds of the processor that a report takes, and the most memory, in MB. */
function costOf(trials: number): { seconds: number; memory: number } {
  const tell = `process.on('exit', () => process.stderr.write(JSON.stringify(process.resourceUsage())))`;
  const out = path.join(folder, String(trials), 'report');
  const args = ['report', '--results', journal(trials), '--out', out];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, program, ...args],
    { encoding: 'utf8' },
  );
  expect(status).toBe(0);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stderr.slice(stderr.lastIndexOf('{')));
  return { seconds: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
}

it('a report of 100,000 trials takes below 60 s and 500 MB, and twice the trials at most 2.3 times the time', () => {
  const [half, whole] = [50_000, 100_000].map(costOf);
  console.info(half, whole);
  expect(whole.seconds).toBeLessThan(60);
  expect(whole.memory).toBeLessThan(500);
  expect(whole.seconds / half.seconds).toBeLessThan(2.3);
});
