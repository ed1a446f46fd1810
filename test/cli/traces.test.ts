import fs from 'node:fs';
import path from 'node:path';
import { parseTraces } from '@mcover/record';
import { expect, test } from 'vitest';
import { essence, journal, mcover, mine, parsed, start, temporary, turned, write } from './support.ts';

const run = (file: string, out: string, ...more: string[]) =>
  mcover(['run', file, '--profile', 'smoke', '--out', out, ...more]);

const tracesOf = (out: string) => {
  const file = path.join(out, 'results', 'smoke', 'mine.trace.ndjson');
  return fs.existsSync(file) ? parseTraces(fs.readFileSync(file, 'utf8'), 'mine') : undefined;
};

test('a run that looks into its trials gives the same records, and a trace of each', async () => {
  const file = write(temporary(), 'mine.json', mine);
  const [plain, traced, alone] = [temporary(), temporary(), temporary()];
  expect((await run(file, plain)).code).toBe(0);
  expect((await run(file, traced, '--trace', '2')).code).toBe(0);
  expect((await run(file, alone, '--trace', '2', '--workers', '1', '--engine', 'reference')).code).toBe(0);
  expect(essence(journal(traced, 'mine'))).toEqual(essence(journal(plain, 'mine')));
  expect(tracesOf(plain)).toBe(undefined);
  const { traces, rejected } = tracesOf(traced)!;
  const { records } = parsed(journal(traced, 'mine'));
  expect(rejected).toEqual([]);
  expect(traces.map(({ id }) => id).sort()).toEqual(records.map(({ id }) => id).sort());
  for (const { id, every, step, observed } of traces) {
    // Temperatures 0.4, 0.3, 0.2, 0.1.
    expect([every, step, observed.T]).toEqual([2, [0, 2, 4], [0.4, 0.3, 0.1]]);
    const { result } = records.find((record) => record.id === id)!;
    for (const key of ['generalizationError', 'overlap', 'trainError'])
      expect(observed[key].at(-1)).toBe(result![key]);
  }
  // Sums and all: annealing has one arithmetic.
  const inOrder = (out: string) => tracesOf(out)!.traces.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(inOrder(alone)).toEqual(inOrder(traced));
});

test('trials that were run without a look run again for their traces, and their records stay', async () => {
  const file = write(temporary(), 'mine.json', mine);
  const out = temporary();
  await run(file, out, '--trials', '1');
  const before = fs.readFileSync(journal(out, 'mine'), 'utf8');
  const { code, stderr } = await run(file, out, '--trace');
  expect([code, stderr]).toEqual([0, expect.stringContaining('2 there, 4 trials to run')]);
  expect(fs.readFileSync(journal(out, 'mine'), 'utf8').startsWith(before)).toBe(true);
  expect(parsed(journal(out, 'mine')).rejected).toEqual([]);
  expect(tracesOf(out)!.traces).toHaveLength(4);
  expect((await run(file, out, '--trace')).stderr).toContain('4 there, 0 trials to run');
  expect(tracesOf(out)!.traces).toHaveLength(4);
});

test('a trial that gives another result than is recorded when it is looked into is told as failed', async () => {
  const file = write(temporary(), 'mine.json', mine);
  const out = temporary();
  await run(file, out);
  const records = parsed(journal(out, 'mine')).records;
  const { sealRecord } = await import('@mcover/record');
  const lines = records.map(({ experiment, spec, result, provenance }, i) =>
    sealRecord(experiment, spec, { result: i === 0 ? turned : result! }, provenance),
  );
  fs.writeFileSync(journal(out, 'mine'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { code, stderr } = await run(file, out, '--trace');
  expect(code).toBe(1);
  expect(stderr).toMatch(/OtherResult: its result is not the recorded one: .*overlap -1/);
  expect(parsed(journal(out, 'mine')).records).toHaveLength(4);
  expect(tracesOf(out)!.traces).toHaveLength(3);
});

test('a kill leaves no record without its trace', async () => {
  const text = mine
    .replace('"N": 11', '"N": 101')
    .replace('"step": 0.1, "to": 0.1', '"step": 0.01, "to": 0.01')
    .replace('"trials": 2', '"trials": 30');
  const file = write(temporary(), 'mine.json', text);
  const out = temporary();
  const args = ['run', file, '--profile', 'smoke', '--out', out, '--trace', '--engine', 'reference'];
  const { child, ended } = start(args);
  while (!fs.existsSync(journal(out, 'mine'))) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  await ended;
  expect((await mcover(args)).code).toBe(0);
  const { traces, rejected } = tracesOf(out)!;
  const { records } = parsed(journal(out, 'mine'));
  expect([records.length, rejected]).toEqual([60, []]);
  expect(traces.map(({ id }) => id).sort()).toEqual(records.map(({ id }) => id).sort());
});

test.each([
  ['--trace', '0'],
  ['--trace', '1.5'],
  ['--checkpoint', '-1'],
  ['--checkpoint', 'soon'],
])('%s %s is refused', async (...options) => {
  const file = write(temporary(), 'mine.json', mine);
  const { code, stderr } = await run(file, temporary(), ...options);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed')]);
});
