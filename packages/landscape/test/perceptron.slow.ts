import {
  type Coupling,
  collapse,
  couplingOf,
  gauge,
  hardError,
  stream,
  teacherStudent,
  temperatures,
  votePatterns,
} from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';
import { flipBarrier, flippedError } from '@mcover/landscape';
import { wasmEngine } from '@mcover/wasm';
import { expect, test } from 'vitest';
import { taughtRows } from './support.ts';

/**
 * Two solutions of each method on one task, 20 tasks: the binary perceptron at N = 501, α = 0.4, 391 temperatures, linear
 * cost, weights the sign of the sum over covers. A prototype with random numbers of its own gave the means ± 95 %.
 */
const [N, P, trials] = [501, 200, 20];
const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 } as const;
const methods: readonly (readonly [string, Coupling, Readonly<Record<string, readonly [number, number]>>])[] =
  [
    [
      'vanilla',
      couplingOf({ M: 1 }),
      { train: [0.0051, 0.0024], apart: [0.392, 0.008], barrier: [0.154, 0.005], rise: [0.1411, 0.003] },
    ],
    [
      'rsa',
      couplingOf({ M: 3 }, { strength: 1 }),
      { train: [0.037, 0.0049], apart: [0.315, 0.006], barrier: [0.094, 0.004], rise: [0.0629, 0.0034] },
    ],
    [
      'mcover',
      couplingOf({ M: 3, S: 10, kernel }),
      { train: [0.0055, 0.0016], apart: [0.21, 0.01], barrier: [0.031, 0.003], rise: [0.0424, 0.0024] },
    ],
  ];

function measured(coupling: Coupling, trial: number) {
  const data = teacherStudent(N, P, { root: 1, trial });
  const patterns = taughtRows(data);
  const G = gauge(data.x, data.y);
  const [a, b] = [1, 2].map((copy) => {
    const seed = { root: 100 + copy, trial };
    const annealer = wasmEngine.annealer(perceptronProblem({ N, P, G }, { cost: 'linear', coupling }, seed));
    for (const T of temperatures({ from: 0.4, to: 0.01, step: 0.001 })) annealer.sweep(T);
    return Int8Array.from(collapse(annealer.weights(), coupling.M), Math.sign);
  });
  const errors = [a, b].map((w) => hardError(w, 1, patterns));
  const random = stream({ root: 1, trial }, 'flips');
  const { highest, length } = flipBarrier(
    votePatterns(1, 'linear', patterns),
    a,
    b,
    { orders: 10, steps: 50 },
    random,
  );
  const rises = [a, b].map((w, i) => flippedError(patterns, w, 25) - errors[i]);
  const half = ([one, other]: number[]) => (one + other) / 2;
  return { train: half(errors), apart: length / N, barrier: highest, rise: half(rises) };
}

test('routed solutions lie nearer to each other, in wider regions, with lower barriers', () => {
  const all = methods.map(([, coupling]) =>
    Array.from({ length: trials }, (_, trial) => measured(coupling, trial)),
  );
  methods.forEach(([name, , known], m) => {
    for (const [what, [mean, half]] of Object.entries(known)) {
      const values = all[m].map((one) => one[what as keyof typeof one]);
      const own = values.reduce((sum, value) => sum + value) / trials;
      console.log(`${name}: ${what} ${own.toFixed(4)} (${mean} ± ${half})`);
      // The difference of two such means has an interval √2 times as wide; half as much again is left to chance.
      expect(Math.abs(own - mean), `${name}: ${what}`).toBeLessThan(1.5 * Math.SQRT2 * half);
    }
  });
  const [vanilla, rsa, mcover] = all;
  for (const what of ['apart', 'barrier', 'rise'] as const) {
    const ordered = vanilla.filter((one, i) => one[what] > rsa[i][what] && rsa[i][what] > mcover[i][what]);
    console.log(`${what}: vanilla > rsa > mcover in ${ordered.length} of ${trials} trials`);
    if (what !== 'rise') expect(ordered.length).toBeGreaterThanOrEqual(19);
  }
});
