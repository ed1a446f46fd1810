import { type Bank, below, type Kernel, type Random, sampleBank, spin, uniform } from '@mcover/core';

/** Random problems of odd and even sizes, whose shapes are drawn as well. */

export const spins = (random: Random, length: number) => Int8Array.from({ length }, () => spin(random));

export const singles = (random: Random, length: number) =>
  Float32Array.from({ length }, () => 2 * uniform(random) - 1);

const between = (random: Random, low: number, high: number) => low + below(random, high - low + 1);

export function randomBank(random: Random, N: number): Bank {
  const M = between(random, 1, 5);
  const kernels: Kernel[] = [
    { kind: 'directed-ring', mu: 2, sigma: 1.5 },
    { kind: 'wrapped-ring', mu: 1, sigma: 0.8 },
    { kind: 'uniform' },
  ];
  return sampleBank({ N, M, S: between(random, 1, 4), kernel: kernels[below(random, 3)] }, random);
}

export function randomMargins(random: Random) {
  const N = between(random, 5, 40);
  const P = between(random, 1, 50);
  const bank = randomBank(random, N);
  const G = spins(random, N * P);
  return { problem: { N, P, G, bank }, weights: spins(random, bank.M * N) };
}

export function randomFields(random: Random) {
  const N = between(random, 2, 30);
  const K = between(random, 1, 5);
  const P = between(random, 1, 20);
  const bank = randomBank(random, K * N);
  const problem = { N, K, P, x: spins(random, N * P), bank };
  const weights = singles(random, bank.M * K * N);
  return { problem, weights, deltas: singles(random, bank.S * bank.M * K * P) };
}

export function randomLayer(random: Random) {
  const inputs = between(random, 5, 40);
  const outputs = between(random, 1, 12);
  const layer = {
    ...{ inputs, outputs, G: between(random, 1, 5) },
    ...{ M: between(random, 1, 5), B: between(random, 1, 9) },
  };
  const { G, M, B } = layer;
  return {
    layer,
    W: singles(random, M * outputs * inputs),
    h: singles(random, M * B * inputs),
    Q: Float32Array.from({ length: outputs * G * M * M }, () => uniform(random)),
    deltas: singles(random, M * B * outputs),
  };
}
