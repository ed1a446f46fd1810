import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoints } from '../dist/journal/checkpoints.js';
import { temporary } from './support.ts';

test('a checkpoint of another build, or under the id of another trial, is set aside', () => {
  const folder = temporary();
  const notes: string[] = [];
  const { read, write } = openCheckpoints(folder, 60, 'build', (text) => notes.push(text));
  const bytes = Uint8Array.of(1, 2, 3).buffer;
  write('ab', bytes);
  expect(read('ab')).toEqual(bytes);
  const fileOf = (id: string) => path.join(folder, 'checkpoints', id);
  const other = openCheckpoints(folder, 60, 'other build', () => {});
  other.write('ef', bytes);
  expect(read('ef')).toBeUndefined();
  fs.rmSync(`${fileOf('ef')}.rejected`);
  notes.length = 0;
  fs.renameSync(fileOf('ab'), fileOf('cd'));
  expect(read('cd')).toBeUndefined();
  expect(fs.readdirSync(path.join(folder, 'checkpoints'))).toEqual(['cd.rejected']);
  expect(notes).toEqual([expect.stringContaining('it is damaged, or of another trial')]);
});
