import { Xoshiro128 } from '@mcover/core/internals';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { expectSameTrajectory, kernels, problem } from './problems.ts';

const sizes = [
  { N: 24, P: 39 },
  { N: 33, P: 130 },
];
const costs = ['linear', 'count'] as const;
const covers = [1, 2, 3, 5, 9, 16];

describe.each(sizes)('the reference trajectory at N = $N, P = $P', ({ N, P }) => {
  it.each(covers)('of %i uncoupled and of replicated copies', (M) => {
    for (const cost of costs) {
      for (const gamma of [0, 1]) expectSameTrajectory({ ...problem(N, P, { M, gamma }), cost });
    }
  });

  it.each(covers)('of M-cover with M = %i, every kernel, S = 1, 3, 10, N', (M) => {
    for (const kernel of kernels(M)) {
      for (const S of [1, 3, 10, N]) {
        const linear = problem(N, P, { M, S, kernel });
        for (const cost of costs) expectSameTrajectory({ ...linear, cost });
      }
    }
  });
});

describe('the reference trajectory', () => {
  it.each([
    { N: 201, P: 317, kind: 'odd' },
    { N: 200, P: 317, kind: 'even' },
  ])('of a larger problem, N $kind', ({ N, P }) => {
    const base = problem(N, P, { M: 3, S: 10, kernel: { kind: 'directed-ring', mu: 2, sigma: 3 } });
    const temperatures = Array.from({ length: 40 }, (_, i) => 0.4 - i / 100).filter((T) => T > 0);
    for (const cost of costs) expectSameTrajectory({ ...base, cost }, [...temperatures, 0.4, 0.1]);
  });

  it.each([40, 41])('where more than 248 patterns change at once (N = %i)', (N) => {
    for (const cost of costs) expectSameTrajectory({ ...problem(N, 3000, { M: 3, gamma: 1 }), cost });
  });

  it('where hundreds of equal patterns change at once', () => {
    // 264 patterns pull all weights up and 264 down: frozen at a margin of 0, from which a flip moves them all.
    for (const N of [40, 41]) {
      const base = problem(N, 528, { M: 3, gamma: 1 });
      const G = base.G.map((_, i) => (i % 528 < 264 ? 1 : -1));
      for (const cost of costs) expectSameTrajectory({ ...base, G, cost }, [50, 5, 0.1, 0.1, 0.1, 50, 80, 5]);
    }
  });

  it('refuses a word that equals its threshold', () => {
    // The first word of this state, (s₁·5 rotated by 7)·9, is 2³² − 1, the highest threshold.
    const random = new Xoshiro128([1, 0x831c71c7, 1, 1]);
    expect(new Xoshiro128(random.state).next()).toBe(2 ** 32 - 1);
    const better = { ...problem(1, 1, {}), G: Int8Array.of(1), weights: Int8Array.of(-1), random };
    const annealer = wasmEngine.annealer(better);
    annealer.sweep(0.01);
    expect(annealer.weights()).toEqual(Int8Array.of(-1));
    expectSameTrajectory(better, [0.01, 0.01]);
  });

  it('with more covers than a kernel can be sampled for exactly', () => {
    expectSameTrajectory(problem(21, 70, { M: 200, gamma: 1 }), [0.4, 0.05, 0.05, 0.3]);
  });

  it('goes on where several annealers run in turn', () => {
    const first = problem(20, 30, {});
    const second = problem(31, 40, { M: 3, gamma: 1 });
    const alone = wasmEngine.annealer(first);
    const inTurn = wasmEngine.annealer(first);
    const other = wasmEngine.annealer(second);
    for (const temperature of [1, 0.3, 0.1]) {
      alone.sweep(temperature);
      inTurn.sweep(temperature);
      other.sweep(temperature);
    }
    expect(inTurn.weights()).toEqual(alone.weights());
    expect(inTurn.energy()).toBe(alone.energy());
  });

  it('leaves the problem as it was', () => {
    const before = problem(20, 30, {});
    const annealer = wasmEngine.annealer(before);
    annealer.sweep(2);
    annealer.weights().fill(0);
    expect(before).toEqual(problem(20, 30, {}));
    expect(annealer.weights().every((w) => Math.abs(w) === 1)).toBe(true);
  });
});
