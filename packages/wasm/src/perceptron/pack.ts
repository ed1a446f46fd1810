import type { AnnealingProblem, Bank } from '@mcover/core';
import type { PerceptronLayout } from './layout.ts';

/** Writes a perceptron into memory as src/perceptron/layout.ts says; all of it was zero before. */
export function packPerceptron(
  problem: AnnealingProblem,
  layout: PerceptronLayout,
  memory: ArrayBuffer,
): void {
  const { N, P, bank, weights } = problem;
  new Uint32Array(memory, layout.random, 4).set(problem.random.state);
  new Uint32Array(memory, layout.order, N * bank.M).set(
    problem.order ?? Uint32Array.from(weights, (_, site) => site),
  );
  new Int8Array(memory, layout.spins, N * bank.M).set(weights);
  const sums = new Int32Array(memory, layout.sums, N);
  weights.forEach((w, site) => {
    sums[site % N] += w;
  });
  packContexts(bank, new Uint8Array(memory, layout.contexts));
  packBits(problem, layout, new Uint8Array(memory));
  new Uint32Array(memory, layout.patterns, P).forEach((_, mu, patterns) => {
    patterns[mu] = layout.transposed + mu * layout.blocks * 16;
  });
  const exists = new Uint8Array(memory, layout.exists);
  for (let mu = 0; mu < P; mu++) exists[mu >> 3] |= 1 << (mu & 7);
}

/** Writes the bit planes of (W_q + M)/2 at sums W over M covers, and gives the sum of all W. */
export function packCollapsed(
  W: ArrayLike<number>,
  { N, M, blocks }: Pick<PerceptronLayout, 'N' | 'M' | 'blocks'>,
  planes: Uint8Array,
): number {
  planes.fill(0);
  let total = 0;
  for (let q = 0; q < N; q++) {
    total += W[q];
    for (let left = (W[q] + M) / 2, at = q >> 3; left > 0; left >>= 1, at += blocks * 16) {
      planes[at] |= (left & 1) << (q & 7);
    }
  }
  return total;
}

function packContexts({ N, M, S, inverses }: Bank, contexts: Uint8Array): void {
  for (let s = 0; s < S; s++) {
    for (let q = 0; q < N; q++) {
      for (let b = 0; b < M; b++) contexts[(b * N + q) * S + s] = inverses[(s * N + q) * M + b];
    }
  }
}

function packBits({ N, P, G }: AnnealingProblem, layout: PerceptronLayout, bytes: Uint8Array): void {
  for (let q = 0; q < N; q++) {
    const column = layout.columns + q * layout.vectors * 16;
    for (let mu = 0; mu < P; mu++) {
      if (G[q * P + mu] < 0) continue;
      bytes[column + (mu >> 3)] |= 1 << (mu & 7);
      bytes[layout.transposed + mu * layout.blocks * 16 + (q >> 3)] |= 1 << (q & 7);
    }
  }
}
