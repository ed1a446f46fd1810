import fs from 'node:fs';
import { expect, test } from 'vitest';
import { essence, journal, mcover, mine, temporary, write } from './support.ts';

test('--engine gpu gives the records of the threads, and says what computes, and why', async () => {
  const [plain, out] = [temporary(), temporary()];
  const file = write(out, 'mine.json', mine);
  await mcover(['run', file, '--profile', 'smoke', '--out', plain]);
  const { code, stderr } = await mcover(['run', file, '--profile', 'smoke', '--out', out, '--engine', 'gpu']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^annealing on (processor|webgpu) \(.+\): \S/m);
  expect(essence(journal(out, 'mine'))).toEqual(essence(journal(plain, 'mine')));
  // Cells of two trials are the threads' on every machine.
  const engines = fs.readFileSync(journal(out, 'mine'), 'utf8').matchAll(/"engine":"(.*?)"/g);
  expect(new Set([...engines].map(([, engine]) => engine))).toEqual(new Set(['wasm']));
});

test('doctor says of every way to a GPU what is there', async () => {
  const { gpu } = JSON.parse((await mcover(['doctor', '--json', '--out', temporary()])).stdout);
  expect(gpu).toMatch(/^annealing on .+; loops on .+/);
  for (const way of ['webgpu', 'gpu.js webgpu', 'gpu.js webgl2', 'gpu.js headlessgl'])
    expect(gpu).toContain(`${way}`);
});
