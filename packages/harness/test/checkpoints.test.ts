import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoints } from '../dist/journal/checkpoints.js';
import { temporary } from './support.ts';

test('a checkpoint under the id of another trial is set aside', () => {
  const folder = temporary();
  const notes: string[] = [];
  const { read, write } = openCheckpoints(folder, 60, (text) => notes.push(text));
  const bytes = Uint8Array.of(1, 2, 3).buffer;
  write('ab', bytes);
  expect(read('ab')).toEqual(bytes);
  const fileOf = (id: string) => path.join(folder, 'checkpoints', id);
  fs.renameSync(fileOf('ab'), fileOf('cd'));
  expect(read('cd')).toBeUndefined();
  expect(fs.readdirSync(path.join(folder, 'checkpoints'))).toEqual(['cd.rejected']);
  expect(notes).toEqual([expect.stringContaining('it is damaged, or of another trial')]);
});
