import { type AnnealingProblem, type Cost, type Coupling, gauge, stream, teacherStudent } from '@mcover/core';
import { below, perceptronProblem, Xoshiro128 } from '@mcover/core/internals';
import { kernelsFor } from '../every-kernel.ts';

const seed = { root: 11, trial: 3 };

export const alone: Coupling = { kind: 'alone', M: 1 };
export const replicas = (M: number, strength: number): Coupling => ({
  kind: 'attraction',
  M,
  strength,
  growth: 1,
});

/** A perceptron on patterns of a teacher. */
export function perceptronOf(
  N: number,
  P: number,
  coupling: Coupling = alone,
  cost: Cost = 'linear',
): AnnealingProblem {
  const { x, y } = teacherStudent(N, P, seed);
  return perceptronProblem({ N, P, G: gauge(x, y) }, { cost, coupling }, seed);
}

/** Perceptrons to anneal, over some temperatures. */
export interface AnnealingCase {
  readonly title: string;
  problems(): Iterable<AnnealingProblem>;
  /** As `Law.long`. */
  readonly long?: boolean;
  readonly temperatures?: readonly number[];
}

export const costs: readonly Cost[] = ['linear', 'count'];

const withCosts = (problem: AnnealingProblem) => costs.map((cost) => ({ ...problem, cost }));

const everyM = [1, 2, 3, 5, 9, 16].map((M) => ({ M }));

const table = [
  { N: 24, P: 39 },
  { N: 33, P: 130 },
].flatMap(({ N, P }) =>
  everyM.flatMap(({ M }): AnnealingCase[] => [
    {
      title: `N = ${N}, P = ${P}, M = ${M} uncoupled and attracting copies`,
      problems: () => [0, 1].flatMap((gamma) => withCosts(perceptronOf(N, P, replicas(M, gamma)))),
    },
    {
      title: `N = ${N}, P = ${P}, M-cover of M = ${M}, every kernel, S = 1, 3, 10, ${N}`,
      long: M > 2,
      problems: () =>
        kernelsFor(M).flatMap((kernel) =>
          [1, 3, 10, N].flatMap((S) => withCosts(perceptronOf(N, P, { kind: 'routing', M, S, kernel }))),
        ),
    },
  ]),
);

const larger = [201, 200].map((N): AnnealingCase => {
  const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 } as const;
  return {
    title: `a larger problem, N = ${N}, over a schedule and back`,
    problems: () => withCosts(perceptronOf(N, 317, { kind: 'routing', M: 3, S: 10, kernel })),
    temperatures: [...Array.from({ length: 40 }, (_, i) => (40 - i) / 100), 0.4, 0.1],
  };
});

const edges = (
  [
    [1, 1],
    [2, 1],
    [1, 128],
    [2, 129],
    [127, 64],
    [128, 127],
    [129, 256],
  ] as const
).map(
  ([N, P]): AnnealingCase => ({
    title: `at the edges: N = ${N}, P = ${P}`,
    problems: () =>
      [alone, { kind: 'routing', M: 3, S: 1, kernel: { kind: 'uniform' } } as const].flatMap((coupling) =>
        withCosts(perceptronOf(N, P, coupling)),
      ),
  }),
);

/** 264 patterns pull all weights up and 264 down: frozen at a margin of 0, from which a flip moves them all. */
function balanced(N: number): AnnealingProblem {
  const base = perceptronOf(N, 528, replicas(3, 1));
  return { ...base, G: base.G.map((_, i) => (i % 528 < 264 ? 1 : -1)) };
}

/** Problems of sizes that are drawn. */
function* anySize(count: number): Iterable<AnnealingProblem> {
  const random = stream({ root: 5, trial: 0 }, 'laws of any size', {});
  const between = (low: number, high: number) => low + below(random, high - low + 1);
  for (let i = 0; i < count; i++) {
    const [N, P, M] = [between(1, 150), between(1, 300), between(1, 6)];
    const S = Math.min(between(0, 6), N);
    const kernel = kernelsFor(M)[between(0, 4)];
    const strength = [0, 0.5, 1][between(0, 2)];
    const coupling: Coupling = S === 0 ? replicas(M, strength) : { kind: 'routing', M, S, kernel };
    yield perceptronOf(N, P, coupling, costs[between(0, 1)]);
  }
}

/** A first word that equals the highest threshold, which refuses the flip: (s₁·5 rotated by 7)·9 is 2³² − 1. */
export function refused(): AnnealingProblem {
  const random = new Xoshiro128([1, 0x831c71c7, 1, 1]);
  return { ...perceptronOf(1, 1), G: Int8Array.of(1), weights: Int8Array.of(-1), random };
}

/** A first word of 0, which 2³² mod 3 = 1 excludes from the first draw of a shuffle of three. */
function drawnAgain(): AnnealingProblem {
  return { ...perceptronOf(3, 5), random: new Xoshiro128([1, 0, 1, 1]) };
}

/** Perceptrons of every coupling, kernel, M, S and cost, and those that some engine may get wrong. */
export const annealingCases: readonly AnnealingCase[] = [
  ...table,
  ...larger,
  ...edges,
  { title: '150 problems of any size', long: true, problems: () => anySize(150) },
  {
    title: 'more than 248 patterns that change at once',
    problems: () => [40, 41].flatMap((N) => withCosts(perceptronOf(N, 3000, replicas(3, 1)))),
  },
  {
    title: 'hundreds of equal patterns that change at once',
    problems: () => [40, 41].flatMap((N) => withCosts(balanced(N))),
    temperatures: [50, 5, 0.1, 0.1, 0.1, 50, 80, 5],
  },
  {
    title: 'channels that an engine may count in groups, S = 14, 15, 29',
    problems: () =>
      [14, 15, 29].map((S) =>
        perceptronOf(40, 200, { kind: 'routing', M: 3, S, kernel: { kind: 'uniform' } }),
      ),
  },
  {
    title: 'replicas that attract each other beyond the range of eˣ',
    problems: () => [perceptronOf(20, 30, replicas(3, 1000))],
    temperatures: [0.5, 0.1],
  },
  {
    title: 'more covers than a kernel can be sampled for exactly',
    problems: () => [perceptronOf(21, 70, replicas(200, 1))],
    temperatures: [0.4, 0.05, 0.05, 0.3],
  },
  {
    title: 'a word that equals its threshold',
    problems: () => [refused()],
    temperatures: [0.01, 0.01],
  },
  { title: 'a bounded integer that is drawn again', problems: () => [drawnAgain()] },
];
