import { type Bank, type Kernel, type Random, sampleBank, spin, uniform } from '@mcover/core';
import { below } from '@mcover/core/internals';

/** Random problems of odd and even sizes, whose shapes are drawn as well. */

export const spins = (random: Random, length: number) => Int8Array.from({ length }, () => spin(random));

export const singles = (random: Random, length: number) =>
  Float32Array.from({ length }, () => 2 * uniform(random) - 1);

const between = (random: Random, low: number, high: number) => low + below(random, high - low + 1);

const kernels: Kernel[] = [
  { kind: 'directed-ring', mu: 2, sigma: 1.5 },
  { kind: 'wrapped-ring', mu: 1, sigma: 0.8 },
  { kind: 'uniform' },
];

/** Sizes of problems. Some devices compile anew for each, so that many problems have few of them. */
export function randomSizes(random: Random) {
  return {
    N: between(random, 5, 40),
    K: between(random, 1, 5),
    P: between(random, 1, 50),
    M: between(random, 1, 5),
    S: between(random, 1, 4),
    kernel: kernels[below(random, 3)],
    outputs: between(random, 1, 12),
    G: between(random, 1, 5),
    B: between(random, 1, 9),
  };
}

type Sizes = ReturnType<typeof randomSizes>;

export function randomMargins(random: Random, { N, P, M, S, kernel }: Sizes = randomSizes(random)) {
  const bank: Bank = sampleBank({ N, M, S, kernel }, random);
  return { problem: { N, P, G: spins(random, N * P), bank }, weights: spins(random, M * N) };
}

export function randomFields(random: Random, { N, K, P, M, S, kernel }: Sizes = randomSizes(random)) {
  const bank: Bank = sampleBank({ N: K * N, M, S, kernel }, random);
  const problem = { N, K, P, x: spins(random, N * P), bank };
  return { problem, weights: singles(random, M * K * N), deltas: singles(random, S * M * K * P) };
}

export function randomLayer(random: Random, { N: inputs, outputs, G, M, B }: Sizes) {
  return {
    layer: { inputs, outputs, G, M, B },
    W: singles(random, M * outputs * inputs),
    h: singles(random, M * B * inputs),
    Q: Float32Array.from({ length: outputs * G * M * M }, () => uniform(random)),
    deltas: singles(random, M * B * outputs),
  };
}
