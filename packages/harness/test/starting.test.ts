import { gauge, referenceEngine, teacherStudent } from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';
import { openPool } from '@mcover/gpu';
import { expect, test } from 'vitest';
import { starting } from '../dist/lanes/starting.js';

test("a pool in a GPU's place anneals along the reference trajectory in threads that are started so", async () => {
  const [N, P, seed] = [41, 60, { root: 5, trial: 0 }];
  const data = teacherStudent(N, P, seed);
  const coupling = { kind: 'routing', M: 3, S: 3, kernel: { kind: 'uniform' } } as const;
  const made = () =>
    perceptronProblem({ N, P, G: gauge(data.x, data.y) }, { cost: 'linear', coupling }, seed);
  const temperatures = Float64Array.of(3, 0.4, 0.1);
  const annealer = referenceEngine.annealer(made());
  for (const temperature of temperatures) annealer.sweep(temperature);
  const pool = await openPool({ threads: 2, starting });
  try {
    expect(await pool.anneal([made()], temperatures)).toEqual([
      { weights: annealer.weights(), energy: annealer.energy() },
    ]);
  } finally {
    await pool.close();
  }
});
