import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../dist/index.js';
import { openCheckpoints } from '../dist/journal/checkpoints.js';
import { root, simulatedDisk } from './simulated-disk.ts';
import { temporary, tiny, writeExperiment } from './support.ts';

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

test('a checkpoint that a kill has left of a trial with a record is removed by the next run', async () => {
  const out = temporary();
  const files = [writeExperiment(out, 'tiny.json', { ...tiny, trials: 1 })];
  const request = { files, profile: 'smoke', out, workers: 1 };
  const { folder, records } = await run(request);
  const checkpoints = path.join(folder, 'checkpoints');
  fs.mkdirSync(checkpoints);
  for (const id of [records[0].id, `${records[1].id}.tmp`, 'of-another'])
    fs.writeFileSync(path.join(checkpoints, id), '');
  await run(request);
  expect(fs.readdirSync(checkpoints)).toEqual(['of-another']);
});

test('after a crash at any call a checkpoint is the old or the new one, and what was written is not lost', () => {
  const simulated = simulatedDisk();
  const bytes = [1, 2].map((byte) => new Uint8Array(40).fill(byte).buffer);
  const hex = (content: ArrayBuffer | undefined) => content && Buffer.from(content).toString('hex');
  const open = () => {
    let faults = 0;
    const checkpoints = openCheckpoints(root, 60, 'build', () => faults++);
    return { ...checkpoints, faults: () => faults };
  };
  /** Writes one checkpoint after the other; gives how many were. */
  const work = (written: number[]) => {
    const { write, faults } = open();
    for (const [i, content] of bytes.entries()) {
      write('ab', content);
      if (faults() === 0) written.push(i);
    }
  };
  simulated.install();
  try {
    const empty = simulated.state();
    simulated.begin(empty);
    work([]);
    const calls = simulated.calls().length;
    for (let at = 1; at <= calls + 1; at++) {
      for (const left of ['kept', 'half', 'lost'] as const) {
        for (const names of ['kept', 'lost'] as const) {
          simulated.begin(empty, { kind: 'crash', at });
          const written: number[] = [];
          work(written);
          simulated.restart({ bytes: left, names });
          const found = open().read('ab');
          // One that was begun may be there, or not.
          const allowed = [undefined, ...bytes].slice(written.length, written.length + 2).map(hex);
          expect(allowed).toContain(hex(found));
        }
      }
    }
  } finally {
    simulated.release();
  }
});
