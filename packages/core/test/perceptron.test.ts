import {
  type AnnealingProblem,
  type Cost,
  type Coupling,
  collapse,
  costUnit,
  directedLift,
  type Factor,
  gauge,
  type Kernel,
  Margins,
  type Route,
  readout,
  referenceEngine,
  stream,
  teacherStudent,
  temperatures,
} from '@mcover/core';
import {
  below,
  checkPerceptron,
  costInUnits,
  margins,
  type PerceptronSize,
  temperatureCount,
} from '@mcover/core/internals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOfMargins, perceptronOf } from './perceptron-support.ts';
import { faultOf, kernelsFor, sampledLift } from './support.ts';

const costs: Cost[] = ['linear', 'count'];

type Shape = { N: number; alpha: number; cost: Cost; M: number; S: number; kernel: Kernel; trial: number };

const anyShape = fc
  .record({
    N: fc.integer({ min: 1, max: 14 }),
    M: fc.integer({ min: 1, max: 5 }),
    alpha: fc.double({ min: 1, max: 2.5, noNaN: true }),
    cost: fc.constantFrom(...costs),
    kind: fc.nat(5),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    trial: fc.nat(1000),
  })
  .map(({ share, kind, trial, M, ...params }) => {
    const S = 1 + Math.floor(share * (params.N - 1));
    const { kernel } = kernelsFor(M)[kind];
    return { ...params, M, S, kernel, trial };
  });

function problemOf({ N, alpha, cost, trial, ...routing }: Shape): AnnealingProblem {
  return perceptronOf({ N, alpha, cost, coupling: { kind: 'routing', ...routing } }, { root: 3, trial });
}

const anyProblem = anyShape.map(problemOf);

/** The patterns as factors of Eq. 1. */
function factorsOf({ N, P, G, cost }: AnnealingProblem): Factor[] {
  const variables = Array.from({ length: N }, (_, q) => q);
  return Array.from({ length: P }, (_, mu) => ({
    variables,
    loss: (w) => {
      const margin = w.reduce((sum, value, q) => sum + G[q * P + mu] * value, 0) / Math.sqrt(N);
      return cost === 'count' ? Number(margin < 0) : Math.max(0, -margin);
    },
  }));
}

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

describe('margins in covers', () => {
  it('are what Eq. 8 says on the routed context, for every channel and cover', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { N, G, bank, weights } = problem;
        const { contexts } = coverOfMargins(problem);
        expect(contexts).toHaveLength(bank.S * bank.M);
        contexts.forEach((state, at) => {
          const a = at % bank.M;
          const s = (at - a) / bank.M;
          const context = Array.from({ length: N }, (_, q) => {
            return weights[bank.routes[(s * N + q) * bank.M + a] * N + q];
          });
          expect([...state.margins]).toEqual([...margins(G, context)]);
        });
      }),
    );
  });

  it('stay exact over 10⁴ flips', () => {
    for (const [N, cost] of [
      [20, 'linear'],
      [21, 'count'],
    ] as const) {
      const kernel = { kind: 'directed-ring' as const, mu: 2, sigma: 1.5 };
      const coupling: Coupling = { kind: 'routing', M: 3, S: 4, kernel };
      const problem = perceptronOf({ N, alpha: 2, cost, coupling });
      const cover = coverOfMargins(problem);
      const random = stream({ root: 1, trial: 0 }, 'flips');
      for (let i = 0; i < 10_000; i++) cover.flip(below(random, 3 * N));
      expect(cover.weights).not.toEqual(problem.weights);
      const fresh = coverOfMargins({ ...problem, weights: cover.weights });
      expect(cover.contexts.map((state) => state.margins)).toEqual(
        fresh.contexts.map((state) => state.margins),
      );
      expect(cover.energy()).toBe(fresh.energy());
    }
  });

  it('ΔE is E′ − E, for even and odd N, both costs, every kernel', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(1e6), (problem, pick) => {
        const cover = coverOfMargins(problem);
        const site = pick % cover.weights.length;
        const before = cover.energy();
        const delta = cover.delta(site);
        cover.flip(site);
        expect(cover.energy() - before).toBe(delta);
        expect(cover.delta(site) + delta).toBe(0);
      }),
    );
  });

  it('S = N is the full lift: the lifted loss of Eq. 7 over all directed incidences', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const problem = problemOf({ ...shape, S: shape.N });
        const { N, bank, weights } = problem;
        const W = Array.from({ length: bank.M }, (_, a) => weights.subarray(a * N, (a + 1) * N));
        // One cover reads itself, whatever S: its bank has one channel.
        const route: Route = (_, p, q, a) => (bank.M === 1 ? a : bank.routes[(p * N + q) * bank.M + a]);
        expect(bank.S).toBe(bank.M === 1 ? 1 : N);
        const lifted = directedLift(factorsOf(problem), W, route);
        expect(referenceEngine.annealer(problem).energy()).toBeCloseTo(lifted, 9);
      }),
    );
  });

  it('follow, flip by flip, the lifted loss over the sampled destinations', () => {
    fc.assert(
      fc.property(anyProblem, fc.array(fc.nat(1e6), { minLength: 1, maxLength: 20 }), (problem, picks) => {
        const cover = coverOfMargins(problem);
        const unit = costUnit(problem.cost, problem.N) / problem.bank.S;
        let energy = cover.energy();
        for (const pick of picks) {
          const site = pick % cover.weights.length;
          energy += cover.delta(site);
          cover.flip(site);
          expect(cover.energy()).toBe(energy);
          expect(energy * unit).toBeCloseTo(sampledLift(factorsOf(problem), problem.bank, cover.weights), 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refuse more weights than 16 bits hold', () => {
    const patterns = { N: 40_000, P: 1, G: new Int8Array(40_000).fill(1), cost: 'linear' as const };
    expect(() => new Margins(patterns, patterns.G)).toThrow(/^N: 40000 weights are more than 16-bit/);
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
    expect([...collapse(Int8Array.of(1, -1, 1, 1, -1, -1), 3)]).toEqual([1, -1]);
  });
});

describe('inputs', () => {
  const good = { N: 10, alpha: 1, coupling: { kind: 'alone', M: 1 } } as const;
  const routed = (M: number, S: number, kernel: Kernel = { kind: 'uniform' }): Coupling => ({
    kind: 'routing',
    M,
    S,
    kernel,
  });
  const impossible = {
    kind: 'matrix' as const,
    matrix: [
      [1, 0],
      [1, 0],
    ],
  };
  it.each<[string, Partial<PerceptronSize>, string]>([
    ['S > N', { coupling: routed(2, 11) }, 'S'],
    ['no pattern', { alpha: 0.01 }, 'alpha'],
    ['a load that is none', { alpha: Number.NaN }, 'alpha'],
    ['no weight', { N: 0 }, 'N'],
    ['too many weights', { N: 40_000 }, 'N'],
    ['too many patterns', { N: 30_000, alpha: 3 }, 'alpha'],
    ['too many copies', { N: 30_000, coupling: { kind: 'alone', M: 255 } }, 'M'],
    ['perm(Q) = 0', { coupling: routed(2, 1, impossible) }, 'kernel'],
  ])('refuses %s', (_, change, path) => {
    expect(() => checkPerceptron(good)).not.toThrow();
    expect(faultOf(() => checkPerceptron({ ...good, ...change })).path).toBe(path);
  });
});
