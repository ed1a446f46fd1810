import type { Bank, CommitteeProblem, Labelled } from '@mcover/core';
import type { CommitteeLayout } from './layout.ts';

/** Writes a committee into memory as src/committee/layout.ts says; all of it was zero before. */
export function packCommittee(problem: CommitteeProblem, layout: CommitteeLayout, memory: ArrayBuffer): void {
  packWeights(problem.weights, layout, new Float32Array(memory, layout.weights));
  packRoutes(problem.bank, layout, new Uint8Array(memory, layout.routes));
  packInverses(problem.bank, layout, new Uint8Array(memory, layout.inverses));
  packPatterns(problem.patterns, layout, new Uint8Array(memory, layout.patterns));
  new Float32Array(memory, layout.labels).set(problem.patterns.y);
  new Int32Array(memory, layout.exists).fill(-1, 0, layout.S * layout.M);
}

/** Writes the weights of all copies, as in CommitteeProblem, where they lie. */
export function packWeights(
  weights: Float64Array,
  { N, K, M, copies }: CommitteeLayout,
  to: Float32Array,
): void {
  for (let b = 0; b < M; b++) {
    for (let q = 0; q < K * N; q++) to[q * copies + b] = weights[b * K * N + q];
  }
}

/** The weights of all copies, as in CommitteeProblem. */
export function unpackWeights(
  { N, K, M, copies, weights }: CommitteeLayout,
  memory: ArrayBuffer,
  to: Float64Array = new Float64Array(M * K * N),
): Float64Array {
  const from = new Float32Array(memory, weights);
  for (let b = 0; b < M; b++) {
    for (let q = 0; q < K * N; q++) to[b * K * N + q] = from[q * copies + b];
  }
  return to;
}

/** Their sums over copies, to the bit those that `collapse` makes of them. */
export function collapsedWeights(
  { N, K, M, copies, weights }: CommitteeLayout,
  memory: ArrayBuffer,
): Float64Array {
  const from = new Float32Array(memory, weights);
  const sums = new Float64Array(K * N);
  for (let q = 0; q < K * N; q++) {
    let sum = 0;
    for (let b = 0; b < M; b++) sum += from[q * copies + b];
    sums[q] = sum;
  }
  return sums;
}

function packRoutes(bank: Bank, { N, K, M, S, unitVectors }: CommitteeLayout, to: Uint8Array): void {
  for (let s = 0; s < S; s++) {
    for (let q = 0; q < K * N; q++) {
      const i = q % N;
      const first = ((q - i) / N) * unitVectors;
      for (let a = 0; a < M; a++) {
        const context = s * M + a;
        const vector = first + (context >> 2);
        to[4 * (vector * N + i) + (context & 3)] = bank.routes[(s * K * N + q) * M + a];
      }
    }
  }
}

function packInverses(bank: Bank, { N, K, M, S, copies }: CommitteeLayout, to: Uint8Array): void {
  for (let s = 0; s < S; s++) {
    for (let q = 0; q < K * N; q++) {
      for (let b = 0; b < M; b++) to[(q * S + s) * copies + b] = bank.inverses[(s * K * N + q) * M + b];
    }
  }
}

/** Bit i of pattern μ, in words of its own, is [x_{μi} = +1]. */
export function packPatterns(
  { N, P, x }: Pick<Labelled, 'N' | 'P' | 'x'>,
  { inputWords }: Pick<CommitteeLayout, 'inputWords'>,
  to: Uint8Array,
): void {
  for (let mu = 0; mu < P; mu++) {
    const row = mu * N;
    for (let first = 0; first < N; first += 8) {
      const end = Math.min(first + 8, N);
      let byte = 0;
      // No branch, which for random signs costs more than all the rest.
      for (let i = first; i < end; i++) byte |= ((x[row + i] + 1) >> 1) << (i & 7);
      to[2 * mu * inputWords + (first >> 3)] = byte;
    }
  }
}
