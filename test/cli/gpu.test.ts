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

test('networks that are small are trained by the threads, and what there is for others is said', async () => {
  const out = temporary();
  const network = {
    id: 'mine',
    model: 'mlp',
    data: { name: 'hidden-manifold', D: 3, test: 20 },
    params: { widths: [12, 8, 10], P: 20, B: 5, epochs: 2 },
    methods: [{ method: 'sgd' }],
    trials: 2,
    profiles: { smoke: {} },
  };
  const file = write(out, 'mine.json', JSON.stringify(network));
  const { code, stderr } = await mcover(['run', file, '--profile', 'smoke', '--out', out, '--engine', 'gpu']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^training on (processor|webgpu) \(.+\): \S/m);
  const text = fs.readFileSync(journal(out, 'mine'), 'utf8');
  expect(text.match(/"engine":"wasm"/g)).toHaveLength(2);
  expect(text.match(/"arithmetic":"f32"/g)).toHaveLength(2);
});

test('doctor says of every way to a GPU what is there', async () => {
  const { gpu } = JSON.parse((await mcover(['doctor', '--json', '--out', temporary()])).stdout);
  expect(Object.keys(gpu)).toEqual(['annealing', 'training', 'loops']);
  for (const findings of Object.values<{ picked: boolean; reason: string }[]>(gpu)) {
    expect(findings.filter(({ picked }) => picked)).toHaveLength(1);
    for (const { reason } of findings) expect(reason).toMatch(/\S/);
  }
  const ways = gpu.loops.map(({ way }: { way: string }) => way);
  expect(ways).toEqual(expect.arrayContaining(['gpu.js webgpu', 'gpu.js webgl2', 'gpu.js headlessgl']));
  expect(gpu.training[0].way).toBe('webgpu');
});
