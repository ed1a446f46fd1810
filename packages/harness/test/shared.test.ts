import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { disk } from '@mcover/report/disk';
import { afterEach, expect, test, vi } from 'vitest';
import { replaceFile } from '../dist/journal/durable.js';
import { machineTag } from '../dist/journal/holder.js';
import { sharedWriter } from '../dist/journal/shared.js';
import { temporary } from './support.ts';

afterEach(() => vi.restoreAllMocks());

test('what killed processes of this machine have left is removed, and what others write is not', () => {
  const folder = temporary();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const here = machineTag();
  const drafts = [
    `a.svg.${here}-${pid}.tmp`,
    `a.svg.${here}-${process.ppid}.tmp`,
    `a.svg.0badcafe-${pid}.tmp`,
  ];
  for (const name of [...drafts, 'b.tmp']) fs.writeFileSync(path.join(folder, name), 'half');
  const write = sharedWriter();
  for (const text of ['old', 'new']) write(path.join(folder, 'a.svg'), text);
  expect(fs.readdirSync(folder).sort()).toEqual(['a.svg', ...drafts.slice(1), 'b.tmp'].sort());
  expect(fs.readFileSync(path.join(folder, 'a.svg'), 'utf8')).toBe('new');
});

test('a folder is made, or what is in the way is named', () => {
  const file = path.join(temporary(), 'figures', 'a.svg');
  sharedWriter()(file, 'text');
  expect(fs.readdirSync(path.dirname(file))).toEqual(['a.svg']);
  expect(() => sharedWriter()(path.join(file, 'b.svg'), 'text')).toThrow(
    /cannot write .*a\.svg: EEXIST.*a file is in the way/,
  );
});

test.each([
  ['ENOSPC', 'free some space and start again'],
  ['EDQUOT', 'free some space and start again'],
  ['EROFS', 'the disk is read-only'],
  ['EACCES', 'choose another folder with --out DIR, or make this one writable'],
  ['ENOENT', 'a folder on the way is missing'],
  ['EIO', 'the disk has failed'],
])('a write that ends in %s says: %s', (code, remedy) => {
  const file = path.join(temporary(), 'file');
  fs.writeFileSync(file, 'old');
  vi.spyOn(disk, 'write').mockImplementation(() => {
    throw Object.assign(new Error(`${code}: no luck, write`), { code });
  });
  expect(() => replaceFile(file, 'new')).toThrow(`cannot write ${file}: ${code}: no luck, write; ${remedy}`);
  expect(fs.readFileSync(file, 'utf8')).toBe('old');
  expect(fs.readdirSync(path.dirname(file))).toEqual(['file']);
});
