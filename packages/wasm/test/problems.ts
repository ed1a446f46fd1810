import { type AnnealingProblem, gauge, type Kernel, referenceEngine, teacherStudent } from '@mcover/core';
import { type PerceptronParams, perceptronProblem } from '@mcover/core/internals';
import { wasmEngine } from '@mcover/wasm';
import { expect } from 'vitest';

const seed = { root: 11, trial: 3 };

/** A teacher–student problem; couplings as in PerceptronParams. */
export function problem(
  N: number,
  P: number,
  coupling: Pick<PerceptronParams, 'M' | 'gamma' | 'S' | 'kernel'>,
): AnnealingProblem {
  const data = teacherStudent(N, P, seed);
  const schedule = { from: 0.4, to: 0.01, step: 0.01 };
  const params: PerceptronParams = { N, alpha: P / N, cost: 'linear', schedule, sweeps: 1, ...coupling };
  return perceptronProblem({ G: gauge(data.x, data.y), P }, params, seed);
}

export function kernels(M: number): Kernel[] {
  const matrix = Array.from({ length: M }, (_, a) =>
    Array.from({ length: M }, (_, b) => 1 + ((3 * a + 5 * b) % 7)),
  );
  return [
    { kind: 'directed-ring', mu: 2, sigma: 1.5 },
    { kind: 'wrapped-ring', mu: 1, sigma: 0.8 },
    { kind: 'uniform' },
    { kind: 'identity' },
    { kind: 'matrix', matrix },
  ];
}

/** From hot to frozen and back, so that margins are counted and fields are kept and dropped again. */
export const thaw = [3, 0.6, 0.3, 0.1, 0.03, 0.01, 0.01, 0.01, 0.2, 0.2, 0.05, 2, 0.5];

/**
 * Weights and energy after every sweep. Later sweeps draw from the generator's state, so equal trajectories
 * mean equal states.
 */
export function expectSameTrajectory(
  problem: AnnealingProblem,
  temperatures: readonly number[] = thaw,
): void {
  const plain = referenceEngine.annealer(problem);
  const fast = wasmEngine.annealer(problem);
  expect(fast.energy()).toBe(plain.energy());
  temperatures.forEach((temperature, sweep) => {
    plain.sweep(temperature);
    fast.sweep(temperature);
    const where = `sweep ${sweep} at T = ${temperature}`;
    expect(fast.energy(), where).toBe(plain.energy());
    if (!fast.weights().every(same(plain.weights()))) expect.fail(`weights differ after ${where}`);
  });
}

const same = (other: Int8Array) => (w: number, site: number) => w === other[site];
