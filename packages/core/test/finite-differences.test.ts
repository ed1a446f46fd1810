import { committeeGradient, coverGradient, gaussian, type LossAndGradient, stream } from '@mcover/core';
import { centralDifferences, committeeTrainer, finiteDifferenceRule } from '@mcover/core/internals';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyCommittee } from './committee-support.ts';

const knobs = { beta: 1.3, gamma: 0.7 };
type Problem = typeof anyCommittee extends fc.Arbitrary<infer P> ? P : never;

/** How far differences of a step are from the gradient of a routed soft committee, the largest of all weight copies. */
function errorOf({ K, P, bank, patterns, trial }: Problem, h: number, slopes = centralDifferences): number {
  const size = bank.N * bank.M;
  const random = stream({ root: 9, trial }, 'difference weights', { size });
  const weights = Float64Array.from({ length: size }, () => gaussian(random) / 2);
  const exact: LossAndGradient<typeof knobs> = coverGradient(bank, committeeGradient(K, patterns));
  const [found, expected] = [new Float64Array(size), new Float64Array(size)];
  const batch = Int32Array.from({ length: P }, (_, mu) => mu);
  const loss = slopes(exact, size, h)(weights, batch, knobs, found);
  expect(loss).toBe(exact(weights, batch, knobs, expected));
  return Math.max(...found.map((g, at) => Math.abs(g - expected[at])));
}

/** One-sided differences, which are off by the first order. */
const forward: typeof centralDifferences = (of, size, h) => (weights, batch, knobs, gradient) => {
  const here = of(weights, batch, knobs, new Float64Array(size));
  for (let at = 0; at < size; at++) {
    const moved = weights.slice();
    moved[at] += h;
    gradient[at] = (of(moved, batch, knobs, new Float64Array(size)) - here) / h;
  }
  return here;
};

it('central differences of the routed loss tend to its gradient, as the square of their step', () => {
  let firstOrder = 0;
  fc.assert(
    fc.property(anyCommittee, (problem) => {
      // Of order one are weights, β, γ and all derivatives of the loss; 1e-11 is the rounding of a difference.
      const errors = [0.04, 0.02, 0.01].map((h) => errorOf(problem, h));
      expect(errors[0]).toBeLessThan(0.04 ** 2 * 20);
      for (const i of [0, 1]) expect(errors[i + 1]).toBeLessThan(errors[i] * 0.3 + 1e-11);
      firstOrder += Number(errorOf(problem, 0.01, forward) > errors[2] * 5 + 1e-11);
    }),
    { numRuns: 60 },
  );
  // The law tells them from differences to one side.
  expect(firstOrder).toBeGreaterThan(30);
});

it('a training by them is that by the gradient, as near as their step says', () => {
  const [problem] = fc.sample(
    anyCommittee.filter(({ N, bank }) => N > 2 && bank.M > 2 && bank.S > 2),
    {
      numRuns: 1,
      seed: 3,
    },
  );
  const weights = new Float64Array(problem.bank.N * problem.bank.M)
    .fill(0.1)
    .map((w, at) => w + (at % 5) / 7);
  const end = (h?: number) => {
    const trainer = committeeTrainer(
      { ...problem, weights },
      h === undefined ? undefined : finiteDifferenceRule(h),
    );
    for (let step = 0; step < 20; step++)
      trainer.step(Int32Array.of(step % problem.P), { ...knobs, rate: 0.1 });
    return trainer.weights();
  };
  const exact = end();
  const apart = (h: number) => Math.max(...end(h).map((w, at) => Math.abs(w - exact[at])));
  expect(apart(1e-4)).toBeLessThan(1e-7);
  expect(apart(0.3)).toBeGreaterThan(1e-4);
});
