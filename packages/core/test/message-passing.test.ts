import { gauge, stateEvolution, teacherStudent } from '@mcover/core';
import {
  ampSolver,
  inverseMillsRatio,
  type LabelledPatterns,
  messagePassing,
  reinforcedSolver,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';

const seedOf = (trial: number) => ({ root: 7, trial });
const plain = { reinforcement: 0, damping: 0 };

function perceptron(N: number, P: number, trial = 0) {
  const task = teacherStudent(N, P, seedOf(trial));
  return { ...task, G: gauge(task.x, task.y) };
}

const column = (G: Int8Array, P: number, q: number) => G.subarray(q * P, (q + 1) * P);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (x, i) => x * b[i]).reduce((s, x) => s + x, 0);

/** An iteration from its formulas, with the derivative of g by finite differences. */
function iterateFromFormulas(
  { N, P, G, y }: LabelledPatterns,
  { m, g, field }: { m: number[]; g: number[]; field: number[] },
  { reinforcement: r, damping: d } = plain,
) {
  const V = 1 - dot(m, m) / N;
  const asked = (omega: number) => inverseMillsRatio(-omega / Math.sqrt(V)) / Math.sqrt(V);
  const omega = g.map((before, mu) => {
    const along = m.reduce((sum, mean, q) => sum + G[q * P + mu] * mean, 0) / Math.sqrt(N);
    return along - V * before + (N % 2 === 0 ? y[mu] / Math.sqrt(N) : 0);
  });
  const step = 1e-6;
  const slope = omega.reduce((sum, w) => sum + (asked(w + step) - asked(w - step)) / (2 * step), 0) / N;
  const next = omega.map(asked);
  const fields = m.map((mean, q) => dot(column(G, P, q), next) / Math.sqrt(N) - slope * mean + r * field[q]);
  return { g: next, field: fields, m: fields.map((h, q) => d * m[q] + (1 - d) * Math.tanh(h)) };
}

describe('message passing', () => {
  it.each([
    [21, 30, plain],
    [20, 29, plain],
    [20, 29, { reinforcement: 0.2, damping: 0.3 }],
  ])('follows its formulas, with N = %i, P = %i, %o', (N, P, pace) => {
    const patterns = perceptron(N, P);
    const { iterate, messages } = messagePassing(patterns);
    let expected = { m: Array(N).fill(0), g: Array(P).fill(0), field: Array(N).fill(0) };
    for (let t = 0; t < 4; t++) {
      const moved = iterate(pace);
      const before = expected.m;
      expected = iterateFromFormulas(patterns, expected, pace);
      for (const key of ['m', 'g', 'field'] as const) {
        for (const [i, value] of messages[key].entries())
          expect(Math.abs(value - expected[key][i])).toBeLessThan(1e-7);
      }
      expect(moved).toBeCloseTo(expected.m.reduce((sum, m, q) => sum + Math.abs(m - before[q]), 0) / N, 7);
    }
  });

  it('begins with the field of Hebb, √(2/π) Σ_μ G_μ/√N', () => {
    const { N, P, G, y } = perceptron(201, 150);
    const { iterate, messages } = messagePassing({ N, P, G, y });
    iterate(plain);
    messages.field.forEach((field, q) => {
      const sum = column(G, P, q).reduce((total, value) => total + value, 0);
      expect(field).toBeCloseTo((Math.sqrt(2 / Math.PI) * sum) / Math.sqrt(N), 12);
    });
  });

  it.each([1, 1.58])(
    'is followed by state evolution at α = %d, and overlaps with the teacher as with itself',
    (alpha) => {
      const [N, seeds, steps] = [500, 8, 6];
      const P = Math.round(alpha * N);
      const means = new Float64Array(steps);
      for (let trial = 0; trial < seeds; trial++) {
        const patterns = perceptron(N, P, trial);
        const { iterate, messages } = messagePassing(patterns);
        for (let t = 0; t < steps; t++) {
          iterate(plain);
          const q = dot(messages.m, messages.m) / N;
          means[t] += q / seeds;
          // Nishimori.
          if (alpha === 1)
            expect(Math.abs(dot(messages.m, patterns.teacher) / N - q)).toBeLessThan(3 / Math.sqrt(N));
        }
      }
      const expected = stateEvolution(alpha, steps);
      for (const [t, q] of means.entries())
        expect(Math.abs(q - expected[t])).toBeLessThan(4 / Math.sqrt(8 * N));
    },
  );

  it('turns a mean where its inputs and the teacher’s weight turn, to the bit', () => {
    const { N, P, G, y } = perceptron(50, 70);
    const turned = G.slice();
    column(turned, P, 17).forEach((value, mu, values) => {
      values[mu] = -value;
    });
    const [one, other] = [messagePassing({ N, P, G, y }), messagePassing({ N, P, G: turned, y })];
    for (let t = 0; t < 6; t++) {
      one.iterate(plain);
      other.iterate(plain);
    }
    expect([...other.messages.m]).toEqual([...one.messages.m].map((m, q) => (q === 17 ? -m : m)));
  });

  it('does not see the order of the weights', () => {
    const { N, P, G, y } = perceptron(45, 60);
    const place = (q: number) => (q * 7 + 3) % N;
    const moved = new Int8Array(G.length);
    for (let q = 0; q < N; q++) moved.set(column(G, P, q), place(q) * P);
    const [one, other] = [messagePassing({ N, P, G, y }), messagePassing({ N, P, G: moved, y })];
    for (let t = 0; t < 6; t++) {
      one.iterate(plain);
      other.iterate(plain);
    }
    for (const [q, m] of one.messages.m.entries())
      expect(Math.abs(other.messages.m[place(q)] - m)).toBeLessThan(1e-9);
  });

  it('has the same fixed points with any damping', () => {
    const patterns = perceptron(201, 180);
    const [one, other] = [messagePassing(patterns), messagePassing(patterns)];
    for (let t = 0; t < 300; t++) {
      one.iterate(plain);
      other.iterate({ reinforcement: 0, damping: 0.4 });
    }
    expect(one.iterate(plain)).toBeLessThan(1e-9);
    for (const [q, m] of one.messages.m.entries())
      expect(Math.abs(other.messages.m[q] - m)).toBeLessThan(1e-7);
  });

  it('with no reinforcement is itself, to the bit', () => {
    const patterns = perceptron(101, 140);
    const solvers = [
      ampSolver(patterns, { tolerance: 0, damping: 0 }),
      reinforcedSolver(patterns, { tolerance: 0, reinforcement: 0 }),
    ];
    for (let t = 0; t < 12; t++) for (const solver of solvers) solver.advance();
    const [one, other] = solvers.map((solver) => solver.snapshot());
    expect(other).toMatchObject(one);
  });
});

describe('a solver by messages', () => {
  it('reads out signs that contradict no pattern, or the means where there are none', () => {
    const easy = perceptron(301, 570);
    const found = ampSolver(easy, { tolerance: 1e-6, damping: 0 });
    let steps = 1;
    while (!found.advance()) steps++;
    expect(steps).toBeLessThan(100);
    expect([...found.weights()]).toEqual([...easy.teacher]);
    const hard = ampSolver(perceptron(301, 300), { tolerance: 1e-6, damping: 0 });
    while (!hard.advance());
    expect(hard.weights().some((w) => Math.abs(w) < 0.9)).toBe(true);
  });

  it('that is reinforced ends with the signs of least training error that it saw', () => {
    const { N, P, G, y } = perceptron(101, 150);
    const solver = reinforcedSolver({ N, P, G, y }, { tolerance: 1e-6, reinforcement: 0.05 });
    const errors = (w: ArrayLike<number>) =>
      Array.from({ length: P }, (_, mu) =>
        Array.from(w, (v, q) => (v < 0 ? -1 : 1) * G[q * P + mu]).reduce((a, b) => a + b, 0),
      ).filter((margin) => margin < 0).length;
    let least = P;
    for (let done = false; !done; ) {
      done = solver.advance();
      least = Math.min(least, errors(solver.snapshot().m.data));
      expect(errors(solver.weights())).toBe(least);
    }
    expect(solver.observe().memory).toBeGreaterThan(0.5);
  });
});
