import {
  type Bank,
  coverGradient,
  gauge,
  identityBank,
  initialSpins,
  type Kernel,
  sampleBank,
  stream,
  teacherStudent,
} from '@mcover/core';
import {
  below,
  exp,
  gaussian,
  type LabelledPatterns,
  margins,
  miniBatches,
  PatternBits,
  readout,
  sbpiSolver,
  shuffle,
  straightThroughSolver,
  Xoshiro128,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';

const seed = { root: 9, trial: 2 };

function perceptron(N: number, P: number) {
  const task = teacherStudent(N, P, seed);
  return { ...task, G: gauge(task.x, task.y) };
}

const ring: Kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };
const bankFor = (N: number, M: number, S: number): Bank =>
  M === 1 ? identityBank(N, 1) : sampleBank({ N, M, S, kernel: ring }, stream(seed, 'routing'));

const banks: [number, number, number, number][] = [
  [21, 33, 1, 1],
  [20, 31, 1, 1],
  [33, 40, 3, 1],
  [40, 50, 2, 3],
  [64, 70, 3, 4],
];

describe('patterns as bits', () => {
  it.each([1, 31, 32, 33, 70])('give the margins of N = %i weights', (N) => {
    const { P, G } = perceptron(N, 40);
    const bits = new PatternBits(G, N, P);
    const w = initialSpins(N, 1, seed);
    const packed = bits.pack(w);
    expect(Array.from({ length: P }, (_, mu) => bits.margin(mu, packed))).toEqual([...margins(G, w)]);
  });
});

describe('a readout', () => {
  it('of real weights looks at their fields, not at integers', () => {
    const task = perceptron(31, 60);
    const W = Float64Array.from(task.teacher, (w, q) => w * (0.1 + 0.01 * (q % 5)));
    const wrong = Array.from({ length: task.P }, (_, mu) => {
      const field = W.reduce((sum, w, q) => sum + w * task.x[q * task.P + mu], 0);
      return (field >= 0 ? 1 : -1) !== task.y[mu];
    });
    const { trainError, solved, overlap } = readout(W, task);
    expect(trainError).toBe(wrong.filter(Boolean).length / task.P);
    expect(solved).toBe(false);
    expect(overlap).toBeGreaterThan(0.9);
    expect(readout(task.teacher.map((w) => w * 0.25) as unknown as Float64Array, task).solved).toBe(false);
    expect(
      readout(
        Float64Array.from(task.teacher, (w) => w * 0.25),
        task,
      ).solved,
    ).toBe(true);
  });
});

interface Setup {
  readonly bank: Bank;
  readonly metaplastic: number;
}

const sbpiSetup = ({ bank, metaplastic }: Setup) => ({
  ...{ bank, metaplastic, start: initialSpins(bank.N, bank.M, seed) },
  ...{ random: stream(seed, 'sbpi'), channels: stream(seed, 'sbpi channels') },
});

/** SBPI from its definition: each margin is summed anew over what the routes read. */
function sbpiFromDefinition({ N, P, G, y }: LabelledPatterns, setup: Setup, epochs: number): number[] {
  const { M, S, routes } = setup.bank;
  const { start, random: source, channels: ofChannels } = sbpiSetup(setup);
  const [random, channels] = [source, ofChannels].map(({ state }) => new Xoshiro128(state));
  const h = [...start];
  const order = Array.from({ length: P }, (_, mu) => mu);
  const share = setup.metaplastic / (N % 2 === 0 ? 1.5 : 1);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(random, order);
    for (const mu of order) {
      const s = below(channels, S);
      for (let a = 0; a < M; a++) {
        const coin = random.next() / 2 ** 32 < share;
        const read = Array.from({ length: N }, (_, q) => routes[(s * N + q) * M + a] * N + q);
        const margin = read.reduce((sum, at, q) => sum + Math.sign(h[at]) * G[q * P + mu], 0);
        const wrong = margin < 0 || (margin === 0 && y[mu] < 0);
        const near = margin >= 0 && margin <= (N % 2 === 0 ? 2 : 1);
        read.forEach((at, q) => {
          const g = G[q * P + mu];
          if (wrong || (near && coin && h[at] * g > 0)) h[at] += 2 * g;
        });
      }
    }
  }
  return h;
}

describe('SBPI', () => {
  it.each(banks)('is its definition, with N = %i, P = %i, M = %i, S = %i', (N, P, M, S) => {
    const patterns = perceptron(N, P);
    for (const metaplastic of [0, 0.3333, 1]) {
      const setup = { bank: bankFor(N, M, S), metaplastic };
      const solver = sbpiSolver(patterns, sbpiSetup(setup));
      for (let epoch = 1; epoch <= 6; epoch++) {
        solver.advance();
        const { data } = solver.snapshot().hidden;
        expect([...data]).toEqual(sbpiFromDefinition(patterns, setup, epoch));
        expect([...data].every((h) => Math.abs(h % 2) === 1)).toBe(true);
      }
    }
  });

  it('never lowers the margin of a pattern by its own step, and flips no weight where it consolidates', () => {
    for (const N of [40, 41]) {
      for (let trial = 0; trial < 20; trial++) {
        const { x, y } = teacherStudent(N, 1, { root: 3, trial });
        const patterns = { N, P: 1, G: gauge(x, y), y };
        const solver = sbpiSolver(patterns, sbpiSetup({ bank: identityBank(N, 1), metaplastic: 1 }));
        for (let step = 0; step < 30; step++) {
          const before = solver.weights();
          const [from] = margins(patterns.G, before);
          const done = solver.advance();
          const after = solver.weights();
          expect(margins(patterns.G, after)[0]).toBeGreaterThanOrEqual(from);
          if (done) expect([...after]).toEqual([...before]);
        }
      }
    }
  });

  it('stays at the teacher', () => {
    for (const N of [60, 61]) {
      const { P, G, y, teacher } = perceptron(N, 90);
      const setup = { ...sbpiSetup({ bank: identityBank(N, 1), metaplastic: 0 }), start: teacher };
      const solver = sbpiSolver({ N, P, G, y }, setup);
      expect(solver.advance()).toBe(true);
      expect([...solver.snapshot().hidden.data]).toEqual([...teacher]);
    }
  });
});

const descent = { B: 7, rate: 0.3, sharpness: 1.5, clip: 0.15 };
const latentStart = (N: number, M: number) => {
  const random = stream(seed, 'latent');
  return Float64Array.from({ length: N * M }, () => 0.1 * gaussian(random));
};

describe('straight-through descent', () => {
  it.each(banks)(
    'is the generic cover’s gradient at the signs, to the bit: N = %i, P = %i, M = %i, S = %i',
    (N, P, M, S) => {
      const patterns = perceptron(N, P);
      const bank = bankFor(N, M, S);
      const { B, rate, sharpness, clip } = descent;
      const start = latentStart(N, M);
      const solver = straightThroughSolver(patterns, {
        bank,
        ...descent,
        start,
        random: stream(seed, 'batches'),
      });
      const gradientOf = coverGradient(bank, (w, mu, _knobs, gradient) => {
        const x = w.reduce((sum, weight, q) => sum + weight * patterns.G[q * P + mu], 0);
        const pull = 1 / (1 + exp((2 * sharpness * x) / Math.sqrt(N))) / Math.sqrt(N);
        for (let q = 0; q < N; q++) gradient[q] -= pull * patterns.G[q * P + mu];
        return 0;
      });
      const h = start.slice();
      const gradient = new Float64Array(h.length);
      const batches = miniBatches(P, B, stream(seed, 'batches'));
      for (let epoch = 0; epoch < 5; epoch++) {
        for (const batch of batches.next()) {
          gradientOf(
            h.map((latent) => (latent >= 0 ? 1 : -1)),
            batch,
            {},
            gradient,
          );
          for (let at = 0; at < h.length; at++)
            h[at] = Math.max(-clip, Math.min(clip, h[at] - rate * gradient[at]));
        }
        solver.advance();
        expect([...solver.snapshot().latent.data]).toEqual([...h]);
      }
      expect(h.some((latent) => Math.abs(latent) === clip)).toBe(true);
      expect(h.every((latent) => Math.abs(latent) <= clip)).toBe(true);
    },
  );

  it('where the latent weights are ±1 goes down the exact slope of the loss', () => {
    const [N, P] = [25, 30];
    const { G, y } = perceptron(N, P);
    const start = Float64Array.from(initialSpins(N, 1, seed));
    const setup = { bank: identityBank(N, 1), B: P, rate: 0.25, sharpness: 1.5, clip: 9, start };
    const solver = straightThroughSolver({ N, P, G, y }, { ...setup, random: stream(seed, 'batches') });
    const loss = (w: Float64Array) => {
      const each = Array.from({ length: P }, (_, mu) => {
        const x = w.reduce((sum, weight, q) => sum + weight * G[q * P + mu], 0) / Math.sqrt(N);
        return Math.log1p(Math.exp(-3 * x)) / 3;
      });
      return each.reduce((sum, one) => sum + one, 0) / P;
    };
    solver.advance();
    const { data } = solver.snapshot().latent;
    for (let q = 0; q < N; q++) {
      const [up, down] = [1e-5, -1e-5].map((by) => loss(start.map((w, i) => (i === q ? w + by : w))));
      expect((data[q] - start[q]) / 0.25).toBeCloseTo(-(up - down) / 2e-5, 8);
    }
  });
});
