import { type Engine, gaussian, type MlpProblem, stream } from '@mcover/core';
import { below, type MixedCoupling, mlpProblem, points } from '@mcover/core/internals';
import type { Task } from './measure.ts';
import { seed } from './problem.ts';

/** So small that no loss diverges however often the same batch comes. Time does not depend on it. */
const knobs = { rate: 0.005, momentum: 0.9 };

/** As many random patterns as a batch has. */
export function randomPatterns(N: number, classes: number, P: number): MlpProblem['patterns'] {
  const random = stream(seed, 'benchmark points', { N, classes, P });
  const x = Float32Array.from({ length: N * P }, () => gaussian(random));
  return points({ N, P, x, labels: Uint8Array.from({ length: P }, () => below(random, classes)) });
}

/** The paper's routing (Table 4), with the mixers of a kernel and number of blocks that it leaves open. */
export const routing = {
  kind: 'routing',
  M: 5,
  S: 10,
  kernel: { kind: 'directed-ring', mu: 2, sigma: 1.5 },
} as const;
const couplings: readonly MixedCoupling[] = [
  { coupling: { kind: 'alone', M: 1 } },
  { coupling: routing, G: 8 },
];

/** Networks of the paper's widths and batch, or of small ones: one alone, and its M-cover. */
export function paperNetworks(short: boolean): MlpProblem[] {
  const [widths, B] = short ? [[48, 32, 32, 10], 32] : [[784, 512, 512, 10], 256];
  const patterns = randomPatterns(widths[0], widths[widths.length - 1], B);
  return couplings.map((mixed) =>
    mlpProblem({ widths, activation: 'relu', loss: 'sum', B, noise: 0.01, ...mixed }, patterns, seed),
  );
}

/** A gradient step on all the patterns at once. */
export function stepTask(engine: Engine, problem: MlpProblem): Task {
  const { widths, M, B, mixers } = problem;
  const trainer = engine.mlp(problem);
  const batch = Int32Array.from({ length: B }, (_, mu) => mu);
  let loss = Number.NaN;
  return {
    name: `${engine.name} step of ${widths.join('-')}, M=${M}, G=${mixers.map(({ G }) => G).join('-')}, B=${B}`,
    units: 1,
    run() {
      loss = trainer.step(batch, knobs);
    },
    outcome: () => loss,
  };
}
