import fs from 'node:fs';
import path from 'node:path';
import {
  journalLine,
  sealRecord,
  sealTrace,
  type TraceRecord,
  type TrialRecord,
  traceBounds,
  traceLine,
} from '@mcover/record';
import { expect, test } from 'vitest';
import { journalNames, readJournals, traceNames } from '../dist/journal/folder.js';
import { openJournals } from '../dist/journal/journals.js';
import { readTraces, tracedTrials } from '../dist/journal/traces.js';
import { join, joinTraces } from '../dist/plan/join.js';
import { verdictsOf } from '../dist/verdicts.js';
import { temporary, tinyCommittee, trials } from './support.ts';

const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };
const result = { generalizationError: 0, overlap: 1, trainError: 0, solved: true };

function record(trial: number, experiment = 'e'): TrialRecord {
  const schedule = { from: 0.4, to: 0.1, step: 0.1 };
  const params = { N: 11, alpha: 1.5, cost: 'linear', schedule, sweeps: 1 };
  const data = { name: 'teacher-student' };
  const spec = { model: 'perceptron', method: 'vanilla', data, params, seed: { root: 1, trial } };
  return sealRecord(experiment, spec, { result }, provenance);
}

const trace = (trial: number, experiment = 'e', every = 2): TraceRecord =>
  sealTrace(experiment, record(trial).id, {
    every,
    step: [0, every],
    observed: { T: [0.4, 0.3], energy: [0.2, trial] },
  });
const read = (...parts: string[]) => fs.readFileSync(path.join(...parts), 'utf8');
const write = (text: string, ...parts: string[]) => fs.writeFileSync(path.join(...parts), text);

test('a file of traces is no journal', () => {
  const folder = temporary();
  for (const name of ['e.ndjson', 'e.trace.ndjson', 'f.trace.ndjson', 'e.trace.ndjson.rejected'])
    write('', folder, name);
  expect(journalNames(folder)).toEqual(['e']);
  expect(traceNames(folder)).toEqual(['e', 'f']);
  expect([journalNames, traceNames].map((names) => names(path.join(folder, 'none')))).toEqual([[], []]);
});

test('traces stand beside their journal, and are known by the ids of its records', () => {
  const folder = temporary();
  for (const trial of [0, 1]) {
    const { write, writeTrace, close } = openJournals(folder, ['e'], false);
    write(record(trial));
    writeTrace(trace(trial));
    close();
  }
  expect(readTraces(folder, 'e')).toEqual({ traces: [trace(0), trace(1)], rejected: [] });
  expect(tracedTrials(folder, 'e')).toEqual(new Set([record(0).id, record(1).id]));
  expect(tracedTrials(folder, 'f')).toEqual(new Set());
  expect(fs.readdirSync(folder).sort()).toEqual(['e.ndjson', 'e.trace.ndjson']);
});

test('damaged lines are set aside with their reasons, of experiments that were not asked for as well', () => {
  const folder = temporary();
  const good = traceLine(trace(0));
  const changed = traceLine(trace(1)).replace('0.4', '0.5');
  const torn = traceLine(trace(2)).slice(0, 80);
  for (const name of ['e', 'f']) write(good.replaceAll('"e"', `"${name}"`), folder, `${name}.trace.ndjson`);
  write([good, changed, traceLine(trace(3, 'f')), good, torn].join(''), folder, 'e.trace.ndjson');
  const { mended, close } = openJournals(folder, ['g'], false);
  close();
  expect(mended).toEqual([
    { file: path.join(folder, 'e.trace.ndjson'), lines: 4, asked: false, of: 'traces' },
    // Its experiment was exchanged, and its sum was not.
    { file: path.join(folder, 'f.trace.ndjson'), lines: 1, asked: false, of: 'traces' },
  ]);
  expect(read(folder, 'e.trace.ndjson')).toBe(good);
  const aside = read(folder, 'e.trace.ndjson.rejected').trimEnd().split('\n');
  const reasons = aside.map((line) => JSON.parse(line)).map(({ line, reason }) => `${line} ${reason}`);
  expect(reasons.sort().map((text) => text.slice(0, 21))).toEqual([
    '2 /sum: the sum does ',
    '3 belongs to experime',
    '4 repeats record '.padEnd(17) + record(0).id.slice(0, 4),
    '5 the last line is to',
  ]);
});

test('traces that are too many to be read stop only runs of their own experiment', () => {
  const folder = temporary();
  write('', folder, 'e.trace.ndjson');
  fs.truncateSync(path.join(folder, 'e.trace.ndjson'), traceBounds.bytes + 1);
  openJournals(folder, ['g'], false).close();
  expect(() => openJournals(folder, ['e'], false)).toThrow(/e\.trace\.ndjson is larger than 256 MiB/);
});

test('a file cut at any byte of its last line keeps the whole ones, and is completed to what it was', () => {
  const folder = temporary(fs.existsSync('/dev/shm') ? '/dev/shm' : undefined);
  const lines = [0, 1, 2].map((trial) => traceLine(trace(trial)));
  const whole = lines.join('');
  for (let end = lines[0].length + lines[1].length; end <= whole.length; end++) {
    write(whole.slice(0, end), folder, 'e.trace.ndjson');
    const { writeTrace, close } = openJournals(folder, ['e'], false);
    const there = tracedTrials(folder, 'e');
    for (const trial of [0, 1, 2]) if (!there.has(record(trial).id)) writeTrace(trace(trial));
    close();
    if (read(folder, 'e.trace.ndjson') !== whole) throw new Error(`cut at byte ${end}`);
  }
});

test('a fresh start sets a journal and its traces aside under one number', () => {
  const folder = temporary();
  for (const round of ['1', '2', '3']) {
    write('', folder, 'e.ndjson');
    // The first run has no traces.
    if (round !== '1') write(traceLine(trace(Number(round))), folder, 'e.trace.ndjson');
    openJournals(folder, ['e'], true).close();
  }
  expect(fs.readdirSync(folder).sort()).toEqual([
    'e.ndjson.bak-1',
    'e.ndjson.bak-2',
    'e.ndjson.bak-3',
    'e.trace.ndjson.bak-2',
    'e.trace.ndjson.bak-3',
  ]);
  expect(read(folder, 'e.trace.ndjson.bak-3')).toBe(traceLine(trace(3)));
});

test('a file that is too large is refused by its size, and what is none by its kind', () => {
  const folder = temporary();
  write('', folder, 'e.trace.ndjson');
  fs.truncateSync(path.join(folder, 'e.trace.ndjson'), traceBounds.bytes + 1);
  expect(() => readTraces(folder, 'e')).toThrow(
    /e\.trace\.ndjson is larger than 256 MiB, .*: move it away, and trace fewer steps/,
  );
  // Some files never end.
  fs.symlinkSync('/dev/zero', path.join(folder, 'f.trace.ndjson'));
  expect(() => readTraces(folder, 'f')).toThrow(/f\.trace\.ndjson is no file: move it away$/);
});

test('verify names lines that are no traces, traces of no trial, and traces without a journal', () => {
  const folder = temporary();
  write(journalLine(record(0)), folder, 'e.ndjson');
  write(`${traceLine(trace(0))}rubbish\n${traceLine(trace(1))}`, folder, 'e.trace.ndjson');
  write(traceLine(trace(0, 'f')), folder, 'f.trace.ndjson');
  const [e, f] = ['e', 'f'].map((name) => path.join(folder, `${name}.trace.ndjson`));
  expect(verdictsOf(folder, readJournals(folder))).toEqual([
    {
      file: path.join(folder, 'e.ndjson'),
      records: 1,
      faults: [`${e}:2: not JSON`, `${e}: trace ${record(1).id.slice(0, 12)} is of no trial in the journal`],
    },
    { file: f, records: 0, faults: [`${f}: there is no journal of these trials`] },
  ]);
});

const source = (file: string, records: TraceRecord[]) => ({ file, experiment: 'e', records });
const none = join([]);

test('joined traces are there once each, and two different ones are a conflict', () => {
  const one = source('a', [trace(1), trace(0)]);
  const { experiments, conflicts } = joinTraces([one, source('b', [trace(0), trace(2)])], none);
  expect([experiments.get('e'), conflicts]).toEqual([[trace(1), trace(0), trace(2)], []]);
  expect(joinTraces([one, source('b', [trace(0, 'e', 3)])], none).conflicts).toEqual([
    `trial ${record(0).id.slice(0, 12)} of e has two traces, in a and b: every 2 and every 3 steps; move one of these files away`,
  ]);
});

test('where results agree by a tolerance only, the first trace counts', () => {
  const [{ spec }] = trials({ ...tinyCommittee, methods: [{ method: 'sgd' }], trials: 1 });
  const sealed = (arithmetic: 'f32' | 'blas') =>
    sealRecord(
      'e',
      { ...spec, arithmetic },
      { result: { testError: 0, trainError: 0, epochs: 1 } },
      provenance,
    );
  for (const [arithmetic, count] of [
    ['f32', 1],
    ['blas', 0],
  ] as const) {
    const { id } = sealed(arithmetic);
    const of = (loss: number) => sealTrace('e', id, { every: 1, step: [0], observed: { loss: [loss] } });
    const records = join([{ file: 'e', experiment: 'e', records: [sealed(arithmetic)] }]);
    const { experiments, conflicts } = joinTraces([source('a', [of(1)]), source('b', [of(2)])], records);
    expect(conflicts).toHaveLength(count);
    expect(experiments.get('e')).toEqual([of(1)]);
  }
});
