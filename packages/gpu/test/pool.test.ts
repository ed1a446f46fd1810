import { type AnnealingProblem, gauge, referenceEngine, stream, teacherStudent } from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';
import { type Device, openPool, openThread, type Processor, routedFields, routedMargins } from '@mcover/gpu';
import { expect, it } from 'vitest';
import { describeDevice } from './laws.ts';
import { randomFields, randomMargins } from './problems.ts';

for (const threads of [1, 2, 4]) {
  describeDevice(`a pool of ${threads} threads`, () => openPool({ threads }));
}

const temperatures = Float64Array.of(3, 0.4, 0.1, 0.1, 0.03);

function batch(trials: number): AnnealingProblem[] {
  const [N, P] = [41, 60];
  const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 } as const;
  const coupling = { kind: 'routing', M: 3, S: 3, kernel } as const;
  return Array.from({ length: trials }, (_, trial) => {
    const data = teacherStudent(N, P, { root: 5, trial });
    const patterns = { N, P, G: gauge(data.x, data.y) };
    return perceptronProblem(patterns, { cost: 'linear', coupling }, { root: 5, trial });
  });
}

/** Works with pools of 1, 2 and 4 threads, and gives what came of it. */
async function withPools<T>(work: (pool: Processor) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const threads of [1, 2, 4]) {
    const pool = await openPool({ threads });
    results.push(await work(pool));
    await pool.close();
  }
  return results;
}

it('anneals a batch along the reference trajectories, with 1, 2 and 4 threads', async () => {
  const problems = batch(7);
  const expected = problems.map((problem) => {
    const annealer = referenceEngine.annealer(problem);
    for (const temperature of temperatures) annealer.sweep(temperature);
    return { weights: annealer.weights(), energy: annealer.energy() };
  });
  const results = await withPools((pool) => pool.anneal(problems, temperatures));
  for (const result of [...results, await openThread().anneal(problems, temperatures)]) {
    expect(result).toEqual(expected);
  }
});

it('gives the same bits with 1, 2 and 4 threads as in this thread', async () => {
  const { problem, weights } = randomFields(stream({ root: 8, trial: 0 }, 'pool laws', {}));
  const run = (device: Device) => routedFields(device, problem, weights);
  const expected = await run(openThread());
  for (const result of await withPools(run)) expect(result).toEqual(expected);
});

it('reads arrays in shared memory as they lie, and answers there', async () => {
  const { problem, weights } = randomMargins(stream({ root: 9, trial: 0 }, 'pool laws', {}));
  const G = new Int8Array(new SharedArrayBuffer(problem.G.length));
  G.set(problem.G);
  const pool = await openPool({ threads: 2 });
  const call = { ...problem, G };
  const before = await routedMargins(pool, call, weights);
  // Seen by the threads, because it is the same memory.
  G.forEach((value, at) => {
    G[at] = -value;
  });
  const after = await routedMargins(pool, call, weights);
  expect([...after]).toEqual([...before].map((margin) => 0 - margin));
  await pool.close();
});

it('says so when a thread dies, and throws what a task threw', async () => {
  const deadly = new URL('./dying-worker.mjs', import.meta.url);
  const dying = await openPool({ threads: 2, worker: deadly });
  const { problem, weights } = randomFields(stream({ root: 8, trial: 0 }, 'pool laws', {}));
  await expect(routedFields(dying, problem, weights)).rejects.toMatchObject({
    name: 'DeviceError',
    fault: 'lost',
    message: expect.stringContaining('a thread of the pool died'),
  });
  await dying.close();
  const pool = await openPool({ threads: 2 });
  const [broken] = batch(1);
  await expect(pool.anneal([{ ...broken, N: -1 }], temperatures)).rejects.not.toMatchObject({
    name: 'DeviceError',
  });
  await pool.close();
});
