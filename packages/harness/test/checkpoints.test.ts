import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoints } from '../dist/journal/checkpoints.js';
import { temporary } from './support.ts';

test('a checkpoint of another build, or under the id of another trial, is set aside', () => {
  const folder = temporary();
  const notes: string[] = [];
  const open = (build = 'build') => openCheckpoints(folder, 60, build, (text) => notes.push(text));
  const { read, write } = open();
  const bytes = Uint8Array.of(1, 2, 3).buffer;
  write('ab', bytes);
  expect(read('ab')).toEqual(bytes);
  const fileOf = (id: string) => path.join(folder, 'checkpoints', id);
  open('other build').write('ef', bytes);
  expect(open().read('ef')).toBeUndefined();
  fs.rmSync(`${fileOf('ef')}.rejected`);
  notes.length = 0;
  fs.renameSync(fileOf('ab'), fileOf('cd'));
  expect(open().read('cd')).toBeUndefined();
  expect(fs.readdirSync(path.join(folder, 'checkpoints'))).toEqual(['cd.rejected']);
  expect(notes).toEqual([expect.stringContaining('it is damaged, or of another trial')]);
});
