import { gauge, stateEvolution, teacherStudent } from '@mcover/core';
import { messagePassing } from '@mcover/core/internals';
import { builtIn, runOn } from '@mcover/models';
import { mean, standardError, welchOf } from '@mcover/report';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';

/** The solvers of the perceptron in numbers: N = 1000, and an independent prototype in C++ with other seeds. */

const model = builtIn.model('perceptron');
const N = 1000;

function run(method: string, params: { alpha: number } & Record<string, unknown>, trials: number) {
  return Array.from({ length: trials }, (_, trial) => {
    const seed = { root: 1, trial };
    const task = teacherStudent(N, Math.round(params.alpha * N), seed);
    return runOn(model, { N, ...params }, task, seed, wasmEngine, method);
  });
}

const solved = (results: ReturnType<typeof run>) => results.filter((result) => result.solved).length;

/** p of Welch's test of mean errors against the prototype's mean ± 1.96 standard errors of n trials. */
function againstPrototype(
  results: ReturnType<typeof run>,
  [expected, half, n]: readonly [number, number, number],
) {
  const errors = results.map(({ generalizationError }) => Number(generalizationError));
  const own = { mean: mean(errors), error: standardError(errors), degrees: errors.length - 1 };
  return welchOf(own, { mean: expected, error: half / 1.96, degrees: n - 1 }).p;
}

describe('message passing', () => {
  it.each([1, 1.58])('is followed by state evolution at N = 1600, α = %d', (alpha) => {
    const [size, seeds, steps] = [1600, 8, 6];
    const means = new Float64Array(steps);
    for (let trial = 0; trial < seeds; trial++) {
      const { P, x, y } = teacherStudent(size, Math.round(alpha * size), { root: 7, trial });
      const { iterate, messages } = messagePassing({ N: size, P, G: gauge(x, y), y });
      for (let t = 0; t < steps; t++) {
        iterate({ reinforcement: 0, damping: 0 });
        means[t] += messages.m.reduce((sum, m) => sum + m * m, 0) / size / seeds;
      }
    }
    const expected = stateEvolution(alpha, steps);
    for (const [t, q] of means.entries())
      expect(Math.abs(q - expected[t])).toBeLessThan(4 / Math.sqrt(8 * size));
  });

  it('finds the teacher far above the spinodal, and mostly at α = 1.58', () => {
    expect(solved(run('amp', { alpha: 1.9 }, 20))).toBe(20);
    expect(solved(run('amp', { alpha: 1.58 }, 100))).toBeGreaterThanOrEqual(78);
  });

  it('that is reinforced finds weights without a contradiction at α = 0.7', () => {
    for (const { trainError } of run('rbp', { alpha: 0.7 }, 10)) expect(trainError).toBe(0);
  });
});

describe('SBPI', () => {
  it('finds the teacher at α = 1.7', () => {
    expect(solved(run('sbpi', { alpha: 1.7 }, 20))).toBe(20);
  });
});

describe('straight-through descent', () => {
  it('solves nothing at α = 1.58', () => {
    const results = run('ste', { alpha: 1.58 }, 20);
    expect(solved(results)).toBe(0);
    const error = mean(results.map(({ generalizationError }) => Number(generalizationError)));
    expect(error).toBeGreaterThan(0.205);
    expect(error).toBeLessThan(0.23);
  });
});

describe('mean errors are not significantly different from the prototype’s (Welch, p > .001)', () => {
  it.each([
    ['amp', { alpha: 1.2 }, 40, [0.1957, 0.0014, 200]],
    ['amp', { alpha: 1.4 }, 40, [0.1487, 0.0038, 200]],
    ['amp', { alpha: 1.58 }, 100, [0.0151, 0.0066, 200]],
    ['sbpi', { alpha: 1.2 }, 20, [0.2528, 0.0053, 20]],
    ['sbpi', { alpha: 1.58, epochs: 4000 }, 20, [0.0405, 0.0179, 60]],
    ['ste', { alpha: 1.4 }, 20, [0.2342, 0.0043, 20]],
    ['independent', { alpha: 1.58, M: 3 }, 20, [0.158, 0.004, 60]],
  ] as const)('%s at %o', (method, params, trials, prototype) => {
    expect(againstPrototype(run(method, params, trials), prototype)).toBeGreaterThan(0.001);
  });
});
