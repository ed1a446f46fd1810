import fs from 'node:fs';
import path from 'node:path';
import { builtIn } from '@mcover/models';
import { journalLine, parseJournal, sealRecord, type TrialRecord } from '@mcover/record';
import { describe, expect, test } from 'vitest';
import { openAppender, prepareFolder } from '../dist/journal/durable.js';
import { repairJournal, setAside } from '../dist/journal/journal.js';
import { openJournals } from '../dist/journal/journals.js';
import { temporary } from './support.ts';

const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };
const result = { generalizationError: 0, overlap: 1, trainError: 0, solved: true };

function record(trial: number, experiment = 'e'): TrialRecord {
  const schedule = { from: 0.4, to: 0.1, step: 0.1 };
  const params = { N: 11, alpha: 1.5, cost: 'linear', schedule, sweeps: 1 };
  const data = { name: 'teacher-student' };
  const spec = { model: 'perceptron', method: 'vanilla', data, params, seed: { root: 1, trial } };
  return sealRecord(experiment, spec, { result }, provenance);
}

const file = () => path.join(temporary(), 'e.ndjson');
const read = (journal: string) => fs.readFileSync(journal, 'utf8');

describe('writing', () => {
  test('appends whole lines to what is there', () => {
    const journal = file();
    for (const trial of [0, 1]) {
      const writer = openAppender(journal);
      writer.append([journalLine(record(trial))]);
      writer.close();
    }
    expect(parseJournal(read(journal), builtIn, 'e')).toEqual({
      records: [record(0), record(1)],
      rejected: [],
      unknown: [],
    });
  });

  // A disk that is really full: test/cli/disk.test.ts.
  test('a device is no journal', () => {
    expect(() => openAppender('/dev/full')).toThrow(/cannot write \/dev\/full: it is no regular file/);
  });

  test('a folder that cannot be written is told with its remedy', () => {
    const notFolder = file();
    fs.writeFileSync(notFolder, '');
    expect(() => prepareFolder(notFolder)).toThrow(/cannot write .*choose another folder with --out/);
  });
});

describe('mending', () => {
  const changed = journalLine(record(1)).replace('"solved":true', '"solved":false');
  const foreign = journalLine(record(2, 'other'));
  const torn = journalLine(record(3)).slice(0, 50);
  const good = journalLine(record(0));
  const damaged = [good, changed, foreign, 'rubbish\n', good, torn].join('');

  test('keeps records of a model which nothing here tells of', () => {
    const journal = file();
    const { spec } = record(0);
    const unknown = journalLine(sealRecord('e', { ...spec, model: 'elsewhere' }, { result }, provenance));
    fs.writeFileSync(journal, unknown);
    expect(repairJournal(journal, builtIn, 'e')).toBe(0);
    fs.writeFileSync(journal, unknown + damaged);
    expect(repairJournal(journal, builtIn, 'e')).toBe(5);
    expect(read(journal)).toBe(good + unknown);
  });

  test('sets every bad line aside with its reason and keeps the good ones', () => {
    const journal = file();
    fs.writeFileSync(journal, damaged);
    expect(repairJournal(journal, builtIn, 'e')).toBe(5);
    expect(read(journal)).toBe(good);
    const aside = read(`${journal}.rejected`)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .sort((a, b) => a.line - b.line);
    expect(aside.map(({ line, reason }) => [line, reason.slice(0, 20)])).toEqual([
      [2, '/sum: the sum does not match'.slice(0, 20)],
      [3, 'belongs to experiment "other"'.slice(0, 20)],
      [4, 'not JSON'],
      [5, `repeats record ${record(0).id}`.slice(0, 20)],
      [6, 'the last line is torn'.slice(0, 20)],
    ]);
    expect(aside.map(({ text }) => text)).toContain('rubbish');
    expect(fs.readdirSync(path.dirname(journal)).sort()).toEqual(['e.ndjson', 'e.ndjson.rejected']);
  });

  test('adds to what was set aside before, and leaves a sound journal alone', () => {
    const journal = file();
    for (const text of [damaged, damaged]) {
      fs.writeFileSync(journal, text);
      repairJournal(journal, builtIn, 'e');
    }
    expect(read(`${journal}.rejected`).trimEnd().split('\n')).toHaveLength(10);
    const before = fs.statSync(journal).ino;
    expect(repairJournal(journal, builtIn, 'e')).toBe(0);
    expect(fs.statSync(journal).ino).toBe(before);
  });

  test('is of all journals of the folder, also where a run begins afresh', () => {
    const folder = temporary();
    for (const name of ['e', 'f', 'g']) fs.writeFileSync(path.join(folder, `${name}.ndjson`), 'rubbish\n');
    const { mended } = openJournals(folder, ['f'], false);
    expect(mended.map(({ file, lines, asked }) => [path.basename(file), lines, asked])).toEqual([
      ['e.ndjson', 1, false],
      ['f.ndjson', 1, true],
      ['g.ndjson', 1, false],
    ]);
    fs.writeFileSync(path.join(folder, 'e.ndjson'), 'rubbish\n');
    fs.writeFileSync(path.join(folder, 'f.ndjson'), 'rubbish\n');
    expect(openJournals(folder, ['f'], true).mended).toHaveLength(1);
    expect(read(path.join(folder, 'f.ndjson.bak-1'))).toBe('rubbish\n');
  });

  test('no journal needs no mending, and none is made', () => {
    const journal = file();
    expect(repairJournal(journal, builtIn, 'e')).toBe(0);
    expect(fs.existsSync(journal)).toBe(false);
  });
});

describe('a journal cut at any byte of its last two lines', () => {
  const lines = [0, 1, 2, 3].map((trial) => journalLine(record(trial)));
  const whole = lines.join('');
  const start = lines[0].length + lines[1].length;

  test('keeps the whole lines, sets the torn one aside, and is completed to what it was', () => {
    // Flushing some thousand times is quick in memory.
    const folder = temporary(fs.existsSync('/dev/shm') ? '/dev/shm' : undefined);
    const journal = path.join(folder, 'e.ndjson');
    for (let end = start; end <= whole.length; end++) {
      fs.writeFileSync(journal, whole.slice(0, end));
      const { mended, write, close } = openJournals(folder, ['e'], false);
      const kept = whole.slice(0, end).split('\n').length - 1;
      const torn = whole[end - 1] !== '\n';
      if (read(journal) !== lines.slice(0, kept).join('') || mended.length !== Number(torn)) {
        throw new Error(`cut at byte ${end}: ${read(journal)}`);
      }
      for (let trial = kept; trial < 4; trial++) write(record(trial));
      close();
      if (read(journal) !== whole) throw new Error(`cut at byte ${end}, completed: ${read(journal)}`);
    }
  });
});

test('a fresh start keeps the old journals under other names', () => {
  const journal = file();
  for (const text of ['first', 'second']) {
    fs.writeFileSync(journal, text);
    setAside(journal);
  }
  setAside(journal);
  expect(fs.existsSync(journal)).toBe(false);
  expect([read(`${journal}.bak-1`), read(`${journal}.bak-2`)]).toEqual(['first', 'second']);
});

test('journals are made when their first record comes', () => {
  const folder = path.join(temporary(), 'results', 'smoke');
  prepareFolder(folder);
  const journals = openJournals(folder, ['a', 'b'], false);
  expect(fs.readdirSync(folder)).toEqual([]);
  journals.write(record(0, 'b'));
  journals.close();
  expect(fs.readdirSync(folder)).toEqual(['b.ndjson']);
});
