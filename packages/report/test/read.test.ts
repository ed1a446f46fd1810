import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalLine } from '@mcover/record';
import { readResults } from '@mcover/report';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fig5, table3 } from './records.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcover-read-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

test('reads every journal, in the order of their names, and nothing else', () => {
  write('table3-perceptron.ndjson', table3.map(journalLine).join(''));
  write('fig5-covers.ndjson', fig5.map(journalLine).join(''));
  write('notes.txt', 'not a journal');
  expect(readResults(folder)).toEqual({ records: [...fig5, ...table3], rejected: [] });
});

test('names damaged lines by file, line and reason, and keeps the good ones', () => {
  const [first, second, third] = table3;
  const changed = journalLine(second).replace('"overlap":', '"overlap": ');
  const forged = journalLine(third).replace('"trainError":0', '"trainError":1');
  write('table3-perceptron.ndjson', `${journalLine(first)}${changed}${forged}{"torn`);
  const { records, rejected } = readResults(folder);
  expect(records).toEqual([first, second]);
  const file = join(folder, 'table3-perceptron.ndjson');
  expect(rejected).toMatchObject([
    { file, line: 3, reason: expect.stringContaining('sum') },
    { file, line: 4, reason: expect.stringContaining('torn') },
  ]);
});

test("a record in another experiment's journal is foreign", () => {
  write('fig5-covers.ndjson', journalLine(table3[0]));
  const { records, rejected } = readResults(folder);
  expect(records).toEqual([]);
  expect(rejected[0].reason).toContain('"table3-perceptron"');
});

test('says what is wrong with a folder, and what to do', () => {
  expect(() => readResults(join(folder, 'none'))).toThrow(/none: .*ENOENT.*mcover repro/);
  expect(() => readResults(folder)).toThrow(/holds no journal.*results\/quick/);
  write('file', '');
  expect(() => readResults(join(folder, 'file'))).toThrow(/ENOTDIR/);
});
