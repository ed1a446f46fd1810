import { readFileSync } from 'node:fs';
import type { MlpProblem, MlpTrainer } from '@mcover/core';
import { identityMixers, type Mixers, points } from '@mcover/core/internals';
import { expect, it } from 'vitest';

interface Run {
  losses: number[];
  weights: number[];
}

/** Ten steps in NumPy and doubles, made once by the script beside this file. */
const golden: {
  widths: number[];
  G: number;
  rate: number;
  momentum: number;
  x: number[];
  labels: number[];
  batches: number[][];
  mixers: number[][];
  initial: number[];
  M1: Run;
  M5: Run;
} = JSON.parse(readFileSync(new URL('./mlp.json', import.meta.url), 'utf8'));

/** Holds an engine's trainer to them: how far a loss and a weight may be from NumPy's. */
export function itTrainsAsNumPy(
  trainerOf: (problem: MlpProblem) => MlpTrainer,
  most: { loss: number; weight: number },
): void {
  const { widths, G, rate, momentum } = golden;
  const mixers = golden.mixers.map((Q): Mixers => ({ G, Q: Float64Array.from(Q) }));
  it.each([
    { M: 1, mixers: identityMixers(widths, 1), expected: golden.M1 },
    { M: 5, mixers, expected: golden.M5 },
  ])('M = $M', ({ M, mixers, expected }) => {
    const x = Float32Array.from(golden.x);
    const trainer = trainerOf({
      widths,
      activation: 'relu',
      loss: 'sum',
      M,
      B: 8,
      mixers,
      patterns: points({ N: widths[0], P: x.length / widths[0], x, labels: Uint8Array.from(golden.labels) }),
      weights: Float64Array.from(golden.initial.slice(0, (M * golden.initial.length) / 5)),
    });
    golden.batches.forEach((batch, step) => {
      const loss = trainer.step(Int32Array.from(batch), { rate, momentum });
      expect(Math.abs(loss - expected.losses[step])).toBeLessThan(most.loss);
    });
    const weights = trainer.weights();
    expect(weights.length).toBe(expected.weights.length);
    const distance = (to: number[]) => weights.reduce((far, w, q) => Math.max(far, Math.abs(w - to[q])), 0);
    expect(distance(expected.weights)).toBeLessThan(most.weight);
    expect(distance(golden.initial)).toBeGreaterThan(0.01);
  });
}
