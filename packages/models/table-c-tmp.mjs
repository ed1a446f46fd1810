import { appendFileSync } from 'node:fs';
import { finish, referenceEngine } from '@mcover/core';
import { builtIn, filled } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';

const out = process.argv[2];
const model = builtIn.model('perceptron');
const run = (method, params, trial) => {
  const spec = {
    model: 'perceptron',
    data: { name: 'teacher-student' },
    ...filled(model, { N: 1000, ...params }, method),
    seed: { root: 1, trial },
  };
  const task = model.task(spec);
  const u = process.cpuUsage();
  const result = finish(
    model.begin(spec, task, method === 'independent' || method === 'mcover' ? wasmEngine : referenceEngine),
  );
  const v = process.cpuUsage(u);
  appendFileSync(
    out,
    JSON.stringify({ method, params, trial, result, ms: (v.user + v.system) / 1000 }) + '\n',
  );
};
const loads = [1.58, 1.2, 1.4, 1.7, 1.9];
const job = process.argv[3];
if (job === 'amp') {
  for (let t = 0; t < 100; t++) for (const alpha of loads) run('amp', { alpha }, t);
  for (let t = 100; t < 200; t++) run('amp', { alpha: 1.58 }, t);
}
if (job === 'rest') {
  for (let t = 0; t < 20; t++)
    for (const alpha of loads) run('sbpi', { alpha, ...(alpha === 1.58 && { epochs: 4000 }) }, t);
  for (let t = 20; t < 60; t++) run('sbpi', { alpha: 1.58, epochs: 4000 }, t);
  for (let t = 0; t < 60; t++) run('independent', { alpha: 1.58, M: 3 }, t);
  for (let t = 0; t < 20; t++) for (const alpha of [1.58, 1.7, 1.9]) run('rbp', { alpha }, t);
  for (let t = 0; t < 20; t++)
    for (const alpha of loads) run('ste', { alpha, ...(alpha === 1.58 && { epochs: 2000 }) }, t);
  for (let t = 0; t < 20; t++) for (const alpha of [1.2, 1.4]) run('rbp', { alpha }, t);
}
