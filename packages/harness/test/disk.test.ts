import fs from 'node:fs';
import path from 'node:path';
import { builtIn } from '@mcover/models';
import { makeFolder, readRegular, readText } from '@mcover/report/disk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repairJournal } from '../dist/journal/journal.js';
import { temporary } from './support.ts';

test('what keeps and reads results makes no calls to the system but those of `disk`', () => {
  const packages = path.resolve(import.meta.dirname, '../..');
  const sources = (folder: string) =>
    fs
      .readdirSync(path.join(packages, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name));
  const commands = ['gate', 'make-report', 'merge'].map((name) => `harness/src/cli/${name}.ts`);
  const files = [
    ...sources('harness/src/journal'),
    'harness/src/run.ts',
    ...commands,
    ...sources('report/src'),
  ];
  const calling = files.filter((file) =>
    /'(node:)?fs\b/.test(fs.readFileSync(path.join(packages, file), 'utf8')),
  );
  expect(calling).toEqual(['report/src/read/disk.ts']);
});

/** The bytes of a text, of which surrogates stand for bytes that are no characters. */
const bytesOf = (text: string) =>
  Buffer.concat(
    [...text].map((character) => {
      const code = character.codePointAt(0)!;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
    }),
  );

test('a text keeps each byte, whatever they are', () => {
  const file = path.join(temporary(), 'bytes');
  const bytes = fc.array(
    fc.oneof(fc.constantFrom(10, 0xc3, 0xa4, 0xed, 0xb2, 0x80), fc.integer({ min: 0, max: 255 })),
  );
  fc.assert(
    fc.property(bytes, (bytes) => {
      fs.writeFileSync(file, Buffer.from(bytes));
      expect([...bytesOf(readText(file))]).toEqual(bytes);
    }),
  );
});

test('a line set aside keeps its bytes, as they are escaped', () => {
  const file = path.join(temporary(), 'e.ndjson');
  const line = Buffer.from([0x7b, 0x22, 0xe4, 0x22, 0x7d]);
  fs.writeFileSync(file, Buffer.concat([line, Buffer.from('\n{"ä":1}\n')]));
  expect(repairJournal(file, builtIn, 'e')).toBe(2);
  const aside = fs.readFileSync(`${file}.rejected`, 'utf8').trimEnd().split('\n');
  const [first, second] = aside.map((one) => JSON.parse(one) as { text: string; reason: string });
  expect(bytesOf(first.text).equals(line)).toBe(true);
  expect(second.text).toBe('{"ä":1}');
});

test('what is no regular file, or too large, is not read', () => {
  const folder = temporary();
  const file = path.join(folder, 'large');
  fs.writeFileSync(file, 'x'.repeat(2 ** 20 + 1));
  expect(() => readText(file, 2 ** 20)).toThrow('it is larger than 1 MiB, the most that is read');
  expect(() => readRegular(folder)).toThrow('it is no regular file');
  expect(() => readText(path.join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});

test('a folder is made with those above it, or its fault is told', () => {
  const folder = path.join(temporary(), 'a', 'b');
  makeFolder(folder);
  makeFolder(folder);
  expect(fs.readdirSync(path.dirname(folder))).toEqual(['b']);
  const file = path.join(folder, 'file');
  fs.writeFileSync(file, '');
  expect(() => makeFolder(path.join(file, 'below'))).toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
});
