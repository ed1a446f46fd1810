import {
  type AnnealingProblem,
  below,
  type Cost,
  collapse,
  costInUnits,
  costUnit,
  directedLift,
  gauge,
  InputError,
  margins,
  type PerceptronParams,
  perceptronProblem,
  RoutedMargins,
  readout,
  referenceEngine,
  runPerceptron,
  stream,
  teacherStudent,
  temperatureCount,
  temperatures,
} from '@mcover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelsFor } from './support.ts';

const schedule = { from: 0.4, to: 0.1, step: 0.1 };
const costs: Cost[] = ['linear', 'count'];

function problemOf(params: PerceptronParams, trial = 0): AnnealingProblem {
  const seed = { root: 3, trial };
  const data = teacherStudent(params.N, Math.round(params.alpha * params.N), seed);
  return perceptronProblem({ G: gauge(data.x, data.y), P: data.P }, params, seed);
}

const anyProblem = fc
  .record({
    N: fc.integer({ min: 1, max: 14 }),
    M: fc.integer({ min: 1, max: 5 }),
    alpha: fc.double({ min: 1, max: 2.5, noNaN: true }),
    cost: fc.constantFrom(...costs),
    kind: fc.nat(5),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    trial: fc.nat(1000),
  })
  .map(({ share, kind, trial, ...params }) => {
    const S = 1 + Math.floor(share * (params.N - 1));
    const { kernel } = kernelsFor(params.M)[kind];
    return { params: { ...params, S, kernel, schedule, sweeps: 1 }, trial };
  });

describe('data', () => {
  it('labels are the teacher’s, ties on the +1 side, and the teacher fits them all', () => {
    const { N, P, teacher, x, y } = teacherStudent(20, 400, { root: 1, trial: 0 });
    const fields = margins(x, teacher);
    expect(P).toBe(400);
    expect(fields.some((field) => field === 0)).toBe(true);
    fields.forEach((field, mu) => {
      expect(y[mu]).toBe(field >= 0 ? 1 : -1);
    });
    expect(readout(Int32Array.from(teacher), { N, P, teacher, x, y }).trainError).toBe(0);
  });

  it('margins are Σ_q y x w', () => {
    const x = Int8Array.of(1, -1, -1, -1, 1, 1);
    const y = Int8Array.of(1, -1);
    expect([...gauge(x, y)]).toEqual([1, 1, -1, 1, 1, -1]);
    expect([...margins(gauge(x, y), [1, 1, -1])]).toEqual([-1, 3]);
  });

  it('a larger load adds patterns to those of a smaller one', () => {
    const few = teacherStudent(9, 5, { root: 1, trial: 4 });
    const many = teacherStudent(9, 8, { root: 1, trial: 4 });
    for (let q = 0; q < 9; q++) {
      for (let mu = 0; mu < 5; mu++) expect(many.x[q * 8 + mu]).toBe(few.x[q * 5 + mu]);
    }
  });
});

describe('cost', () => {
  it('in units gives the cost of the margin', () => {
    for (const N of [10, 11]) {
      for (let m = -N; m <= N; m += 2) {
        const margin = m / Math.sqrt(N);
        expect(costInUnits('linear', N, m) * costUnit('linear', N)).toBeCloseTo(Math.max(0, -margin), 12);
        expect(costInUnits('count', N, m) * costUnit('count', N)).toBe(margin < 0 ? 1 : 0);
      }
    }
  });
});

describe('routed margins', () => {
  it('are what Eq. 8 says on the routed context, for every channel and cover', () => {
    fc.assert(
      fc.property(anyProblem, ({ params, trial }) => {
        const problem = problemOf(params, trial);
        const { N, P, G, bank, weights } = problem;
        const state = new RoutedMargins(problem);
        for (let s = 0; s < bank.S; s++) {
          for (let a = 0; a < bank.M; a++) {
            const context = Array.from({ length: N }, (_, q) => {
              return weights[bank.routes[(s * N + q) * bank.M + a] * N + q];
            });
            const row = (s * bank.M + a) * P;
            expect([...state.margins.subarray(row, row + P)]).toEqual([...margins(G, context)]);
          }
        }
      }),
    );
  });

  it('stay exact over 10⁴ flips', () => {
    for (const [N, cost] of [
      [20, 'linear'],
      [21, 'count'],
    ] as const) {
      const kernel = { kind: 'directed-ring' as const, mu: 2, sigma: 1.5 };
      const problem = problemOf({ N, alpha: 2, cost, schedule, sweeps: 1, M: 3, S: 4, kernel });
      const state = new RoutedMargins(problem);
      const random = stream({ root: 1, trial: 0 }, 'flips');
      for (let i = 0; i < 10_000; i++) state.flip(below(random, 3 * N));
      const fresh = new RoutedMargins({ ...problem, weights: state.weights });
      expect(state.margins).toEqual(fresh.margins);
      expect(state.energy()).toBe(fresh.energy());
    }
  });

  it('ΔE is E′ − E, for even and odd N, both costs, every kernel', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(1e6), ({ params, trial }, pick) => {
        const state = new RoutedMargins(problemOf(params, trial));
        const site = pick % state.weights.length;
        const before = state.energy();
        const delta = state.delta(site);
        state.flip(site);
        expect(state.energy() - before).toBe(delta);
        expect(state.delta(site) + delta).toBe(0);
      }),
    );
  });

  it('with S = N give the lifted loss of Eq. 7 over all directed incidences', () => {
    fc.assert(
      fc.property(anyProblem, ({ params, trial }) => {
        const { N } = params;
        const problem = problemOf({ ...params, S: N }, trial);
        const { P, G, bank, cost, weights } = problem;
        const variables = Array.from({ length: N }, (_, q) => q);
        const factors = Array.from({ length: P }, (_, mu) => ({
          variables,
          loss: (w: readonly number[]) => {
            const margin = w.reduce((sum, value, q) => sum + G[q * P + mu] * value, 0) / Math.sqrt(N);
            return cost === 'count' ? Number(margin < 0) : Math.max(0, -margin);
          },
        }));
        const W = Array.from({ length: bank.M }, (_, a) => weights.subarray(a * N, (a + 1) * N));
        const lifted = directedLift(factors, W, (_, p, q, a) => bank.routes[(p * N + q) * bank.M + a]);
        expect(referenceEngine.annealer(problem).energy()).toBeCloseTo(lifted, 9);
      }),
    );
  });
});

describe('schedule', () => {
  it('is (4000 − i)/10⁴ for the paper’s', () => {
    const T = temperatures({ from: 0.4, to: 0.01, step: 1e-4 });
    expect(T.length).toBe(3901);
    T.forEach((temperature, i) => {
      expect(temperature).toBe((4000 - i) / 10_000);
    });
  });

  it.each([
    [{ from: 0.4, to: 0.01, step: 0.3 }, 'schedule/step'],
    [{ from: 0.45, to: 0.1, step: 0.1 }, 'schedule/from'],
    [{ from: 0.4, to: 0.05, step: 0.1 }, 'schedule/to'],
    [{ from: 0.1, to: 0.4, step: 0.1 }, 'schedule/to'],
    [{ from: 0.4, to: 0.1, step: 1e-300 }, 'schedule/step'],
    [
      { from: 1, to: 1e-7, step: 1e-7 / 2 },
      /schedule\/step: 5e-8 makes 19999999 temperatures, over 10000000; take/,
    ],
  ])('refuses %o', (wrong, path) => {
    expect(() => temperatures(wrong)).toThrow(path);
    expect(() => temperatureCount(wrong)).toThrow(path);
  });

  it('is counted without being made, up to 10⁷ temperatures', () => {
    expect(temperatureCount({ from: 0.4, to: 0.01, step: 1e-4 })).toBe(3901);
    expect(temperatureCount({ from: 1, to: 1e-7, step: 1e-7 })).toBe(1e7);
  });
});

describe('readout', () => {
  const data = teacherStudent(16, 30, { root: 1, trial: 0 });

  it('of the teacher, its opposite, and what is at right angles', () => {
    const teacher = Int32Array.from(data.teacher);
    expect(readout(teacher, data)).toEqual({
      generalizationError: 0,
      overlap: 1,
      trainError: 0,
      solved: true,
    });
    expect(
      readout(
        teacher.map((w) => 3 * w),
        data,
      ),
    ).toMatchObject({ overlap: 1, solved: true });
    const opposite = readout(
      teacher.map((w) => -w),
      data,
    );
    expect(opposite).toMatchObject({ generalizationError: 1, overlap: -1, solved: false });
    const orthogonal = readout(
      teacher.map((w, q) => (q < 8 ? w : -w)),
      data,
    );
    expect(orthogonal).toMatchObject({ generalizationError: 0.5, overlap: 0, solved: false });
    expect(readout(new Int32Array(16), data)).toMatchObject({
      generalizationError: 0.5,
      overlap: 0,
      solved: false,
    });
  });

  it('sees the size of the collapsed weights, not only their signs', () => {
    const W = Int32Array.from(data.teacher, (w, q) => (q === 0 ? w : 3 * w));
    const { overlap, solved } = readout(W, data);
    expect(overlap).toBeCloseTo((1 + 15 * 3) / Math.sqrt(16 * (1 + 15 * 9)), 14);
    expect(solved).toBe(false);
  });

  it('sums the copies of each weight', () => {
    expect([...collapse(Int8Array.of(1, -1, 1, 1, -1, -1), 2)]).toEqual([1, -1]);
  });
});

describe('inputs', () => {
  const good: PerceptronParams = { N: 10, alpha: 1, cost: 'linear', schedule, sweeps: 1 };
  const kernel = { kind: 'uniform' as const };
  it.each<[string, PerceptronParams, string]>([
    ['S > N', { ...good, M: 2, S: 11, kernel }, 'S'],
    ['no pattern', { ...good, alpha: 0.01 }, 'alpha'],
    ['too many weights', { ...good, N: 40_000 }, 'N'],
    ['too many copies', { ...good, N: 30_000, M: 255 }, 'M'],
    [
      'perm(Q) = 0',
      {
        ...good,
        M: 2,
        S: 1,
        kernel: {
          kind: 'matrix',
          matrix: [
            [1, 0],
            [1, 0],
          ],
        },
      },
      'kernel',
    ],
    ['a schedule that rises', { ...good, schedule: { from: 0.1, to: 0.2, step: 0.1 } }, 'schedule/to'],
  ])('refuses %s', (_, params, path) => {
    let fault: unknown;
    try {
      runPerceptron(params, { root: 1, trial: 0 }, referenceEngine);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(InputError);
    expect((fault as InputError).path).toBe(path);
  });
});
